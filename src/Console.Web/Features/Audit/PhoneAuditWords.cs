using System.Text.Json.Nodes;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Audit;

/// <summary>Words for what happens to phones out of contact and out of trust, and to locks.</summary>
internal static class PhoneAuditWords
{
    /// <summary>The words for an event of a phone, or null.</summary>
    public static AuditWords? Of(string type, JsonObject facts) => type switch
    {
        "order-lifting" => new("is to be told that a lock stands no longer", Tone.Neutral, Glyph.Unlock),
        "foreign-order-found" => new($"knows the order {Say(facts["order"], "orderId")}, which this server does not", Tone.Warn, Glyph.Warning),
        "foreseen" => new("was named in an order before it ever enrolled", Tone.Warn, Glyph.Clock),
        "intent-asked" => new($"shall be {Say(facts, "bar").ToLowerInvariant()}: {Say(facts, "reason")}", Tone.Warn, Glyph.Send),
        "intent-moved" => new($"its removal or revocation: {Say(facts, "step").ToLowerInvariant()}", Tone.Warn, Glyph.Close),
        "lease-ended" => new($"is out of contact for longer than the lease of {Say(facts, "slot")}", Tone.Warn, Glyph.Lock),
        "restore-found" => new("may hold more than this server knows: it was restored from a backup", Tone.Warn, Glyph.Restart),
        "rule-broken" => new($"breaks {Say(facts, "setting")} with its VM {Say(facts, "slot")}", Tone.Warn, Glyph.Warning),
        "rule-mended" => new($"keeps {Say(facts, "setting")} again with its VM {Say(facts, "slot")}", Tone.Good, Glyph.Check),
        "grace-ended" => new($"has no days left to mend {Say(facts, "setting")} of its VM {Say(facts, "slot")}", Tone.Warn, Glyph.Clock),
        "escalated" => new(
            $"broke {Say(facts["step"], "setting")} for too long: {Say(facts["step"], "kind").ToLowerInvariant()} of its VM {Say(facts["step"], "slot")} is asked for",
            Tone.Warn, Glyph.Send),
        "escalation-refused" => new($"was not given what escalation asked for: {Say(facts, "code")}", Tone.Bad, Glyph.Cross),
        "escalation-eased" => new("complies again before or after a step: what escalation asked for is taken back where it can be", Tone.Good, Glyph.Unlock),
        "restore-settled" => new("holds nothing that this server forgot", Tone.Good, Glyph.Check),
        _ => null,
    };

    /// <summary>The words for an event of a VM, or null.</summary>
    public static AuditWords? OfVm(string type, JsonObject facts) => type switch
    {
        "wiped-by-foreign-order" => new("was wiped under an order that this server does not know", Tone.Warn, Glyph.Wipe),
        "lock-requested" => new($"shall be locked: {Say(facts, "reason")}", Tone.Warn, Glyph.Lock),
        "lock-moved" => new($"its lock: {Say(facts, "step").ToLowerInvariant()}", Tone.Progress, Glyph.Lock),
        "unlock-asked" => new($"its lock is taken back by {Say(facts, "by")}", Tone.Neutral, Glyph.Unlock),
        "foreseen" => new("was named in an order before any phone had it", Tone.Warn, Glyph.Clock),
        "detached" => new("lost its phone's record; orders stand", Tone.Warn, Glyph.Close),
        "returned" => new("is back with its phone", Tone.Neutral, Glyph.Plus),
        "epoch-found" => new($"turned out to be VM number {Say(facts, "epoch")}: the server had forgotten it", Tone.Warn, Glyph.Restart),
        "became-unreadable" => new("cannot be read any more: its lease has ended", Tone.Warn, Glyph.Lock),
        "became-readable" => new("is in contact again after its lease had ended", Tone.Warn, Glyph.Unlock),
        _ => null,
    };

    private static string Say(JsonNode? facts, string name) => AuditWords.Say(facts, name);
}
