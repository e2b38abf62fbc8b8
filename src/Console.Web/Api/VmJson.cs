using System.Collections.Immutable;
using System.Text.Json;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Web.Api;

/// <summary>A VM: what was asked, and what the phone read back.</summary>
sealed record VmJson(
    string Slot, VmOwner Owner, long Epoch, Lifecycle? Desired, GuestState State, DateTimeOffset? ObservedAt, long? StorageBytes, string? Lock,
    ImmutableSortedDictionary<string, SettingJson>? Settings, WipeJson? Wipe)
{
    public static VmJson Of(VmView v) => new(
        v.Slot, v.Owner, v.Epoch, v.Desired, v.State, v.ObservedAt, v.Work?.StorageBytes ?? v.Personal?.StorageBytes, v.Work?.Lock,
        v.Work?.Settings.ToImmutableSortedDictionary(s => s.Key, s => SettingJson.Of(s.Value), StringComparer.Ordinal),
        v.Wipe is null ? null : WipeJson.Of(v.Wipe));
}

/// <summary>A wipe order: how far it came, when, and the proof.</summary>
sealed record WipeJson(
    string OrderId, long Epoch, string Reason, string RequestedBy, WipeStep Step, ImmutableSortedDictionary<string, DateTimeOffset> Times,
    string? ApprovedBy, string? Code, WipeReceipt? Receipt, string? ReceiptJws)
{
    public static WipeJson Of(WipeOrder o) => new(
        o.OrderId, o.Epoch, o.Reason, o.RequestedBy, o.Step,
        o.Times.ToImmutableSortedDictionary(t => JsonNamingPolicy.KebabCaseLower.ConvertName(t.Key.ToString()), t => t.Value, StringComparer.Ordinal),
        o.ApprovedBy, o.Code, o.Receipt, o.ReceiptJws);
}
