using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Protocol;

/// <summary>A VM's state as read back from the hypervisor.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GuestState>))]
public enum GuestState
{
    /// <summary>Nothing was read yet.</summary>
    Unknown,

    /// <summary>There is no such VM (not provisioned, or wiped).</summary>
    Absent,

    /// <summary>Provisioned, not running.</summary>
    Stopped,

    /// <summary>Executing.</summary>
    Running,

    /// <summary>In memory, not executing.</summary>
    Paused,

    /// <summary>Saved to an encrypted file.</summary>
    Suspended,

    /// <summary>The hypervisor reports an error.</summary>
    Failed,
}

/// <summary>A setting's value as read back.</summary>
/// <param name="Text">Canonical text, or null when it could not be read.</param>
/// <param name="Claimed">True when only the guest says so.</param>
public sealed record ObservedSetting(string? Text, bool Claimed);

/// <summary>A work VM as read back.</summary>
/// <param name="Policy">Digest of the policy document whose enforcement was last driven to its end, or null.</param>
/// <param name="Settings">By setting key; at most 128.</param>
/// <param name="StorageBytes">Bytes its files take on the phone.</param>
/// <param name="Lock">Why the control partition keeps it locked (one of <see cref="LockReasons"/>), or null.</param>
public sealed record WorkVmReport(
    string Slot, long Epoch, GuestState State, string? Policy, ImmutableSortedDictionary<string, ObservedSetting> Settings, long StorageBytes, string? Lock);

/// <summary>All that a phone ever says of a personal VM. The protocol has no way to say more.</summary>
/// <param name="StorageBytes">Bytes its files take on the phone.</param>
public sealed record PersonalVmReport(string Slot, GuestState State, long StorageBytes);

/// <summary>Something that is not as it should be.</summary>
/// <param name="Code">Stable, for example <c>policy/unknown-setting</c> or <c>floor/personal</c>.</param>
/// <param name="Explanation">For people. INVARIANT: never about a personal VM, of which only <see cref="OfPersonal"/> may be said.</param>
public sealed record DeviceFinding(string Code, string Explanation, string? Slot)
{
    /// <summary>The one finding that may name a personal slot: something was asked of it, and nothing was done.</summary>
    public static DeviceFinding OfPersonal(string slot) => new("floor/personal", "the slot is personal: nothing is done to it", slot);
}

/// <summary>What a phone read back after driving its desired state.</summary>
/// <param name="Version">The desired version that this shows the effect of.</param>
/// <param name="Settled">Whether nothing is left to do for that version.</param>
/// <param name="Flows">Phone-scoped settings as read back, by key.</param>
/// <param name="Findings">At most 64.</param>
public sealed record PhoneReport(
    long Version, bool Settled, DateTimeOffset At, ImmutableArray<WorkVmReport> Work, ImmutableArray<PersonalVmReport> Personal,
    ImmutableSortedDictionary<string, ObservedSetting> Flows, ImmutableArray<DeviceFinding> Findings);
