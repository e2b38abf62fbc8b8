using System.Collections.Immutable;
using System.Text;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>
/// Carries copied text between the personal VM and the work VMs, in the allowed directions only. Guests never reach each other: the
/// broker asks one and tells another, and what does not pass here does not pass.
/// </summary>
/// <param name="guests">The line to the guests.</param>
/// <param name="slots">Whose each VM is.</param>
public sealed class ClipboardBroker(IGuestChannel guests, SlotTable slots)
{
    /// <summary>At most one text of each guest passes in this time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<VmRef, string> _seen = [];
    private volatile State _state = new(FlowDirection.None, []);

    /// <summary>The directions that are open now; none until a policy opened one.</summary>
    public FlowDirection Rule => _state.Rule;

    /// <summary>Opens and closes directions, from the next text on.</summary>
    public void Apply(FlowDirection rule) => _state = _state with { Rule = rule };

    /// <summary>Which VMs run.</summary>
    public void Watch(Observed observed) =>
        _state = _state with { Running = [.. observed.Vms.Where(seen => seen.State == VmState.Running).Select(seen => seen.Vm)] };

    /// <summary>Carries until cancelled.</summary>
    public async Task RunAsync(TimeProvider time, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellation)) await PassAsync(cancellation);
    }

    /// <summary>One round: asks each guest that may speak, and tells what is new to those that may hear. Used by one thread.</summary>
    public async Task PassAsync(CancellationToken cancellation)
    {
        var state = _state;
        foreach (var gone in _seen.Keys.Except(state.Running).ToList()) _seen.Remove(gone);
        foreach (var from in state.Running.Where(vm => HearersOf(vm, state).Any()))
        {
            if (await ReadAsync(from, cancellation) is { } text) await TellAsync(from, text, cancellation);
        }
    }

    private async Task<string?> ReadAsync(VmRef from, CancellationToken cancellation)
    {
        if (await AskAsync(from, new GuestRequest.GetClipboard(), cancellation) is not { Ok: true, UntrustedText: { Length: > 0 } untrustedText }) return null;
        if (Encoding.UTF8.GetByteCount(untrustedText) > IGuestChannel.MaxClipboardBytes) return null;
        return Remember(from, untrustedText) ? untrustedText : null;
    }

    // The rule is read again for each hearer: a direction that was closed meanwhile stays closed.
    private async Task TellAsync(VmRef from, string text, CancellationToken cancellation)
    {
        foreach (var to in HearersOf(from, _state))
        {
            if (!HearersOf(from, _state).Contains(to)) continue;
            if (await AskAsync(to, new GuestRequest.SetClipboard(text), cancellation) is { Ok: true }) Remember(to, text);
        }
    }

    private IEnumerable<VmRef> HearersOf(VmRef from, State state) => IsPersonal(from)
        ? state.Running.Where(to => state.Rule.HasFlag(FlowDirection.PersonalToWork) && !IsPersonal(to))
        : state.Running.Where(to => state.Rule.HasFlag(FlowDirection.WorkToPersonal) && IsPersonal(to));

    // A slot that the phone does not know counts as work: nothing of it reaches another work VM.
    private bool IsPersonal(VmRef vm) => slots.Find(vm.Slot) is { Owner: SlotOwner.Personal };

    // Only a digest is kept, so that the agent's memory holds no text of the user's.
    private bool Remember(VmRef vm, string text)
    {
        var digest = Digest.Of(Encoding.UTF8.GetBytes(text));
        if (_seen.TryGetValue(vm, out var before) && before == digest) return false;
        _seen[vm] = digest;
        return true;
    }

    private async Task<GuestReply?> AskAsync(VmRef vm, GuestRequest request, CancellationToken cancellation)
    {
        try
        {
            return await guests.AskAsync(vm, request, cancellation);
        }
        catch (DeviceException)
        {
            // A guest that does not answer loses this text, nothing else.
            return null;
        }
    }

    private sealed record State(FlowDirection Rule, ImmutableArray<VmRef> Running);
}
