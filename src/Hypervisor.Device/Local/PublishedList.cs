using System.Collections.Immutable;

namespace Twofold.Device;

/// <summary>One thing that the organisation is told.</summary>
/// <param name="About">What it is about.</param>
/// <param name="Text">What is told, for the phone's user.</param>
/// <param name="Messages">The types of the protocol that carry it.</param>
internal sealed record Told(string About, string Text, ImmutableArray<string> Messages);

/// <summary>
/// The published list: all that a phone ever says, for its user. INVARIANT: every type that a phone can send stands here; a test walks them.
/// </summary>
internal static class PublishedList
{
    /// <summary>What the organisation is told.</summary>
    public static ImmutableArray<Told> Told { get; } =
    [
        new("a personal VM", "its slot, whether it runs, and how much storage it takes; and that something was asked of it and not done",
            ["PersonalVmReport"]),
        new("the work VM", "which one it is, whether it runs, how much storage it takes, why it is locked, and each setting as the phone reads it back, "
            + "with whether you let support see its screen now", ["WorkVmReport", "ObservedSetting"]),
        new("what may pass between the VMs", "the directions that hold; never what passed", ["PhoneReport"]),
        new("the phone", "the identity of its hardware, the slots and whose each is, the versions of agent and hypervisor, what they can carry out, and when it "
            + "is in contact", ["Hello", "EnrolRequest", "SlotDeclaration"]),
        new("what the phone started", "keys of its TPM, and digests of the programs that run beneath the VMs and of the image of the work VM",
            ["AttestationKey", "CredentialAnswer", "Quote", "Measurement"]),
        new("orders", "that an order or a policy arrived, that it is carried out or why it is refused, and after a wipe what is left",
            ["Received", "OrderStatus", "Receipt", "WipeReceipt", "Complaint", "DeviceFinding", "Observed"]),
    ];

    /// <summary>What no order, no setting and no message can do.</summary>
    public static ImmutableArray<string> Never { get; } =
    [
        "the organisation can not read, stop, erase, copy or starve a personal VM, whoever signs the order",
        "copied texts, files, notifications and contacts pass between the VMs only in the directions shown, and none of their content is sent to the organisation",
        "nobody is shown the screen of the work VM unless you agree on this page, for at most an hour, and the personal VM's screen never",
    ];
}
