using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.HoldPages;

/// <summary>An order that waits in a hold.</summary>
/// <param name="Place">The grain that hears what becomes of it; null for an operator's.</param>
/// <param name="Operator">The operator whose grain hears it, else null: a name is sealed in history, where a grain's key is not.</param>
/// <param name="TakenBack">Whether it was taken back where it came from.</param>
public sealed record WaitingOrder(
    string OrderId, GrainId? Place, string Subject, int Vms, DateTimeOffset Since, bool TakenBack = false, [property: PersonName] string? Operator = null)
{
    /// <summary>The grain that hears what becomes of it.</summary>
    [JsonIgnore]
    public GrainId From => Place ?? new GrainId(Operators.OperatorRules.Kind, Operator ?? "");

    /// <summary>An order from a grain.</summary>
    public static WaitingOrder Of(string orderId, GrainId from, string subject, int vms, DateTimeOffset since) => from.Kind == Operators.OperatorRules.Kind
        ? new(orderId, null, subject, vms, since, Operator: from.Key)
        : new(orderId, from, subject, vms, since);
}

/// <summary>A page of a hold as readers see it.</summary>
/// <param name="Orders">In the order in which they came.</param>
public sealed record HoldPageView(ImmutableArray<WaitingOrder> Orders, bool Settled)
{
    /// <summary>How many orders a page has at most.</summary>
    public const int MaxOrders = 100;
}

/// <summary>What has happened to a page.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Added), "added")]
[JsonDerivedType(typeof(TakenBack), "taken-back")]
[JsonDerivedType(typeof(Settled), "settled")]
public abstract record HoldPageEvent
{
    private HoldPageEvent()
    {
    }

    /// <summary>An order waits here.</summary>
    public sealed record Added(WaitingOrder Order) : HoldPageEvent;

    /// <summary>An order was taken back.</summary>
    public sealed record TakenBack(string OrderId) : HoldPageEvent;

    /// <summary>A person decided.</summary>
    public sealed record Settled([property: PersonName] string? ReleasedBy, [property: PersonName] string? RejectedBy) : HoldPageEvent;
}

/// <summary>A page of a hold, folded from its events.</summary>
public sealed record HoldPageState
{
    /// <summary>Nothing waits here.</summary>
    public static HoldPageState Initial { get; } = new();

    /// <summary>The orders; at most <see cref="HoldPageView.MaxOrders"/>.</summary>
    public ImmutableArray<WaitingOrder> Orders { get; init; } = [];

    /// <summary>Whether a person decided.</summary>
    public bool Settled { get; init; }
}
