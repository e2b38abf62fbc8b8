namespace Twofold.Web.Desk;

/// <summary>The tables of the index that lists are read from.</summary>
static class Tables
{
    public const string Phones = "phones";
    public const string Vms = "vms";
    public const string Exposures = "exposures";
    public const string Findings = "findings";
    public const string Orders = "orders";
    public const string Groups = "groups";
    public const string Personas = "personas";
    public const string Operators = "operators";
    public const string Tokens = "tokens";
    public const string Enrolments = "enrolments";
    public const string Rollouts = "rollouts";
}
