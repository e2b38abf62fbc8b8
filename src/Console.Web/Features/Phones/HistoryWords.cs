using System.Text.Json.Nodes;
using Twofold.Fleet;
using Twofold.Web.Desk;
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

    private static (string Title, Tone Tone, string? Detail) OfPhone(AuditEntry e) => e.Type switch
    {
        "enrolled" => ("Enrolled", Tone.Good, null),
        "reenrolled" => ("Enrolled again", Tone.Good, null),
        "described" => ("Renamed or labelled", Tone.Neutral, Text(e, "name")),
        "policies-set" => ($"Policy revision {Text(e, "revision")} asked for", Tone.Progress, Version(e)),
        "vm-set" => ($"VM {Text(e, "slot")} asked to be {Low(Text(e, "lifecycle"))}", Tone.Progress, Version(e)),
        "order-added" => ($"{Text(e, "order", "kind")} order for {Text(e, "order", "slot")} stands", Tone.Warn, Version(e)),
        "order-dropped" => ("Order taken back", Tone.Neutral, Version(e)),
        "order-restored" => ("Order stands again: the phone had it already", Tone.Warn, Version(e)),
        "order-acknowledged" => ("The phone began to carry out an order", Tone.Progress, null),
        "order-refused" => ("The phone refused an order", Tone.Bad, Text(e, "code")),
        "order-proved" => ("The phone proved a wipe", Tone.Good, Version(e)),
        "connected" => ("Connected", Tone.Good, Text(e, "agent")),
        "disconnected" => ("Went offline", Tone.Neutral, null),
        "received" => ($"Stored version {Text(e, "version")}", Tone.Progress, null),
        "observed" => ($"Read back version {Text(e, "report", "version")}", Tone.Good, Low(Text(e, "verdict"))),
        "complained" => ("Refused what it was sent", Tone.Warn, Text(e, "complaint", "explanation")),
        "conflict-found" => ($"Is newer than the server, with version {Text(e, "phoneVersion")}", Tone.Bad, null),
        "conflict-resumed" => ("Was let go on after a conflict", Tone.Good, Version(e)),
        _ => (e.Type, Tone.Neutral, null),
    };

    private static (string Title, Tone Tone, string? Detail) OfVm(AuditEntry e) => e.Type switch
    {
        "attached" => ($"VM {Text(e, "slot")} known", Tone.Neutral, null),
        "phone-renamed" => ("VM follows the new name of its phone", Tone.Neutral, null),
        "lifecycle-set" => ($"{Slot(e)} asked to be {Low(Text(e, "lifecycle"))}", Tone.Progress, null),
        "wipe-requested" => ($"Wipe of {Slot(e)} requested", Tone.Warn, Text(e, "reason")),
        "wipe-held" => ($"Wipe of {Slot(e)} held for a second person", Tone.Warn, null),
        "wipe-released" => ($"Wipe of {Slot(e)} released", Tone.Progress, Text(e, "approvedBy") is { } by ? $"by {by}" : "within the budget"),
        "wipe-rejected" => ($"Wipe of {Slot(e)} rejected", Tone.Bad, Text(e, "reason")),
        "cancel-asked" => ($"Wipe of {Slot(e)}: taking it back", Tone.Neutral, null),
        "wipe-cancelled" => ($"Wipe of {Slot(e)} cancelled", Tone.Neutral, null),
        "wipe-delivered" => ($"Wipe of {Slot(e)} delivered", Tone.Progress, null),
        "wipe-acknowledged" => ($"Wipe of {Slot(e)} begun", Tone.Progress, null),
        "wipe-refused" => ($"Wipe of {Slot(e)} refused by the phone", Tone.Bad, Text(e, "code")),
        "wipe-proved" => ($"Wipe of {Slot(e)} proved", Tone.Good, "receipt verified"),
        "reprovisioned" => ($"New VM for {Slot(e)} asked for", Tone.Progress, $"number {Text(e, "epoch")}"),
        "observed" => ($"{Slot(e)} read back", Tone.Good, Low(Text(e, "work", "state") ?? Text(e, "personal", "state"))),
        _ => (e.Type, Tone.Neutral, null),
    };

    private static string Actor(AuditEntry entry) => entry.ActorKind switch
    {
        ActorKind.Phone => "the phone",
        ActorKind.System => "Twofold",
        ActorKind.Token => $"token {entry.ActorId}",
        _ => entry.ActorId,
    };

    private static string Slot(AuditEntry entry) => entry.Grain.Key[(entry.Grain.Key.IndexOf(':') + 1)..];

    private static string? Version(AuditEntry entry) => Text(entry, "version") is { } version ? $"version {version}" : null;

    private static string? Text(AuditEntry entry, params ReadOnlySpan<string> path)
    {
        JsonNode? node = entry.Facts;
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node is JsonValue value ? value.ToString() : null;
    }

    private static string? Low(string? text) => text?.ToLowerInvariant();
}
