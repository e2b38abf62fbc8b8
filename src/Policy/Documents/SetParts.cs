namespace Twofold.Policies;

/// <summary>What the files of a set hold, before assignments are resolved.</summary>
internal sealed class SetParts
{
    public List<PolicyDocument> Policies { get; } = [];

    public List<PhoneGroup> Groups { get; } = [];

    public List<Assignment> Assignments { get; } = [];

    /// <summary>Where each document states its name.</summary>
    public IEnumerable<Place> Documents => Policies.Select(Place.Of).Concat(Groups.Select(g => Place.Of(g.Name, g.File))).Concat(Assignments.Select(Place.Of));

    /// <summary>How often the assignments bind a policy to a selector.</summary>
    public long Bindings => Assignments.Sum(a => (long)a.Policies.Count * (a.Groups.Count + 1));
}

/// <summary>Where a document states its name.</summary>
internal sealed record Place(string Name, string File, int Line, int Column)
{
    public static Place Of(PolicyDocument policy) => new(policy.Name, policy.File, policy.Line, policy.Column);

    public static Place Of(Assignment assignment) => Of(assignment.Name, assignment.File);

    public static Place Of(TextNode name, string file) => new(name.Text, file, name.Line, name.Column);
}
