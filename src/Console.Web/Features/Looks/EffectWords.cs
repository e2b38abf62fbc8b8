using Twofold.Fleet.Governors;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Looks;

/// <summary>What the governor counts, in words.</summary>
public static class EffectWords
{
    /// <summary>What happens to whom, for a reader who decides.</summary>
    public static string Of(Effect effect) => effect switch
    {
        Effect.Wipe => "wipe of work VMs",
        Effect.Removal => "removal from the fleet",
        Effect.Revocation => "revocation of keys",
        Effect.Restore => "return to an older state",
        Effect.Seize => "seizure of a persona",
        Effect.LeaseShortened => "shorter leases",
        Effect.Escalation => "stricter escalation",
        Effect.ReferenceValues => "fewer reference values",
        Effect.Image => "narrower images",
        Effect.AgentUpdate => "another agent",
        Effect.Lock => "lock of work VMs",
        Effect.RightsGranted => "someone who decides is admitted",
        Effect.ApproverRemoved => "an approver is removed",
        _ => "the governor lets more pass",
    };

    /// <summary>Its picture.</summary>
    public static Glyph Picture(Effect effect) => effect switch
    {
        Effect.Wipe => Glyph.Wipe,
        Effect.Lock => Glyph.Lock,
        Effect.RightsGranted or Effect.ApproverRemoved => Glyph.Person,
        Effect.GovernorLoosened => Glyph.Shield,
        Effect.LeaseShortened or Effect.Escalation => Glyph.Clock,
        _ => Glyph.Warning,
    };

    /// <summary>The name of a bucket for people.</summary>
    public static string Bucket(string bucket) => bucket.Split(':', 2) is [var kind, var name] ? $"{(kind == "role" ? "role" : "person")} {name}" : "everybody together";
}
