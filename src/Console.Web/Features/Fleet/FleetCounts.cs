using Twofold.Web.Desk;
using Twofold.Web.Features.Phones;

namespace Twofold.Web.Features.Fleet;

/// <summary>How many phones have which value; all counted by the index.</summary>
public sealed record FleetCounts(
    IReadOnlyDictionary<string, long> States, IReadOnlyDictionary<string, long> Verdicts, IReadOnlyDictionary<string, long> Works,
    IReadOnlyDictionary<string, long> Wipes)
{
    /// <summary>All phones: each is in exactly one state.</summary>
    public long Phones => States.Values.Sum();

    /// <summary>Counts the rest beside the states.</summary>
    public static async Task<Answer<FleetCounts>> ReadAsync(PhoneDesk desk, IReadOnlyDictionary<string, long> states)
    {
        var verdicts = await desk.CountAsync(PhoneFacet.Verdict.Column, []);
        var works = await desk.CountAsync(PhoneFacet.Work.Column, []);
        var wipes = await desk.CountAsync(PhoneFacet.Wipe.Column, []);
        var refusal = verdicts.Refusal ?? works.Refusal ?? wipes.Refusal;
        return refusal is null ? Answer.Of(new FleetCounts(states, verdicts.Value!.Rows, works.Value!.Rows, wipes.Value!.Rows)) : new(null, refusal);
    }
}
