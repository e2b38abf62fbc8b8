using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Governors;

/// <summary>What has happened to the governor.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Configured), "configured")]
[JsonDerivedType(typeof(Charged), "charged")]
[JsonDerivedType(typeof(HeldForApproval), "held-for-approval")]
[JsonDerivedType(typeof(TurnedAway), "turned-away")]
[JsonDerivedType(typeof(Approved), "approved")]
[JsonDerivedType(typeof(Rejected), "rejected")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
public abstract record GovernorEvent
{
    private GovernorEvent()
    {
    }

    /// <summary>The budget was set.</summary>
    public sealed record Configured(int VmsPerHour) : GovernorEvent;

    /// <summary>An order passed within the budget.</summary>
    public sealed record Charged(string OrderId, string Subject, int Vms, [property: PersonName] string RequestedBy, DateTimeOffset At) : GovernorEvent;

    /// <summary>An order above the budget waits for a second person.</summary>
    /// <param name="AskedAs">The kind of party that asked, from its sign-in and not from the order.</param>
    /// <param name="AskedFor">The operator on whose behalf a token asked, or null.</param>
    public sealed record HeldForApproval(Hold Hold, ActorKind AskedAs, [property: PersonName] string AskedBy, [property: PersonName] string? AskedFor = null) : GovernorEvent;

    /// <summary>An order was rejected because too many wait already.</summary>
    public sealed record TurnedAway(string OrderId, string Subject, DateTimeOffset At) : GovernorEvent;

    /// <summary>A second person released an order.</summary>
    public sealed record Approved(string OrderId, int Vms, [property: PersonName] string By, DateTimeOffset At) : GovernorEvent;

    /// <summary>An order was rejected.</summary>
    public sealed record Rejected(string OrderId, [property: PersonName] string By, string Reason, DateTimeOffset At) : GovernorEvent;

    /// <summary>A held order was cancelled where it came from.</summary>
    public sealed record Withdrawn(string OrderId, DateTimeOffset At) : GovernorEvent;
}

/// <summary>The governor, folded from its events.</summary>
public sealed record GovernorState
{
    /// <summary>The budget until one is set.</summary>
    public const int DefaultVmsPerHour = 20;

    /// <summary>The largest budget.</summary>
    public const int MaxVmsPerHour = 1000;

    private const int LeastRemembered = 512;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Nothing spent, nothing held.</summary>
    public static GovernorState Initial { get; } = new();

    /// <summary>The budget, or null until it is set.</summary>
    public int? Budget { get; init; }

    /// <summary>
    /// VMs put at risk by minute (Unix time), at most an hour back. A minute counts until all of it is older than an hour,
    /// so no stretch of sixty minutes sees more than the budget pass unapproved.
    /// </summary>
    public ImmutableSortedDictionary<long, int> Spent { get; init; } = ImmutableSortedDictionary<long, int>.Empty;

    /// <summary>What waits, oldest first; at most <see cref="GovernorView.MaxHolds"/>.</summary>
    public ImmutableArray<HeldOrder> Holds { get; init; } = [];

    /// <summary>
    /// Orders that were answered in the last 24 hours, oldest first, at most as many as the budget lets pass in that time and never
    /// fewer than 512. What holds beyond that: an order that is charged again after it was forgotten spends budget once more and its
    /// sender ignores the second answer, because a VM and a policy set listen only while the order waits. It never releases anything twice.
    /// </summary>
    public ImmutableArray<AnsweredOrder> Answered { get; init; } = [];

    /// <summary>The budget in force.</summary>
    internal int VmsPerHour => Budget ?? DefaultVmsPerHour;

    /// <summary>VMs put at risk in the hour before <paramref name="now"/>.</summary>
    internal int SpentAt(DateTimeOffset now) => Spent.Where(s => s.Key >= Oldest(now)).Sum(s => s.Value);

    /// <summary>The order that waits, or null.</summary>
    internal HeldOrder? Held(string orderId) => Holds.FirstOrDefault(h => h.Hold.OrderId == orderId);

    /// <summary>Whether the order was answered or waits.</summary>
    internal bool Knows(string orderId) => Held(orderId) is not null || Answered.Any(a => a.OrderId == orderId);

    /// <summary>The state once the order is answered and, if it passed, charged.</summary>
    internal GovernorState Answer(string orderId, int charged, DateTimeOffset at)
    {
        var minute = at.ToUnixTimeSeconds() / 60;
        var spent = Spent.RemoveRange(Spent.Keys.Where(k => k < Oldest(at)));
        var bound = Math.Max(LeastRemembered, 24 * VmsPerHour);
        return this with
        {
            Spent = charged == 0 ? spent : spent.SetItem(minute, spent.GetValueOrDefault(minute) + charged),
            Holds = Holds.RemoveAll(h => h.Hold.OrderId == orderId),
            Answered = [.. Answered.Where(a => a.At > at - Day).TakeLast(bound - 1), new(orderId, at)],
        };
    }

    private static long Oldest(DateTimeOffset now) => (now - Hour).ToUnixTimeSeconds() / 60;
}

/// <summary>An order that waits, and who really asked for it.</summary>
public sealed record HeldOrder(Hold Hold, ActorKind AskedAs, string AskedBy, string? AskedFor = null)
{
    /// <summary>Whether this operator asked for it, in person or through a token of theirs.</summary>
    internal bool IsFrom(string person) => Names(AskedFor, person) || (AskedAs == ActorKind.Person && Names(AskedBy, person));

    private static bool Names(string? asked, string person) => string.Equals(asked, person, StringComparison.OrdinalIgnoreCase);
}

/// <summary>An order that was answered.</summary>
public sealed record AnsweredOrder(string OrderId, DateTimeOffset At);
