using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Web.Desk;

/// <summary>Reads what decides about policies from every phone, in pages.</summary>
public sealed class PhoneRoll(IFleet fleet, IFleetIndex index)
{
    private const int AtOnce = 16;

    /// <summary>The facts of all enrolled phones.</summary>
    public async Task<IReadOnlyList<PhoneFacts>> ReadAsync(CancellationToken cancel)
    {
        var all = new List<PhoneFacts>();
        await foreach (var page in index.WalkAsync(new IndexQuery(Tables.Phones, [], Take: IndexQuery.MaxTake), cancel))
            foreach (var few in page.Chunk(AtOnce)) all.AddRange(await Task.WhenAll(few.Select(i => FactsAsync(i.Key, cancel))));

        return all;
    }

    /// <summary>What decides about the policies of a phone. A personal VM is no managed slot.</summary>
    public static PhoneFacts FactsOf(PhoneView phone) =>
        new(phone.PhoneId, phone.Labels) { Slots = [.. phone.Slots.Where(s => s.Owner == VmOwner.Organisation).Select(s => s.Slot)] };

    private async Task<PhoneFacts> FactsAsync(string id, CancellationToken cancel) => FactsOf((await fleet.ViewAsync(Refs.Phone(id), cancel)).View);
}
