using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device;

/// <summary>The directions in which each kind of thing may pass between the personal VM and the work VMs.</summary>
public sealed record FlowRules(FlowDirection Clipboard, FlowDirection Files, FlowDirection Notifications, FlowDirection Contacts)
{
    /// <summary>Nothing passes.</summary>
    public static FlowRules Closed { get; } = new(FlowDirection.None, FlowDirection.None, FlowDirection.None, FlowDirection.None);

    /// <summary>The kinds, each with the setting that rules it.</summary>
    public static IReadOnlyList<(FlowKind Kind, FlowSetting Setting)> Settings { get; } =
    [
        (FlowKind.Clipboard, ClipboardDirection.Instance),
        (FlowKind.File, FilesDirection.Instance),
        (FlowKind.Notification, NotificationsDirection.Instance),
        (FlowKind.Contact, ContactsDirection.Instance),
    ];

    /// <summary>The directions of one kind.</summary>
    public FlowDirection this[FlowKind kind] => kind switch
    {
        FlowKind.Clipboard => Clipboard,
        FlowKind.File => Files,
        FlowKind.Notification => Notifications,
        _ => Contacts,
    };

    /// <summary>The rules with other directions for one kind.</summary>
    public FlowRules With(FlowKind kind, FlowDirection direction) => kind switch
    {
        FlowKind.Clipboard => this with { Clipboard = direction },
        FlowKind.File => this with { Files = direction },
        FlowKind.Notification => this with { Notifications = direction },
        _ => this with { Contacts = direction },
    };

    /// <summary>The rules as the settings say them.</summary>
    public static FlowRules Of(Func<FlowSetting, FlowDirection> read) =>
        Settings.Aggregate(Closed, (rules, ruled) => rules.With(ruled.Kind, read(ruled.Setting)));
}
