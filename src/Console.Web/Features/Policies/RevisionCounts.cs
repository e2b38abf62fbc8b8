using Twofold.Fleet;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Policies;

/// <summary>How many phones are how far with a revision, counted by the index.</summary>
/// <param name="All">Phones by state.</param>
/// <param name="Told">Those for which the revision has been composed, by state.</param>
public sealed record RevisionCounts(IReadOnlyDictionary<string, long> All, IReadOnlyDictionary<string, long> Told)
{
    /// <summary>All phones.</summary>
    public long Phones => All.Values.Sum();

    /// <summary>Phones that are connected and read back everything they were asked for, this revision included.</summary>
    public long Settled => Told.GetValueOrDefault("online");

    /// <summary>Phones out of contact: they are told when they return, and nothing is claimed of them.</summary>
    public long Offline => All.GetValueOrDefault("offline");

    /// <summary>Phones that a person has to look at first.</summary>
    public long Conflict => All.GetValueOrDefault("conflict");

    /// <summary>Connected phones that are still on their way.</summary>
    public long Moving => Phones - Settled - Offline - Conflict;

    /// <summary>The parts, in the order in which phones pass them.</summary>
    public IReadOnlyList<Slice> Slices =>
    [
        new("Settled", Settled, Tone.Good, "phones?state=online"),
        new("On their way", Moving, Tone.Progress, "phones?state=pushing"),
        new("Offline, told when they return", Offline, Tone.Neutral, "phones?state=offline"),
        new("In conflict", Conflict, Tone.Bad, "phones?state=conflict"),
    ];

    /// <summary>Counts again.</summary>
    public static async Task<Answer<RevisionCounts>> ReadAsync(PhoneDesk phones, long revision, CancellationToken cancel = default)
    {
        var told = await phones.CountAsync("state", [new IndexFilter("policy_revision", FilterMatch.AtLeast, $"{revision}")], null, cancel);
        if (!told.Ok) return new(null, told.Refusal);
        return (await phones.CountAsync("state", [], null, cancel)).Map(all => new RevisionCounts(all.Rows, told.Value.Rows));
    }
}
