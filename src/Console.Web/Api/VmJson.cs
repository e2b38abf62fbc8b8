using System.Collections.Immutable;
using System.Text.Json;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Web.Api;

/// <summary>A VM: what was asked, and what the phone read back.</summary>
sealed record VmJson(
    string Slot, VmOwner Owner, long Epoch, Lifecycle? Desired, GuestState State, DateTimeOffset? ObservedAt, long? StorageBytes, string? Lock,
    ImmutableSortedDictionary<string, SettingJson>? Settings, WipeJson? Wipe, LockJson? LockOrder, DateTimeOffset? UnreadableSince)
{
    public static VmJson Of(VmView v) => new(
        v.Slot, v.Owner, v.Epoch, v.Desired, v.State, v.ObservedAt, v.Work?.StorageBytes ?? v.Personal?.StorageBytes, v.Work?.Lock,
        v.Work?.Settings.ToImmutableSortedDictionary(s => s.Key, s => SettingJson.Of(s.Value), StringComparer.Ordinal),
        v.Wipe is null ? null : WipeJson.Of(v.Wipe), v.Lock is null ? null : LockJson.Of(v.Lock), v.UnreadableSince);
}

/// <summary>A wipe order: how far it came, when, and the proof.</summary>
sealed record WipeJson(
    string OrderId, long Epoch, string Reason, string RequestedBy, WipeStep Step, ImmutableSortedDictionary<string, DateTimeOffset> Times,
    string? ApprovedBy, string? Code, WipeReceipt? Receipt, string? ReceiptJws, DateTimeOffset? UnreadableSince)
{
    public static WipeJson Of(WipeOrder o) => new(
        o.OrderId, o.Epoch, o.Reason, o.RequestedBy, o.Step,
        Api.Times.Of(o.Times), o.ApprovedBy, o.Code, o.Receipt, o.ReceiptJws, o.UnreadableSince);
}

/// <summary>A lock: how far it came, and when.</summary>
sealed record LockJson(
    string OrderId, long Epoch, string Reason, string RequestedBy, LockStep Step, ImmutableSortedDictionary<string, DateTimeOffset> Times,
    string? By, string? Why, string? UnlockedBy)
{
    public static LockJson Of(LockOrder o) => new(o.OrderId, o.Epoch, o.Reason, o.RequestedBy, o.Step, Api.Times.Of(o.Times), o.By, o.Why, o.UnlockedBy);
}

/// <summary>The times of steps, by the step's name.</summary>
static class Times
{
    public static ImmutableSortedDictionary<string, DateTimeOffset> Of<TStep>(ImmutableSortedDictionary<TStep, DateTimeOffset> times)
        where TStep : struct, Enum =>
        times.ToImmutableSortedDictionary(t => JsonNamingPolicy.KebabCaseLower.ConvertName(t.Key.ToString()), t => t.Value, StringComparer.Ordinal);
}
