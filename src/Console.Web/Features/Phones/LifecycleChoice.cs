using System.Collections.Immutable;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Phones;

/// <summary>One thing that can be asked of a work VM.</summary>
/// <param name="Name">The verb.</param>
/// <param name="Target">What is wanted then.</param>
/// <param name="Busy">It was asked, and not observed yet.</param>
/// <param name="Why">Why it cannot be asked now; null when it can.</param>
public sealed record LifecycleChoice(string Name, Glyph Icon, Lifecycle Target, bool Busy, string? Why)
{
    /// <summary>Everything that can be asked, with why not where not.</summary>
    /// <param name="mayAsk">Whether the reader holds the capability.</param>
    public static ImmutableArray<LifecycleChoice> Of(VmView vm, bool mayAsk)
    {
        var general = mayAsk ? WhyNothing(vm) : "Your role may not start or stop work VMs.";
        return
        [
            vm.State is GuestState.Paused or GuestState.Suspended
                ? Make(vm, "Resume", Glyph.Play, Lifecycle.Running, general, vm.State)
                : Make(vm, "Start", Glyph.Play, Lifecycle.Running, general, GuestState.Stopped, GuestState.Failed),
            Make(vm, "Pause", Glyph.Pause, Lifecycle.Paused, general, GuestState.Running),
            Make(vm, "Suspend", Glyph.Lock, Lifecycle.Suspended, general, GuestState.Running, GuestState.Paused),
            Make(vm, "Stop", Glyph.Stop, Lifecycle.Stopped, general, GuestState.Running, GuestState.Paused, GuestState.Suspended, GuestState.Failed),
        ];
    }

    /// <summary>Why nothing at all can be asked of the VM now, or null.</summary>
    public static string? WhyNothing(VmView vm) => vm switch
    {
        { Detached: true } => "The phone was removed: only locks and wipes stand.",
        { Desired: null } => "The VM was wiped. Only a new one can be made.",
        { Wipe: { Step: WipeStep.Released or WipeStep.Delivered or WipeStep.Acknowledged } wipe } when wipe.Epoch == vm.Epoch =>
            "A wipe of the VM is under way.",
        { State: GuestState.Unknown } => "The phone has not read the VM back yet.",
        { State: GuestState.Absent } => "The phone has no such VM now.",
        _ => null,
    };

    /// <summary>What was asked and is not observed yet, in words; null when nothing is.</summary>
    public static string? Awaited(VmView vm, bool online) => vm.Desired is not { } wanted || WhyNothing(vm) is not null || Shows(vm.State, wanted)
        ? null
        : $"Asked to be {wanted.ToString().ToLowerInvariant()}; the phone reads it back as {vm.State.ToString().ToLowerInvariant()}"
            + (online ? "." : " and is offline: the wish waits for it.");

    private static LifecycleChoice Make(VmView vm, string name, Glyph icon, Lifecycle target, string? general, params ReadOnlySpan<GuestState> from)
    {
        var fits = from.Contains(vm.State);
        var busy = general is null && fits && vm.Desired == target && !Shows(vm.State, target);
        return new(name, icon, target, busy, general ?? (fits ? null : $"The VM is {vm.State.ToString().ToLowerInvariant()}."));
    }

    private static bool Shows(GuestState state, Lifecycle wanted) => state.ToString() == wanted.ToString();
}
