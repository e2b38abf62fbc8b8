namespace Twofold.Policies;

/// <summary>What all of Intune's exports have in common: how Graph names, dates and assigns them.</summary>
internal static class GraphRows
{
    private const string Bookkeeping = "Graph's own bookkeeping says nothing to a phone";
    private const string Labels = "phones are chosen by their labels: write `phones` into the policy";

    /// <summary>The rows.</summary>
    public static IReadOnlyList<ImportRow> All =>
    [
        Row.Name("displayName"),
        Row.NotApplicable("description", "a policy has no description, and comments are free"),
        Row.NotApplicable("@odata.type", "it says which kind of export this is"),
        Row.NotApplicable("@odata.context", Bookkeeping),
        Row.NotApplicable("id", Bookkeeping),
        Row.NotApplicable("version", Bookkeeping),
        Row.NotApplicable("createdDateTime", Bookkeeping),
        Row.NotApplicable("lastModifiedDateTime", Bookkeeping),
        Row.NotApplicable("supportsScopeTags", Bookkeeping),
        Row.NotApplicable("roleScopeTagIds*", "who may see what is decided by the scopes of accounts"),
        Row.Unsupported("assignments*", Labels),
        Row.Unsupported("deviceManagementApplicabilityRule*", Labels),
    ];
}
