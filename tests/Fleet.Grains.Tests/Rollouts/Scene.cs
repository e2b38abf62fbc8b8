using System.Collections.Immutable;
using Twofold.Fleet.Rollouts;
using Twofold.Policies;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>What is explored: a plan, phones that are bound to its waves, the guards in force, and how much may be on its way at once.</summary>
internal sealed record Scene(RolloutPlan Plan, ImmutableArray<int> WaveOfPhone)
{
    public const string Rollout = "r1";

    /// <summary>One step of time. A measurement that is a tick old is too old.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    /// <summary>Time stands still at this instant; when it passes, everything that was grows older.</summary>
    public static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private ImmutableArray<string>? _phones;

    /// <summary>The guards in force.</summary>
    public RolloutGuards Guards { get; init; } = RolloutGuards.Production;

    /// <summary>How often a phone may go out of contact or fail; it returns and obeys as often as it likes.</summary>
    public int Troubles { get; init; } = 2;

    /// <summary>How often people may pause or resume; they may turn back at any time.</summary>
    public int Acts { get; init; } = 2;

    /// <summary>Whether the composer reads and tells in two steps, so that anything may happen in between.</summary>
    public bool Hesitates { get; init; } = true;

    /// <summary>How many measurements may be on their way at once; with none, a measurement arrives as it is counted, or not at all.</summary>
    public int Mails { get; init; } = 1;

    /// <summary>
    /// A measurement that was overtaken or grew too old is delivered at once, must change nothing, and is dropped: it can never count
    /// again, so that keeping it would only multiply states.
    /// </summary>
    public bool DropStale { get; init; } = true;

    /// <summary>Ids that the real hash puts into the wanted waves.</summary>
    public ImmutableArray<string> Phones => _phones ??= Find();

    public int Count => WaveOfPhone.Length;

    public int SoakTicks => (int)(Plan.Soak / Tick);

    public bool Is(int phone, int wave) => WaveOfPhone[phone] == wave;

    public Candidate Offer(int phone) => new(Phones[phone], VerdictState.Compliant);

    private ImmutableArray<string> Find()
    {
        var free = new List<string>();
        for (var n = 0; n < 1000; n++) free.Add($"p{n}");
        var found = ImmutableArray.CreateBuilder<string>();
        foreach (var wave in WaveOfPhone)
        {
            var id = free.First(p => Plan.WaveOf(Places.Behind(Rollout, p)) == wave);
            free.Remove(id);
            found.Add(id);
        }

        return found.ToImmutable();
    }
}
