using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device;

/// <summary>Something that policy lets happen only while the phone's user agrees.</summary>
/// <param name="Setting">That asks.</param>
/// <param name="Vm">For which work VM.</param>
public sealed record AskedConsent(Setting Setting, VmRef Vm)
{
    /// <summary>What the policy in force asks of the user. INVARIANT: never about a personal VM, whatever is desired.</summary>
    public static ImmutableArray<AskedConsent> In(Desired desired, SlotTable slots) =>
    [
        .. from wanted in desired.Vms
        where slots.Find(wanted.Slot) is { Owner: SlotOwner.Organisation } && wanted.Settings.RemoteView == RemoteView.WithConsent
        select new AskedConsent(ScreenRemoteView.Instance, new VmRef(wanted.Slot, wanted.Epoch)),
    ];

    /// <summary>The consent that stands, or null.</summary>
    public Consent? StandingIn(DeviceRecord record, DateTimeOffset now) => record.Given().FirstOrDefault(given => given.IsOf(this) && given.Until > now);
}
