namespace Twofold.Fleet;

/// <summary>
/// What the governor says of an order that was charged to it. It answers whichever grain charged, whatever its kind: each kind that
/// charges turns a judgement into one of its own commands (<see cref="IRules{TState,TCommand,TEvent,TView}.Judged"/>).
/// </summary>
/// <param name="OrderId">The order, as it was charged.</param>
public abstract record Judgement(string OrderId)
{
    /// <summary>The order passes.</summary>
    /// <param name="ApprovedBy">The second person who let it pass, or null when it was within the budget.</param>
    public sealed record Released(string OrderId, string? ApprovedBy) : Judgement(OrderId);

    /// <summary>The order waits for a second person.</summary>
    /// <param name="Place">Where it waits; who takes the order back says so to <c>HoldPages.At(place)</c>.</param>
    public sealed record Held(string OrderId, string Place) : Judgement(OrderId);

    /// <summary>The order does not pass, now or later.</summary>
    /// <param name="By">A person, or <c>governor</c> where no more orders can wait.</param>
    /// <param name="Reason">Theirs, or a code.</param>
    public sealed record Rejected(string OrderId, string By, string Reason) : Judgement(OrderId);
}
