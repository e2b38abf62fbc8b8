using System.Collections.Immutable;
using System.Text;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>
/// Carries copied texts, files, notifications and contacts between the personal VM and the work VMs, in the allowed directions only.
/// Guests never reach each other: the broker asks one and tells another, and what does not pass here does not pass. A guest that offers
/// more than one thing of a kind between two rounds loses all but the newest; the same thing passes once.
/// </summary>
/// <param name="guests">The line to the guests.</param>
/// <param name="slots">Whose each VM is.</param>
public sealed class FlowBroker(IGuestChannel guests, SlotTable slots)
{
    /// <summary>At most one thing of each kind of each guest passes in this time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Dictionary<(VmRef Vm, FlowKind Kind), string> _seen = [];
    private readonly HashSet<VmRef> _silent = [];
    private volatile State _state = new(FlowRules.Closed, []);

    /// <summary>The directions that are open now; none until a policy opened one.</summary>
    public FlowRules Rules => _state.Rules;

    /// <summary>Opens and closes directions, from the next thing on.</summary>
    public void Apply(FlowKind kind, FlowDirection direction) => _state = _state with { Rules = _state.Rules.With(kind, direction) };

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
        _silent.Clear();
        foreach (var gone in _seen.Keys.Where(seen => !state.Running.Contains(seen.Vm)).ToList()) _seen.Remove(gone);
        foreach (var form in FlowForm.All)
            foreach (var from in state.Running.Where(vm => HearersOf(vm, form.Kind, state).Any()))
                await PassAsync(form, from, cancellation);
    }

    private async Task PassAsync(FlowForm form, VmRef from, CancellationToken cancellation)
    {
        if (await AskAsync(from, form.Ask, cancellation) is not { Ok: true, UntrustedText: var untrustedText } || !form.Passes(untrustedText)) return;
        if (Remember(from, form.Kind, untrustedText)) await TellAsync(form, from, untrustedText, cancellation);
    }

    // The rule is read again for each hearer: a direction that was closed meanwhile stays closed.
    private async Task TellAsync(FlowForm form, VmRef from, string text, CancellationToken cancellation)
    {
        foreach (var to in HearersOf(from, form.Kind, _state))
        {
            if (!HearersOf(from, form.Kind, _state).Contains(to)) continue;
            var told = await AskAsync(to, form.Tell(text), cancellation) is { Ok: true };
            // A guest has one clipboard, and what it was told must not come back; everything else is offered apart from what is told.
            if (told && form.Kind == FlowKind.Clipboard) Remember(to, form.Kind, text);
        }
    }

    private IEnumerable<VmRef> HearersOf(VmRef from, FlowKind kind, State state) => IsPersonal(from)
        ? state.Running.Where(to => state.Rules[kind].HasFlag(FlowDirection.PersonalToWork) && !IsPersonal(to))
        : state.Running.Where(to => state.Rules[kind].HasFlag(FlowDirection.WorkToPersonal) && IsPersonal(to));

    // A slot that the phone does not know counts as work: nothing of it reaches another work VM.
    private bool IsPersonal(VmRef vm) => slots.Find(vm.Slot) is { Owner: SlotOwner.Personal };

    // Only a digest is kept, so that the agent's memory holds nothing of the user's.
    private bool Remember(VmRef vm, FlowKind kind, string text)
    {
        var digest = Digest.Of(Encoding.UTF8.GetBytes(text));
        if (_seen.TryGetValue((vm, kind), out var before) && before == digest) return false;
        _seen[(vm, kind)] = digest;
        return true;
    }

    // A guest that does not answer loses what it offers, and in this round it is not asked again: it holds up nobody else.
    private async Task<GuestReply?> AskAsync(VmRef vm, GuestRequest request, CancellationToken cancellation)
    {
        if (_silent.Contains(vm)) return null;
        try
        {
            return await guests.AskAsync(vm, request, cancellation);
        }
        catch (DeviceException unheard)
        {
            if (unheard.Code is DeviceCodes.GuestTimeout or DeviceCodes.GuestClosed) _silent.Add(vm);
            return null;
        }
    }

    private sealed record State(FlowRules Rules, ImmutableArray<VmRef> Running);
}
