namespace Twofold.Protocol;

/// <summary>
/// A rule that a work VM breaks and what follows unless it is mended, for the phone's own display. INVARIANT: nothing is done on the word of
/// a notice; locks and wipes come as orders that are signed.
/// </summary>
/// <param name="Slot">The slot of the VM.</param>
/// <param name="Setting">The rule: the key of a setting.</param>
/// <param name="Since">When it was seen to be broken first.</param>
/// <param name="LockAt">When the VM is to be locked for it; null for never.</param>
/// <param name="WipeAt">When the VM is to be wiped for it; null for never.</param>
public sealed record PhoneNotice(string Slot, string Setting, DateTimeOffset Since, DateTimeOffset? LockAt, DateTimeOffset? WipeAt);
