namespace Twofold.Fleet.Governors;

/// <summary>
/// Why work data may become unreadable after an order, or who may let that happen: what is destructive is told by its effect, whatever
/// the order is called. The gravest comes first.
/// </summary>
public enum Effect
{
    /// <summary>A work VM is wiped.</summary>
    Wipe,

    /// <summary>A phone or a VM is removed from the fleet.</summary>
    Removal,

    /// <summary>A key or a certificate is revoked.</summary>
    Revocation,

    /// <summary>A work VM goes back to an older state.</summary>
    Restore,

    /// <summary>A persona is taken from a phone before its lease ended.</summary>
    Seize,

    /// <summary>A lease gets shorter, so that a phone out of contact locks or wipes sooner.</summary>
    LeaseShortened,

    /// <summary>What is out of compliance is locked or wiped, or sooner than now.</summary>
    Escalation,

    /// <summary>Other reference values of attestation: what was accepted is accepted no longer.</summary>
    ReferenceValues,

    /// <summary>Another image channel or a higher least version.</summary>
    Image,

    /// <summary>Another agent on the phone.</summary>
    AgentUpdate,

    /// <summary>A work VM is locked.</summary>
    Lock,

    /// <summary>Someone may approve holds or admit operators who could not.</summary>
    RightsGranted,

    /// <summary>Someone who approves holds does so no longer.</summary>
    ApproverRemoved,

    /// <summary>The governor itself lets more pass.</summary>
    GovernorLoosened,
}

/// <summary>What each effect asks of the governor.</summary>
public static class Effects
{
    /// <summary>Effects on who decides: no budget lets them pass. A second person agrees, and then they wait, for everyone to see.</summary>
    public static bool OnWhoDecides(this Effect effect) => effect is Effect.RightsGranted or Effect.ApproverRemoved or Effect.GovernorLoosened;
}
