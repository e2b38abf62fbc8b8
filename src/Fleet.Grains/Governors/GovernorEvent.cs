using System.Text.Json.Serialization;

namespace Twofold.Fleet.Governors;

/// <summary>What has happened to the governor.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Configured), "configured")]
[JsonDerivedType(typeof(Charged), "charged")]
[JsonDerivedType(typeof(HoldOpened), "hold-opened")]
[JsonDerivedType(typeof(HeldForApproval), "held-for-approval")]
[JsonDerivedType(typeof(TurnedAway), "turned-away")]
[JsonDerivedType(typeof(Agreed), "agreed")]
[JsonDerivedType(typeof(Approved), "approved")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Shrunk), "shrunk")]
[JsonDerivedType(typeof(Seated), "seated")]
[JsonDerivedType(typeof(Unseated), "unseated")]
[JsonDerivedType(typeof(Restored), "restored")]
public abstract record GovernorEvent
{
    private GovernorEvent()
    {
    }

    /// <summary>The settings changed.</summary>
    public sealed record Configured(GovernorSettings Settings) : GovernorEvent;

    /// <summary>An order passed within the budgets.</summary>
    public sealed record Charged(string OrderId, Effect Effect, string Subject, int Vms, Requester By, DateTimeOffset At) : GovernorEvent;

    /// <summary>A hold was opened for orders to come.</summary>
    /// <param name="Hold">With no order yet.</param>
    /// <param name="Wanted">For a loosening of the governor itself: what is wanted.</param>
    public sealed record HoldOpened(Hold Hold, Requester By, GovernorSettings? Wanted = null) : GovernorEvent;

    /// <summary>An order above the budgets waits in a hold.</summary>
    public sealed record HeldForApproval(string HoldId, string OrderId, string Subject, int Vms, DateTimeOffset At) : GovernorEvent;

    /// <summary>An order was rejected because too many wait already.</summary>
    public sealed record TurnedAway(string OrderId, string Subject, DateTimeOffset At) : GovernorEvent;

    /// <summary>A change of who decides was agreed on and waits for its time.</summary>
    /// <param name="By">The second person; null while there is nobody who could be one.</param>
    public sealed record Agreed(string HoldId, [property: PersonName] string? By, DateTimeOffset At, DateTimeOffset Due) : GovernorEvent;

    /// <summary>A hold was released.</summary>
    public sealed record Approved(string HoldId, long Vms, [property: PersonName] string? By, DateTimeOffset At) : GovernorEvent;

    /// <summary>A hold was rejected.</summary>
    public sealed record Rejected(string HoldId, [property: PersonName] string By, string Reason, DateTimeOffset At) : GovernorEvent;

    /// <summary>Orders of a page were taken back where they came from.</summary>
    public sealed record Shrunk(string HoldId, int Page, int Orders, int Vms) : GovernorEvent;

    /// <summary>Someone may approve.</summary>
    public sealed record Seated([property: PersonName] string Person, DateTimeOffset Since) : GovernorEvent;

    /// <summary>Someone may approve no longer.</summary>
    public sealed record Unseated([property: PersonName] string Person, DateTimeOffset At) : GovernorEvent;

    /// <summary>The server was restored from a backup.</summary>
    public sealed record Restored(string RestoreId, DateTimeOffset At) : GovernorEvent;
}
