using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Policies;

namespace Twofold.Web.Desk;

/// <summary>Reads what decides about policies of every phone, in pages of the index; of phones that are alike only one is asked.</summary>
public sealed class PhoneRoll(IFleet fleet, IFleetIndex index)
{
    /// <summary>The facts of all enrolled phones. Phones that are alike share their labels and slots.</summary>
    public async Task<IReadOnlyList<PhoneFacts>> ReadAsync(CancellationToken cancel)
    {
        var (all, alike) = (new List<PhoneFacts>(), new Dictionary<string, PhoneFacts>(StringComparer.Ordinal));
        await foreach (var page in index.WalkAsync(new IndexQuery(Tables.Phones, [], Take: IndexQuery.MaxTake), cancel))
            foreach (var row in page) all.Add(await FactsAsync(row, alike, cancel));

        return all;
    }

    private async ValueTask<PhoneFacts> FactsAsync(IndexItem row, Dictionary<string, PhoneFacts> alike, CancellationToken cancel)
    {
        if (row.Text("policy_mark") is { } mark && alike.TryGetValue(mark, out var known)) return known with { Id = row.Key };
        var phone = (await fleet.ViewAsync(Refs.Phone(row.Key), cancel)).View;
        return alike[PolicyMark.Of(phone)] = PhoneReadings.FactsOf(phone);
    }
}
