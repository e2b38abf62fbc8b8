using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Leases;

/// <summary>Terms as a version of the desired state first gave them.</summary>
public sealed record LeaseGrant(long Version, LeaseTerms Terms);

/// <summary>
/// The terms that a phone may hold for one slot. INVARIANT: terms stand here before the envelope that gives them can leave, and stay until
/// the phone has stored a later version; so whatever was lost on the way, the longest of them is never too short.
/// </summary>
/// <param name="Possible">What may have reached the phone, oldest first; at most <see cref="MaxPossible"/>.</param>
/// <param name="Waiting">What was given while the phone was away: nothing sends it before the phone is back.</param>
/// <param name="Notice">Until when the terms before may count still, because the phone announces shorter ones for a day; null for none.</param>
public sealed record LeaseBook(ImmutableArray<LeaseGrant> Possible, LeaseGrant? Waiting = null, DateTimeOffset? Notice = null)
{
    /// <summary>How many terms are told apart; beyond, the two oldest count as the longer of them.</summary>
    public const int MaxPossible = 8;

    /// <summary>How long a phone announces a shorter lease before it counts.</summary>
    public static readonly TimeSpan NoticeHolds = TimeSpan.FromHours(24);

    /// <summary>A phone that was never given anything keeps the defaults.</summary>
    public static LeaseBook Fresh { get; } = new([new LeaseGrant(0, LeaseTerms.Default)]);

    /// <summary>The longest terms that the phone may hold.</summary>
    [JsonIgnore]
    public LeaseTerms Longest => Possible.Select(g => g.Terms).Aggregate(LeaseTerms.Longer);

    /// <summary>The newest terms that were given, whether or not they left.</summary>
    [JsonIgnore]
    public LeaseTerms Newest => (Waiting ?? Possible[^1]).Terms;

    /// <summary>Terms are given; they may leave at once if the phone is there.</summary>
    public LeaseBook Give(LeaseGrant grant, bool connected) => connected ? Add(grant) with { Waiting = null } : this with { Waiting = grant };

    /// <summary>The phone is back: what waited may leave.</summary>
    public LeaseBook Send() => Waiting is { } grant ? Add(grant) with { Waiting = null } : this;

    /// <summary>The phone has stored this version: whatever stood before its terms is over, at once or, where it was longer, after the phone's notice.</summary>
    /// <param name="at">When the server heard it, which is no earlier than the phone's own time of it; null for a phone of before, which announced nothing.</param>
    public LeaseBook Stored(long version, DateTimeOffset? at = null)
    {
        var held = Possible.LastOrDefault(g => g.Version <= version);
        if (held is null) return this;
        var left = this with { Possible = [.. Possible.SkipWhile(g => !ReferenceEquals(g, held))] };
        var shorter = Possible.Any(g => g != Fresh.Possible[0] && LeaseTerms.Longer(g.Terms, left.Longest) != left.Longest);
        return shorter && at is { } heard ? left with { Notice = heard + NoticeHolds } : left;
    }

    /// <summary>What the phone holds is not known any more: it may be anything, until it stores a version of ours.</summary>
    public LeaseBook Forget() => this with { Possible = Bounded([new LeaseGrant(0, LeaseTerms.Longest), .. Possible]) };

    private LeaseBook Add(LeaseGrant grant) => Possible[^1].Terms == grant.Terms ? this : this with { Possible = Bounded(Possible.Add(grant)) };

    private static ImmutableArray<LeaseGrant> Bounded(ImmutableArray<LeaseGrant> grants) => grants.Length <= MaxPossible
        ? grants
        : [new LeaseGrant(grants[1].Version, LeaseTerms.Longer(grants[0].Terms, grants[1].Terms)), .. grants[2..]];
}
