using System.Text.Json.Nodes;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Audit;

/// <summary>What happened, in words.</summary>
/// <param name="Text">The verb and what belongs to it, after the name of the thing.</param>
/// <param name="Tone">What it means to the reader.</param>
/// <param name="Icon">Its picture.</param>
public sealed record AuditWords(string Text, Tone Tone, Glyph Icon)
{
    /// <summary>The words of an event; one that nobody foresaw is named as it is stored.</summary>
    public static AuditWords Of(AuditEntry entry)
    {
        var facts = entry.Facts;
        return (entry.Grain.Kind, entry.Type) switch
        {
            ("phone", var type) => OfPhone(type, facts),
            ("vm", var type) => OfVm(type, facts),
            ("policy-set", var type) => OfPolicy(type, facts),
            ("governor", var type) => OfGovernor(type, facts),
            ("hold-page", "added") => new($"took in {Say(facts["order"], "subject")}", Tone.Neutral, Glyph.Clock),
            ("hold-page", "taken-back") => new("lost an order that was taken back", Tone.Neutral, Glyph.Close),
            ("hold-page", "settled") => new("told its orders what was decided", Tone.Neutral, Glyph.Send),
            ("enrolment", var type) => OfEnrolment(type, facts),
            ("operator", var type) => OfOperator(type, facts),
            ("rollout", var type) => RolloutEvents.Of(type, facts) ?? Stored(type),
            ("group", "defined") => new("has another scope", Tone.Neutral, Glyph.Policy),
            ("group", "removed") => new("is no more", Tone.Neutral, Glyph.Close),
            ("persona", "settled") => new($"lives in the VM {Say(facts, "slot")} of {Say(facts, "phone")}, epoch {Say(facts, "epoch")}", Tone.Neutral, Glyph.Person),
            ("persona", "left") => new($"has left epoch {Say(facts, "epoch")}", Tone.Neutral, Glyph.Close),
            ("persona", "owned") => new($"belongs to {Say(facts, "owner")}", Tone.Neutral, Glyph.Person),
            ("token", "issued") => new($"was issued as {Say(facts, "name")}", Tone.Neutral, Glyph.Key),
            ("token", "revoked") => new("was revoked", Tone.Warn, Glyph.Close),
            ("backup", "asked") => new($"shall have another one: {Say(facts, "id")}", Tone.Neutral, Glyph.Progress),
            ("backup", "made") => new($"have {Say(facts, "file")}, {Say(facts, "bytes")} bytes", Tone.Good, Glyph.Check),
            ("backup", "failed") => new($"do not have {Say(facts, "id")}: {Say(facts, "code")}", Tone.Bad, Glyph.Cross),
            ("erasure", "asked") => new($"shall no longer be named: {Say(facts, "reason")}", Tone.Warn, Glyph.Person),
            ("erasure", "key-destroyed") => new("can no longer be named by anybody", Tone.Good, Glyph.Check),
            (_, var type) => Stored(type),
        };
    }

    private static AuditWords OfPhone(string type, JsonObject facts) => type switch
    {
        "enrolled" => new("joined the fleet", Tone.Good, Glyph.Plus),
        "reenrolled" => new("joined again", Tone.Warn, Glyph.Restart),
        "described" => new($"is now called {Say(facts, "name")}, of {Say(facts, "owner")}", Tone.Neutral, Glyph.Info),
        "description-asked" => new("shall have labels that put work data at risk", Tone.Warn, Glyph.Send),
        "description-held" => new("waits with its labels for a second person", Tone.Warn, Glyph.Clock),
        "description-ended" => new($"does not get other labels: {Say(facts, "reason")}", Tone.Bad, Glyph.Close),
        "policies-set" => new($"has to obey revision {Say(facts, "revision")}", Tone.Neutral, Glyph.Policy),
        "vm-set" => new($"is asked for its VM {Say(facts, "slot")} as {Say(facts, "lifecycle").ToLowerInvariant()}", Tone.Neutral, Glyph.Vm),
        "order-added" => new("was given an order", Tone.Warn, Glyph.Send),
        "order-dropped" => new("has one order less", Tone.Neutral, Glyph.Close),
        "order-restored" => new("had begun already: the order stands again", Tone.Warn, Glyph.Restart),
        "order-acknowledged" => new("began to carry out an order", Tone.Progress, Glyph.Progress),
        "order-refused" => new($"refused an order: {Say(facts, "code")}", Tone.Bad, Glyph.Cross),
        "order-proved" => new("proved an order", Tone.Good, Glyph.Shield),
        "connected" => new("came online", Tone.Neutral, Glyph.Link),
        "disconnected" => new("went offline", Tone.Neutral, Glyph.Close),
        "received" => new($"stored version {Say(facts, "version")}", Tone.Neutral, Glyph.Check),
        "observed" => new("read back something new", Tone.Neutral, Glyph.Pulse),
        "complained" => new("refused what it was sent", Tone.Bad, Glyph.Warning),
        "conflict-found" => new("is newer than this server and pauses", Tone.Bad, Glyph.Warning),
        "conflict-resumed" => new("was let go on", Tone.Neutral, Glyph.Play),
        _ => PhoneAuditWords.Of(type, facts) ?? Stored(type),
    };

    private static AuditWords OfVm(string type, JsonObject facts) => type switch
    {
        "attached" => new("came with its phone", Tone.Neutral, Glyph.Plus),
        "phone-renamed" => new($"is on the phone now called {Say(facts, "phoneName")}", Tone.Neutral, Glyph.Info),
        "lifecycle-set" => new($"is wanted {Say(facts, "lifecycle").ToLowerInvariant()}", Tone.Neutral, Glyph.Vm),
        "wipe-requested" => new($"shall be wiped: {Say(facts, "reason")}", Tone.Warn, Glyph.Wipe),
        "wipe-held" => new("its wipe is held for a second person", Tone.Warn, Glyph.Clock),
        "wipe-released" => new("its wipe was released", Tone.Progress, Glyph.Send),
        "wipe-rejected" => new($"its wipe was rejected by {Say(facts, "by")}: {Say(facts, "reason")}", Tone.Bad, Glyph.Cross),
        "cancel-asked" => new("its wipe is being taken back", Tone.Neutral, Glyph.Close),
        "wipe-cancelled" => new("its wipe was taken back", Tone.Neutral, Glyph.Close),
        "wipe-delivered" => new("its wipe reached the phone", Tone.Progress, Glyph.Phone),
        "wipe-acknowledged" => new("its wipe began", Tone.Progress, Glyph.Progress),
        "wipe-refused" => new($"its wipe was refused by the phone: {Say(facts, "code")}", Tone.Bad, Glyph.Cross),
        "wipe-proved" => new("its wipe is proved", Tone.Good, Glyph.Shield),
        "wiped-by-lease" => new("was wiped by its phone when the lease ran out", Tone.Warn, Glyph.Clock),
        "reprovisioned" => new($"begins anew, in epoch {Say(facts, "epoch")}", Tone.Neutral, Glyph.Plus),
        "observed" => new("was read back otherwise than before", Tone.Neutral, Glyph.Pulse),
        _ => PhoneAuditWords.OfVm(type, facts) ?? Stored(type),
    };

    private static AuditWords OfPolicy(string type, JsonObject facts) => type switch
    {
        "proposed" => new($"shall change, which puts {Say(facts["proposal"], "vmsAtRisk")} VMs at risk", Tone.Warn, Glyph.Send),
        "held-back" => new("its change is held for a second person", Tone.Warn, Glyph.Clock),
        "put-in-force" => new($"has revision {Say(facts, "revision")} in force{Note(facts)}", Tone.Good, Glyph.Policy),
        "turned-down" => new($"its change was rejected by {Say(facts["rejection"], "by")}: {Say(facts["rejection"], "reason")}", Tone.Bad, Glyph.Cross),
        "withdrawn" => new("its change was taken back", Tone.Neutral, Glyph.Close),
        "rolled-out" => new("has its revision rolled out to everyone", Tone.Good, Glyph.Check),
        _ => Stored(type),
    };

    private static AuditWords OfGovernor(string type, JsonObject facts) => type switch
    {
        "configured" => new($"lets {Say(facts["settings"]?["organisation"], "perHour")} VMs an hour pass", Tone.Neutral, Glyph.Shield),
        "charged" => new($"let {Say(facts, "subject")} pass: {Say(facts, "vms")} VMs", Tone.Neutral, Glyph.Check),
        "hold-opened" => new($"opened {Say(facts["hold"], "id")} for what {Say(facts["hold"], "requestedBy")} asks", Tone.Warn, Glyph.Clock),
        "held-for-approval" => new($"holds {Say(facts, "subject")} in {Say(facts, "holdId")}: {Say(facts, "vms")} VMs", Tone.Warn, Glyph.Clock),
        "turned-away" => new($"turned {Say(facts, "subject")} away: too many wait", Tone.Bad, Glyph.Cross),
        "agreed" => new($"heard {Say(facts, "by")} agree to {Say(facts, "holdId")}, which waits until {Say(facts, "due")}", Tone.Progress, Glyph.Clock),
        "approved" => new($"released {Say(facts, "holdId")}, approved by {Say(facts, "by")}: {Say(facts, "vms")} VMs", Tone.Good, Glyph.Check),
        "rejected" => new($"rejected {Say(facts, "holdId")} by {Say(facts, "by")}: {Say(facts, "reason")}", Tone.Bad, Glyph.Cross),
        "shrunk" => new($"forgot orders of {Say(facts, "holdId")} that were taken back", Tone.Neutral, Glyph.Close),
        "seated" => new($"lets {Say(facts, "person")} approve", Tone.Neutral, Glyph.Person),
        "unseated" => new($"lets {Say(facts, "person")} approve no longer", Tone.Neutral, Glyph.Person),
        "restored" => new("counts everything as spent, because the server was restored", Tone.Warn, Glyph.Restart),
        _ => Stored(type),
    };

    private static AuditWords OfEnrolment(string type, JsonObject facts) => type switch
    {
        "issued" => new($"was issued for {Say(facts, "name")}, of {Say(facts, "owner")}", Tone.Neutral, Glyph.Key),
        "redeemed" => new("was used by its phone", Tone.Good, Glyph.Phone),
        "revoked" => new("was revoked", Tone.Warn, Glyph.Close),
        "expired" => new("ran out unused", Tone.Neutral, Glyph.Clock),
        _ => Stored(type),
    };

    private static AuditWords OfOperator(string type, JsonObject facts) => type switch
    {
        "invited" => new($"was invited as {Say(facts, "role")}", Tone.Neutral, Glyph.Send),
        "accepted" => new("chose a password", Tone.Good, Glyph.Key),
        "came-in" => new("signed in", Tone.Neutral, Glyph.Person),
        "failed" => new($"was tried with a wrong password, {Say(facts, "inARow")} in a row", Tone.Warn, Glyph.Warning),
        "locked" => new("is locked after too many wrong passwords", Tone.Bad, Glyph.Lock),
        "disabled" => new("may not sign in any more", Tone.Warn, Glyph.Close),
        "assigned" => new($"is {Say(facts, "role")} from now on", Tone.Neutral, Glyph.Person),
        "change-asked" => new($"shall change: {Say(facts["change"], "kind")} as {Say(facts["change"], "role")}", Tone.Warn, Glyph.Clock),
        "change-held" => new("its change is held for a second person", Tone.Warn, Glyph.Clock),
        "change-ended" => new($"its change was rejected by {Say(facts, "by")}: {Say(facts, "reason")}", Tone.Bad, Glyph.Cross),
        _ => Stored(type),
    };

    private static AuditWords Stored(string type) => new(type, Tone.Neutral, Glyph.Dot);

    private static string Note(JsonObject facts) => Say(facts["proposal"], "note") is { Length: > 1 } note ? $": {note}" : "";

    internal static string Say(JsonNode? facts, string name) => facts?[name] is { } value && value.ToString() is { Length: > 0 } text ? text : "—";
}
