using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Rollouts;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// The phones of a group that goes first. The index counts them where their places are; they are taken out there and counted in the first
/// wave. They are few, so each is looked at.
/// </summary>
internal sealed class FirstPhones
{
    private const int AtOnce = 16;

    private readonly RolloutView _rollout;
    private readonly DateTimeOffset _silentSince;
    private readonly ImmutableArray<PhoneView> _phones;

    private FirstPhones(RolloutView rollout, DateTimeOffset now, ImmutableArray<PhoneView> phones) =>
        (_rollout, _silentSince, _phones) = (rollout, now - rollout.Plan!.SilentAfter, phones);

    /// <summary>Those that can be told next.</summary>
    public IEnumerable<Candidate> Next => _phones.Where(p => IsUntold(p) && IsInContact(p)).Select(p => new Candidate(p.PhoneId, p.Verdict));

    /// <summary>Looks at each of them.</summary>
    public static async Task<FirstPhones> ReadAsync(IFleet fleet, RolloutView rollout, DateTimeOffset now, CancellationToken cancel)
    {
        var phones = ImmutableArray.CreateBuilder<PhoneView>();
        foreach (var few in (rollout.Plan!.First?.Phones ?? []).Chunk(AtOnce))
            phones.AddRange((await Task.WhenAll(few.Select(id => fleet.ViewAsync(Phones.Phones.Id(id), cancel)))).Select(v => v.View).Where(IsListed));
        return new FirstPhones(rollout, now, phones.ToImmutable());
    }

    /// <summary>The counts of a wave, given those of its places. The two were looked at one after the other, so none is less than nothing.</summary>
    public WaveCounts In(int wave, WaveCounts byPlace)
    {
        if (_phones.IsEmpty) return byPlace;
        var elsewhere = Count(_phones.Where(p => _rollout.Plan!.WaveOf(Places.Behind(_rollout.Id, p.PhoneId)) == wave));
        var here = wave == 0 ? Count(_phones) : WaveCounts.None;
        return new(
            Math.Max(0, byPlace.Members - elsewhere.Members) + here.Members, Math.Max(0, byPlace.Told - elsewhere.Told) + here.Told,
            Math.Max(0, byPlace.Obeying - elsewhere.Obeying) + here.Obeying, Math.Max(0, byPlace.Failing - elsewhere.Failing) + here.Failing,
            Math.Max(0, byPlace.Silent - elsewhere.Silent) + here.Silent, Math.Max(0, byPlace.Waiting - elsewhere.Waiting) + here.Waiting);
    }

    private WaveCounts Count(IEnumerable<PhoneView> phones) => phones.Aggregate(WaveCounts.None, (sum, phone) => IsTold(phone)
        ? sum with
        {
            Members = sum.Members + 1,
            Told = sum.Told + 1,
            Obeying = sum.Obeying + (phone.Verdict is VerdictState.Compliant or VerdictState.Pending ? 1 : 0),
            Failing = sum.Failing + (phone.Verdict is VerdictState.InGrace or VerdictState.NonCompliant ? 1 : 0),
            Silent = sum.Silent + (IsSilent(phone) ? 1 : 0),
        }
        : IsUntold(phone)
            ? sum with { Members = sum.Members + 1, Waiting = sum.Waiting + (IsInContact(phone) ? 1 : 0) }
            : sum);

    // Just the phones that have a row in the index.
    private static bool IsListed(PhoneView phone) => phone.Enrolled && phone.Barred != PhoneBar.Removed;

    private bool IsTold(PhoneView phone) => phone.PolicyRevision == _rollout.Revision;

    private bool IsUntold(PhoneView phone) => phone.PolicyRevision < _rollout.Revision;

    private bool IsSilent(PhoneView phone) => phone is { Online: false, Conflict: false } && phone.LastContact < _silentSince;

    private static bool IsInContact(PhoneView phone) => phone is { Online: true, Conflict: false };
}
