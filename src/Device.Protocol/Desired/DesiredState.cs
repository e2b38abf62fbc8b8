using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Protocol;

/// <summary>Whose a VM is. The phone knows it by itself and takes nobody's word for it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VmOwner>))]
public enum VmOwner
{
    /// <summary>The user's own: no order and no setting can erase, read, stop, starve or snapshot it.</summary>
    Personal,

    /// <summary>The organisation's.</summary>
    Organisation,
}

/// <summary>What is wanted of a work VM.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Lifecycle>))]
public enum Lifecycle
{
    /// <summary>Shut down; the data stays.</summary>
    Stopped,

    /// <summary>Running.</summary>
    Running,

    /// <summary>In memory, not executing.</summary>
    Paused,

    /// <summary>Saved to an encrypted file; no process.</summary>
    Suspended,
}

/// <summary>A VM's place on a phone.</summary>
/// <param name="Slot"><c>[a-z][a-z0-9-]{0,30}</c>, for example <c>work</c>.</param>
public sealed record SlotDeclaration(string Slot, VmOwner Owner);

/// <summary>One work VM in the desired state. There is no way to name a personal VM here.</summary>
/// <param name="Epoch">Counts the VMs that this slot has had.</param>
/// <param name="Policy">Digest of its policy document (SHA-256, hex), or null when nothing has been composed yet.</param>
public sealed record DesiredVm(string Slot, long Epoch, Lifecycle Lifecycle, string? Policy);

/// <summary>What a phone shall be; the content of the phone envelope. A newer version replaces an older one whole.</summary>
/// <param name="Version">Grows by at least one with every change, standing orders included; 0 before the first.</param>
/// <param name="PhonePolicy">Digest of the policy document for phone and flows, or null.</param>
public sealed record DesiredState(long Version, string? PhonePolicy, ImmutableArray<DesiredVm> Vms);

/// <summary>The phone envelope: signed per phone as a JWS of type <see cref="JwsTypes.Phone"/>.</summary>
/// <param name="Format">Always 1.</param>
/// <param name="Phone">The phone it is for; any other refuses it.</param>
public sealed record PhoneEnvelope(int Format, string Phone, DateTimeOffset IssuedAt, DesiredState State);
