using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>
/// Gives policies the phones of the assignments that name them. A policy that assignments name binds their phones together; it must not
/// choose phones itself, so that there is one place to look. A policy that none names binds the phones it chooses, or every phone.
/// </summary>
internal sealed class Assigner(SetParts parts, ProblemList problems)
{
    private const int MostCompared = 200;

    private readonly Dictionary<string, LabelSelector> groups = parts.Groups.DistinctBy(g => g.Name.Text).ToDictionary(g => g.Name.Text, g => g.Phones, StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyDocument> policies = parts.Policies.DistinctBy(p => p.Name).ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>The policies with their phones. A set with too many bindings is refused already, and nothing of it is looked at here.</summary>
    public IReadOnlyList<PolicyDocument> Assign()
    {
        if (parts.Assignments.Count == 0 || parts.Bindings > PolicyLimits.Bindings) return parts.Policies;
        var assigned = parts.Assignments
            .Select(a => (Phones: PhonesOf(a), Policies: PoliciesOf(a)))
            .SelectMany(a => a.Policies.SelectMany(policy => a.Phones.Select(phones => (policy, phones))))
            .ToLookup(a => a.policy, a => a.phones, StringComparer.Ordinal);
        return [.. parts.Policies.Select(p => p with { Assigned = [.. assigned[p.Name].Distinct().OrderBy(s => s.ToString(), StringComparer.Ordinal)] })];
    }

    private ImmutableArray<LabelSelector> PhonesOf(Assignment assignment)
    {
        var named = assignment.Groups.Select(g => GroupOf(g, assignment)).OfType<LabelSelector>();
        return [.. named.Concat(assignment.Phones is { } phones ? [phones] : [])];
    }

    private ImmutableArray<string> PoliciesOf(Assignment assignment) => [.. assignment.Policies.Where(p => IsFree(p, assignment)).Select(p => p.Text)];

    private LabelSelector? GroupOf(TextNode name, Assignment by)
    {
        if (groups.TryGetValue(name.Text, out var phones)) return phones;
        Add("policy/unknown-group", name, by, $"there is no group `{Quote.Short(name.Text)}` in this set", Meant(name, groups.Keys));
        return null;
    }

    private bool IsFree(TextNode name, Assignment by)
    {
        if (policies.TryGetValue(name.Text, out var policy) && policy.Phones.IsEverything) return true;
        if (policy is null)
            Add("policy/unknown-policy", name, by, $"there is no policy `{Quote.Short(name.Text)}` in this set", Meant(name, policies.Keys));
        else Add("policy/bound-twice", name, by, $"the policy `{policy.Name}` chooses its phones itself: take `phones` out of it, or do not assign it");
        return false;
    }

    // Comparing words is what takes time here: it ends where no more problems are listed, and looks at some of many names.
    private string? Meant(TextNode name, IEnumerable<string> known) => problems.HasRoom ? Nearest.To(name.Text, known.Take(MostCompared)) : null;

    private void Add(string code, TextNode at, Assignment by, string message, string? suggestion = null) =>
        problems.Add(new(code, by.File, at.Line, at.Column, message, suggestion));
}
