using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Web.Desk;
using Twofold.Web.Features.Looks;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Phones;

/// <summary>Says events of phones and VMs in words.</summary>
public static class HistoryWords
{
    /// <summary>The event as a line of a history. One that has no words yet shows its name.</summary>
    public static TimelineEntry Of(AuditEntry entry)
    {
        var (title, tone, detail) = entry.Grain.Kind == "vm" ? OfVm(entry) : OfPhone(entry);
        return new(entry.At, title, Actor(entry), detail, tone);
    }

    private static (string Title, Tone Tone, string? Detail) OfPhone(AuditEntry e) => Name(e) switch
    {
        nameof(PhoneEvent.Enrolled) => ("Enrolled", Tone.Good, null),
        nameof(PhoneEvent.Reenrolled) => ("Enrolled again", Tone.Good, null),
        nameof(PhoneEvent.Described) => ("Renamed or labelled", Tone.Neutral, Text(e, "name")),
        nameof(PhoneEvent.DescriptionAsked) => ("Other labels asked for, which put work data at risk", Tone.Warn, Text(e, "to", "name")),
        nameof(PhoneEvent.DescriptionHeld) => ("Other labels held for a second person", Tone.Warn, null),
        nameof(PhoneEvent.DescriptionEnded) => ("Other labels rejected", Tone.Bad, Text(e, "reason")),
        nameof(PhoneEvent.PoliciesSet) => ($"Policy revision {Text(e, "revision")} asked for", Tone.Progress, Version(e)),
        nameof(PhoneEvent.VmSet) => ($"{SlotWords.Title(SlotWords.Vm(Text(e, "slot") ?? ""))} asked to be {Low(Text(e, "lifecycle"))}", Tone.Progress, Version(e)),
        nameof(PhoneEvent.OrderAdded) => ($"{Text(e, "order", "kind")} order for the {SlotWords.Vm(Text(e, "order", "slot") ?? "")} stands", Tone.Warn, Version(e)),
        nameof(PhoneEvent.OrderDropped) => ("Order taken back", Tone.Neutral, Version(e)),
        nameof(PhoneEvent.OrderRestored) => ("Order stands again: the phone had it already", Tone.Warn, Version(e)),
        nameof(PhoneEvent.OrderAcknowledged) => ("The phone began to carry out an order", Tone.Progress, null),
        nameof(PhoneEvent.OrderRefused) => ("The phone refused an order", Tone.Bad, Text(e, "code")),
        nameof(PhoneEvent.OrderProved) => ("The phone proved a wipe", Tone.Good, Version(e)),
        nameof(PhoneEvent.Connected) => ("Connected", Tone.Good, Text(e, "agent")),
        nameof(PhoneEvent.Disconnected) => ("Went offline", Tone.Neutral, null),
        nameof(PhoneEvent.Received) => ($"Stored version {Text(e, "version")}", Tone.Progress, null),
        nameof(PhoneEvent.Observed) => ($"Read back version {Text(e, "report", "version")}", Tone.Good, Enum.TryParse<VerdictState>(Text(e, "verdict"), out var verdict) ? PhoneLooks.Of(verdict).Text : null),
        nameof(PhoneEvent.Complained) => ("Refused what it was sent", Tone.Warn, Text(e, "complaint", "explanation")),
        nameof(PhoneEvent.ConflictFound) => ($"Is newer than the server, with version {Text(e, "phoneVersion")}", Tone.Bad, null),
        nameof(PhoneEvent.ConflictResumed) => ("Was let go on after a conflict", Tone.Good, Version(e)),
        nameof(PhoneEvent.IntentAsked) => ($"Asked to be {Low(Text(e, "bar"))}", Tone.Warn, Text(e, "reason")),
        nameof(PhoneEvent.IntentMoved) => ($"Removal or revocation: {Low(Text(e, "step"))}", Tone.Warn, Text(e, "by") is { } by ? $"by {by}" : null),
        nameof(PhoneEvent.LeaseEnded) => ($"Lease of {SlotWords.Vm(Text(e, "slot") ?? "")} ended", Tone.Warn, null),
        nameof(PhoneEvent.ForeignOrderFound) => ("Knows an order that this server does not", Tone.Warn, Text(e, "order", "orderId")),
        nameof(PhoneEvent.RestoreFound) => ("The server was restored from a backup", Tone.Warn, null),
        nameof(PhoneEvent.RestoreSettled) => ("Holds nothing that the server forgot", Tone.Good, null),
        nameof(PhoneEvent.RuleBroken) => ($"{SlotWords.Title(SlotWords.Vm(Text(e, "slot") ?? ""))} breaks {Text(e, "setting")}", Tone.Warn, null),
        nameof(PhoneEvent.RuleMended) => ($"{SlotWords.Title(SlotWords.Vm(Text(e, "slot") ?? ""))} keeps {Text(e, "setting")} again", Tone.Good, null),
        nameof(PhoneEvent.GraceEnded) => ($"Grace of {Text(e, "setting")} ended", Tone.Warn, SlotWords.Vm(Text(e, "slot") ?? "")),
        nameof(PhoneEvent.Escalated) => ($"{Text(e, "step", "kind")} of the {SlotWords.Vm(Text(e, "step", "slot") ?? "")} asked for by escalation", Tone.Warn, Text(e, "step", "setting")),
        nameof(PhoneEvent.EscalationRefused) => ("What escalation asked for could not be given", Tone.Bad, Text(e, "code")),
        nameof(PhoneEvent.EscalationEased) => ("What escalation asked for has no ground any more", Tone.Good, null),
        nameof(PhoneEvent.OrderLifting) => ("Lock taken back", Tone.Progress, Version(e)),
        _ => (e.Type, Tone.Neutral, null),
    };

    private static (string Title, Tone Tone, string? Detail) OfVm(AuditEntry e) => Name(e) switch
    {
        nameof(VmEvent.Attached) => ($"{SlotWords.Title(Vm(e))} known", Tone.Neutral, null),
        nameof(VmEvent.PhoneRenamed) => ("VM follows the new name of its phone", Tone.Neutral, null),
        nameof(VmEvent.LifecycleSet) => ($"{SlotWords.Title(Vm(e))} asked to be {Low(Text(e, "lifecycle"))}", Tone.Progress, null),
        nameof(VmEvent.WipeRequested) => ($"Wipe of the {Vm(e)} requested", Tone.Warn, Text(e, "reason")),
        nameof(VmEvent.WipeHeld) => ($"Wipe of the {Vm(e)} held for a second person", Tone.Warn, null),
        nameof(VmEvent.WipeReleased) => ($"Wipe of the {Vm(e)} released", Tone.Progress, Text(e, "approvedBy") is { } by ? $"by {by}" : "within the budget"),
        nameof(VmEvent.WipeRejected) => ($"Wipe of the {Vm(e)} rejected", Tone.Bad, Text(e, "reason")),
        nameof(VmEvent.CancelAsked) => ($"Wipe of the {Vm(e)}: taking it back", Tone.Neutral, null),
        nameof(VmEvent.WipeCancelled) => ($"Wipe of the {Vm(e)} cancelled", Tone.Neutral, null),
        nameof(VmEvent.WipeDelivered) => ($"Wipe of the {Vm(e)} delivered", Tone.Progress, null),
        nameof(VmEvent.WipeAcknowledged) => ($"Wipe of the {Vm(e)} begun", Tone.Progress, null),
        nameof(VmEvent.WipeRefused) => ($"Wipe of the {Vm(e)} refused by the phone", Tone.Bad, Text(e, "code")),
        nameof(VmEvent.WipeProved) => ($"Wipe of the {Vm(e)} proved", Tone.Good, "receipt verified"),
        nameof(VmEvent.WipedByLease) => ($"{SlotWords.Title(Vm(e))} wiped by the phone itself", Tone.Warn, "its lease ran out"),
        nameof(VmEvent.WipedByForeignOrder) => ($"{SlotWords.Title(Vm(e))} wiped under an order from elsewhere", Tone.Warn, "receipt verified"),
        nameof(VmEvent.LockRequested) => ($"Lock of the {Vm(e)} requested", Tone.Warn, Text(e, "reason")),
        nameof(VmEvent.LockMoved) => ($"Lock of the {Vm(e)}: {Low(Text(e, "step"))}", Tone.Progress, Text(e, "why") ?? (Text(e, "by") is { } by ? $"by {by}" : null)),
        nameof(VmEvent.UnlockAsked) => ($"Lock of the {Vm(e)} taken back", Tone.Progress, Text(e, "by")),
        nameof(VmEvent.BecameUnreadable) => ($"{SlotWords.Title(Vm(e))} cannot be read any more", Tone.Warn, "its lease ended; nothing is proved"),
        nameof(VmEvent.BecameReadable) => ($"{SlotWords.Title(Vm(e))} is in contact again", Tone.Warn, "its lease runs anew"),
        nameof(VmEvent.EpochFound) => ($"{SlotWords.Title(Vm(e))} is number {Text(e, "epoch")}", Tone.Warn, "the server had forgotten it"),
        nameof(VmEvent.Detached) => ($"{SlotWords.Title(Vm(e))}: its phone was removed", Tone.Warn, "orders stand"),
        nameof(VmEvent.Returned) => ($"{SlotWords.Title(Vm(e))} is back with its phone", Tone.Neutral, null),
        nameof(VmEvent.Reprovisioned) => ($"New {Vm(e)} asked for", Tone.Progress, $"number {Text(e, "epoch")}"),
        nameof(VmEvent.Observed) => ($"{SlotWords.Title(Vm(e))} read back", Tone.Good, Low(Text(e, "work", "state") ?? Text(e, "personal", "state"))),
        _ => (e.Type, Tone.Neutral, null),
    };

    // Stored names are the types' own in kebab case.
    private static string Name(AuditEntry e) => string.Concat(e.Type.Split('-').Select(word => SlotWords.Title(word)));

    private static string Actor(AuditEntry entry) => entry.ActorKind switch
    {
        ActorKind.Phone => "the phone",
        ActorKind.System => "Twofold",
        ActorKind.Token => $"token {entry.ActorId}",
        _ => entry.ActorId,
    };

    private static string Vm(AuditEntry entry) => SlotWords.Vm(entry.Grain.Key[(entry.Grain.Key.IndexOf(':') + 1)..]);

    private static string? Version(AuditEntry entry) => Text(entry, "version") is { } version ? $"version {version}" : null;

    private static string? Text(AuditEntry entry, params ReadOnlySpan<string> path)
    {
        JsonNode? node = entry.Facts;
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node is JsonValue value ? value.ToString() : null;
    }

    private static string? Low(string? text) => text?.ToLowerInvariant();
}
