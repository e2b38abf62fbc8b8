namespace Twofold.Fleet;

/// <summary>Every kind of grain there is.</summary>
public static class FleetKinds
{
    /// <summary>The registry that hosts are given.</summary>
    public static GrainRegistry All { get; } = new(
    [
        Phones.Phones.Kind,
        Vms.Vms.Kind,
        Governors.Governors.Kind,
        HoldPages.HoldPages.Kind,
        Enrolments.Enrolments.Kind,
        PolicySets.PolicySets.Kind,
        Rollouts.Rollouts.Kind,
        Groups.Groups.Kind,
        Personas.Personas.Kind,
        Operators.Operators.Kind,
        Tokens.Tokens.Kind,
        Erasures.Erasures.Kind,
        Backups.Backups.Kind,
    ]);
}
