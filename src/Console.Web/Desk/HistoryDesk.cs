using System.Buffers.Text;
using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Policies;

namespace Twofold.Web.Desk;

/// <summary>A policy document that a phone had to obey.</summary>
/// <param name="Digest">Under which it was signed.</param>
/// <param name="Values">Every setting of its scope with the text that held; null when the document is no longer kept.</param>
public sealed record PastPolicy(PolicyScope Scope, string Digest, IReadOnlyList<KeyValuePair<Setting, string>>? Values);

/// <summary>A phone as it was: its state, what it had to obey, and how it was judged.</summary>
/// <param name="At">The moment that is shown.</param>
/// <param name="Since">The last event of the phone before it.</param>
/// <param name="Detail">The phone and its VMs; the verdict and its findings are the phone's.</param>
/// <param name="Policies">The phone's own document, then those of its work VMs.</param>
public sealed record PastPhone(DateTimeOffset At, DateTimeOffset? Since, PhoneDetail Detail, ImmutableArray<PastPolicy> Policies);

/// <summary>What phones were.</summary>
public sealed class HistoryDesk(Counter counter, PastReader past, IDocumentStore documents, TimeProvider time)
{
    /// <summary>
    /// A phone as it was at a moment. Needs <c>fleet.read</c>. Refused with <c>history/future</c>, <c>phone/unknown</c> (it had not
    /// joined), <c>history/forgotten</c> (retention no longer keeps what is needed).
    /// </summary>
    public Task<Answer<PastPhone>> PhoneAsync(string phone, Moment moment, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "phone.history", () => ReadAsync(phone, moment, cancel), cancel);

    private async Task<Answer<PastPhone>> ReadAsync(string phone, Moment moment, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (moment.At > now) return Answer.No<PastPhone>("history/future", "nobody knows what a phone will be");
        if (!Refs.IsId(phone)) return Unknown(phone);
        try
        {
            var seen = await past.ViewAsync(Refs.Phone(phone), moment, now, cancel);
            if (!seen.View.Enrolled) return Unknown(phone);
            var vms = await VmsAsync(seen.View, moment, now, cancel);
            var policies = await Task.WhenAll(Named(seen.View).Select(n => ReadAsync(n.Scope, n.Digest, cancel)));
            return Answer.Of(new PastPhone(moment.At ?? seen.Since ?? now, seen.Since, new(seen.Version, seen.View, vms), [.. policies]));
        }
        catch (ForgottenException gone)
        {
            return Answer.No<PastPhone>(ForgottenException.Code, gone.Message);
        }
    }

    private async Task<ImmutableArray<VmView>> VmsAsync(PhoneView phone, Moment moment, DateTimeOffset now, CancellationToken cancel)
    {
        var vms = await Task.WhenAll(phone.Slots.Select(s => past.ViewAsync(Refs.Vm(phone.PhoneId, s.Slot), moment, now, cancel)));
        return [.. vms.Where(v => v.Version > 0).Select(v => v.View)];
    }

    private static IEnumerable<(PolicyScope Scope, string Digest)> Named(PhoneView phone)
    {
        if (phone.Desired.PhonePolicy is { Length: > 0 } own) yield return (PolicyScope.Phone, own);
        foreach (var vm in phone.Desired.Vms)
            if (vm.Policy is { } policy) yield return (PolicyScope.Vm(vm.Slot), policy);
    }

    private async Task<PastPolicy> ReadAsync(PolicyScope scope, string digest, CancellationToken cancel)
    {
        if (await documents.GetAsync(digest, cancel) is not { } jws) return new(scope, digest, null);
        var read = PolicyPayload.Read(Base64Url.DecodeFromChars(jws.Split('.')[1]));
        return new(scope, digest, read.IsRead ? [.. read.Payload.Values] : null);
    }

    private static Answer<PastPhone> Unknown(string phone) =>
        Answer.No<PastPhone>("phone/unknown", $"there was no phone `{Refs.Shown(phone)}` then");
}
