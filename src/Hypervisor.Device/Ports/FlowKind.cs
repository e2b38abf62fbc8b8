namespace Twofold.Device.Ports;

/// <summary>What may pass between VMs.</summary>
public enum FlowKind
{
    /// <summary>A copied text.</summary>
    Clipboard,

    /// <summary>A file that the guest's user offers for sharing.</summary>
    File,

    /// <summary>A notification that is to be shown beside the VM too.</summary>
    Notification,

    /// <summary>The card of a contact.</summary>
    Contact,
}
