using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Groups;

/// <summary>What can be asked of a group of phones. Its key is its name.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Define), "define")]
[JsonDerivedType(typeof(Remove), "remove")]
public abstract record GroupCommand
{
    private GroupCommand()
    {
    }

    /// <summary>Say who is in the group: the phones with all these labels, or these phones; never both (<c>group/bad-scope</c>).</summary>
    /// <param name="Description">For people, at most 200 characters.</param>
    /// <param name="MatchLabels">At most 32; empty where <paramref name="Members"/> are named.</param>
    /// <param name="Members">Ids of phones, at most <see cref="GroupView.MaxMembers"/>; empty where labels are named.</param>
    public sealed record Define(
        string Description, ImmutableSortedDictionary<string, string> MatchLabels, ImmutableSortedSet<string> Members) : GroupCommand;

    /// <summary>Forget the group.</summary>
    public sealed record Remove : GroupCommand;
}

/// <summary>What has happened to a group.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Defined), "defined")]
[JsonDerivedType(typeof(Removed), "removed")]
public abstract record GroupEvent
{
    private GroupEvent()
    {
    }

    /// <summary>The group is this from now on.</summary>
    /// <param name="By">Who said so; null in what was written before that was kept.</param>
    /// <param name="At">When; null likewise.</param>
    public sealed record Defined(
        string Description, ImmutableSortedDictionary<string, string> MatchLabels, ImmutableSortedSet<string> Members,
        [property: PersonName] string? By = null, DateTimeOffset? At = null) : GroupEvent;

    /// <summary>The group is gone.</summary>
    public sealed record Removed : GroupEvent;
}

/// <summary>A group, folded from its events.</summary>
/// <param name="Scope">What it is, or null for none.</param>
public sealed record GroupState(GroupEvent.Defined? Scope);

/// <summary>A group as readers see it.</summary>
/// <param name="Exists">Whether there is such a group.</param>
/// <param name="ChangedBy">Who said last who is in it, or null when that is not known.</param>
/// <param name="ChangedAt">When, or null likewise.</param>
public sealed record GroupView(
    bool Exists, string Description, ImmutableSortedDictionary<string, string> MatchLabels, ImmutableSortedSet<string> Members,
    string? ChangedBy, DateTimeOffset? ChangedAt)
{
    /// <summary>The most phones that a group names one by one; a larger one names labels.</summary>
    public const int MaxMembers = 1000;

    /// <summary>Whether the phone is in the group. A group that does not exist holds no phone.</summary>
    public bool Holds(string phoneId, IReadOnlyDictionary<string, string> labels) =>
        Exists && (Members.Contains(phoneId) || (!MatchLabels.IsEmpty && MatchLabels.All(l => labels.GetValueOrDefault(l.Key) == l.Value)));
}
