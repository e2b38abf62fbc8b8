using System.Collections.Concurrent;
using Twofold.Fleet.Phones;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>Phones that are alike, and what would stand otherwise on each of them.</summary>
/// <param name="Vms">Managed VMs of each phone.</param>
internal sealed record JudgedClass(IndexClass Class, int Vms, IReadOnlyList<VmTurn> Turns)
{
    /// <summary>What of it is listed under a wish.</summary>
    public IEnumerable<ClassLine> Lines(WhatIfWish wish) =>
        from vm in Turns
        from turn in vm.Settings
        where wish.Wants(turn)
        select new ClassLine(Class, vm.Slot, turn);
}

/// <summary>One line of the list, for every phone of a class.</summary>
internal sealed record ClassLine(IndexClass Class, string Slot, SettingTurn Turn);

/// <summary>Phones of a class.</summary>
internal static class ClassMembers
{
    /// <summary>Asks for some of them.</summary>
    public static IndexQuery Members(this IndexClass alike, int take) =>
        new("phones", [new("policy_mark", FilterMatch.Is, alike.First), new("observed_mark", FilterMatch.Is, alike.Second)], Take: take);
}

/// <summary>
/// Judges classes of phones that have the same policies asked of them and read the same back. One phone of a class is looked at, and proves by
/// its marks that it is one of the class.
/// </summary>
internal sealed class ClassJudge(IFleet fleet, IFleetIndex index, WhatIf whatIf)
{
    // Phones of one class that are tried before it is left out: all but the last reported while they were looked at.
    private const int MostTried = 8;

    private readonly ConcurrentDictionary<string, PhoneDocuments> documents = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<JudgedClass> judged = [];

    /// <summary>What was judged, in no order.</summary>
    public IEnumerable<JudgedClass> Judged => judged;

    /// <summary>Whether no phone of some class could be found any more.</summary>
    public bool HasMissed { get; private set; }

    /// <summary>Judges classes in which the same was read back.</summary>
    public async ValueTask JudgeAsync(IEnumerable<IndexClass> alike, CancellationToken cancel)
    {
        ObservedPhone? observed = null;
        foreach (var some in alike)
        {
            var phone = documents.ContainsKey(some.First) ? null : await FindAsync(some, cancel);
            if (DocumentsOf(some, phone) is not { } asked)
            {
                HasMissed = true;
                continue;
            }

            if (!asked.IsSame && observed is null && (phone ?? await FindAsync(some, cancel)) is { } seen) observed = PhoneReadings.ObservedOf(seen);
            if (asked.IsSame || observed is not null) judged.Add(new(some, asked.Vms, observed is null ? [] : asked.Turns(observed)));
            else HasMissed = true;
        }
    }

    private PhoneDocuments? DocumentsOf(IndexClass some, PhoneView? phone)
    {
        if (documents.TryGetValue(some.First, out var known)) return known;
        return phone is null ? null : documents.GetOrAdd(some.First, whatIf.DocumentsOf(PhoneReadings.FactsOf(phone)));
    }

    private async Task<PhoneView?> FindAsync(IndexClass some, CancellationToken cancel)
    {
        if (await LookAsync(some, some.Key, cancel) is { } first) return first;
        foreach (var other in (await index.QueryAsync(some.Members(MostTried), cancel)).Items)
            if (await LookAsync(some, other.Key, cancel) is { } phone) return phone;
        return null;
    }

    private async Task<PhoneView?> LookAsync(IndexClass some, string key, CancellationToken cancel)
    {
        var phone = (await fleet.ViewAsync(Phones.Phones.Id(key), cancel)).View;
        return PolicyMark.Of(phone) == some.First && ObservedMark.Of(phone) == some.Second ? phone : null;
    }
}
