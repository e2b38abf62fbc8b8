using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>One thing that can happen next, and what it leads to.</summary>
/// <param name="Fair">Smaller is done sooner when nobody interferes; <see cref="Course.Interference"/> for what need never happen.</param>
internal sealed record Move(string Name, World To, int Fair);

/// <summary>Everything that can happen: to phones, composer, survey, policy set, people and time. The rollout's own part is done by the real rules.</summary>
internal sealed class Course(Scene scene)
{
    public const int Interference = int.MaxValue;

    private const int First = 0;
    private const int Second = 1;
    private const int Third = 2;
    private const int Last = 3;

    /// <summary>A rollout that begins a tick from now, with every phone in contact.</summary>
    public World Begin()
    {
        var plan = scene.Plan with { StartAt = Scene.Now + Scene.Tick };
        var phones = Enumerable.Repeat(P.Fresh, scene.Count).ToImmutableArray();
        var world = new World(RolloutState.Initial, phones, [], Ask.None, Wrong.None, -1) { Troubles = scene.Troubles, Acts = scene.Acts };
        return Turn(world, new RolloutCommand.Begin(plan, 2, "ada", "a note"));
    }

    public IEnumerable<Move> Next(World world)
    {
        for (var n = 0; n < scene.Count && world.Ask != Ask.InForceAgain; n++)
            foreach (var move in Phone(world, n)) yield return move;
        foreach (var move in Composer(world)) yield return move;
        foreach (var move in Survey(world)) yield return move;
        foreach (var move in PolicySet(world)) yield return move;
        foreach (var move in People(world)) yield return move;
        yield return new("a deadline is looked at", Turn(world, new RolloutCommand.Look()), Third);
        yield return new("time passes", Pass(world), Last);
    }

    private IEnumerable<Move> Phone(World world, int n)
    {
        var name = Name(n);
        foreach (var (what, state, isTrouble) in Fates(world.Phones[n]))
        {
            if (isTrouble && world.Troubles == 0) continue;
            var next = world with { Phones = world.Phones.SetItem(n, state), Troubles = world.Troubles - (isTrouble ? 1 : 0) };
            yield return new($"{name} {what}", Checked(next), Interference);
        }
    }

    private static (string What, P State, bool IsTrouble)[] Fates(P phone) => phone switch
    {
        P.Fresh or P.Late => [("goes out of contact", P.Gone, true)],
        P.Gone => [("returns", P.Late, false)],
        P.Picked => [("goes out of contact", P.PickedGone, true)],
        P.PickedGone => [("returns", P.Picked, false)],
        P.Told => [("obeys", P.Obeys, false), ("fails", P.Fails, true), ("falls silent", P.ToldGone, true)],
        P.ToldGone => [("returns", P.Told, false)],
        P.Obeys => [("fails after all", P.Fails, true), ("falls silent", P.ObeysGone, true)],
        P.ObeysGone => [("returns", P.Obeys, false)],
        P.Fails => [("falls silent", P.FailsGone, true)],
        P.FailsGone => [("returns", P.Fails, false)],
        _ => [],
    };

    // The composer reads the rollout, and tells the phone later: in between anything may happen.
    private IEnumerable<Move> Composer(World world)
    {
        var view = RolloutRules.View(world.State, Scene.Now);
        for (var n = 0; n < scene.Count; n++)
        {
            var phone = world.Phones[n];
            if (phone is P.Fresh or P.Late or P.Gone && view.Gives(scene.Phones[n], 1))
                yield return new($"the composer {(scene.Hesitates ? "reads that" : "tells")} {Name(n)}{(scene.Hesitates ? " is next" : "")}", Set(world, n, Reached(phone)), First);
            if (phone is P.Picked or P.PickedGone)
                yield return new($"the composer tells {Name(n)}", Set(world, n, phone == P.Picked ? P.Told : P.ToldGone), First);
            if (world.Ask == Ask.InForceAgain && phone != P.Back)
                yield return new($"the composer gives {Name(n)} the revision before", Set(world, n, P.Back), First);
        }
    }

    private P Reached(P phone) => (scene.Hesitates, phone) switch
    {
        (true, P.Gone) => P.PickedGone,
        (true, _) => P.Picked,
        (false, P.Gone) => P.ToldGone,
        _ => P.Told,
    };

    private IEnumerable<Move> Survey(World world)
    {
        for (var m = 0; m < world.Mails.Length; m++)
        {
            var mail = world.Mails[m];
            var counts = mail.Serial == 0 && mail.At == Scene.Now;
            yield return new($"a measurement{(counts ? "" : " that is late")} arrives", Turn(Stand(world, mail, counts), mail), counts && m == 0 ? Second : Interference);
        }

        if (world.State.Waves.IsEmpty) yield break;
        foreach (var (what, next, best) in Offers(world))
            yield return new($"the survey counts{what}", scene.Mails > 0 ? Send(world, next) : Arrive(world, next), best ? Second : Interference);
    }

    // An honest count, but any offer: of nobody, of one phone, or of all that wait, whatever the waves and the budget say.
    private IEnumerable<(string What, ImmutableArray<Candidate> Next, bool Best)> Offers(World world)
    {
        var waiting = Enumerable.Range(0, scene.Count).Where(n => world.Phones[n] is P.Fresh or P.Late).ToArray();
        var best = Best(world, waiting);
        yield return ("", [], best < 0);
        foreach (var n in waiting.Where(n => scene.WaveOfPhone[n] < world.State.Waves.Length)) yield return ($" and offers {Name(n)}", [scene.Offer(n)], n == best);
        if (waiting.Length > 1 || (waiting.Length == 1 && scene.WaveOfPhone[waiting[0]] >= world.State.Waves.Length)) yield return (" and offers all that wait", [.. waiting.Select(scene.Offer)], false);
    }

    private int Best(World world, int[] waiting)
    {
        var open = waiting.Where(n => scene.WaveOfPhone[n] < world.State.Waves.Length).ToArray();
        return open.Length > 0 && world.State.Status == RolloutStatus.Running && Pending(world) == 0 ? open[0] : -1;
    }

    private World Arrive(World world, ImmutableArray<Candidate> next)
    {
        var mail = Mail(world, next);
        return Turn(Stand(world, mail, counts: true), mail);
    }

    private World Send(World world, ImmutableArray<Candidate> next) =>
        world with { Mails = [Mail(world, next), .. world.Mails.Take(scene.Mails - 1)] };

    private RolloutCommand.Measured Mail(World world, ImmutableArray<Candidate> next)
    {
        ImmutableArray<WaveCounts> waves = [.. Enumerable.Range(0, world.State.Waves.Length).Select(w => world.Count(scene, w))];
        var notBack = world.Phones.Count(p => p != P.Back);
        return new RolloutCommand.Measured(0, Scene.Now, waves, Pending(world), next, notBack);
    }

    private int Pending(World world) => Enumerable.Range(0, scene.Count)
        .Count(n => World.IsUntold(world.Phones[n]) && world.State.Step.Contains(scene.Phones[n]));

    private IEnumerable<Move> PolicySet(World world)
    {
        if (world.Ask != Ask.TakeBack) yield break;
        yield return new("the revision before is in force again", Turn(world with { Ask = Ask.InForceAgain }, new RolloutCommand.TakenBack(3)), First);
        yield return new("going back is rejected", Turn(world with { Ask = Ask.None }, new RolloutCommand.Kept("bob", "not now")), Interference);
    }

    private IEnumerable<Move> People(World world)
    {
        var acted = world with { Acts = Math.Max(world.Acts - 1, 0) };
        if (world.Acts > 0 && world.State.Status == RolloutStatus.Running)
            yield return new("a person pauses", Turn(acted, new RolloutCommand.Pause()), Interference);
        if (world.Acts > 0 && world.State.Status is (RolloutStatus.Paused or RolloutStatus.Halted))
            yield return new("a person resumes", Turn(acted, new RolloutCommand.Resume()), Interference);
        yield return new("a person rolls back", Turn(world, new RolloutCommand.RollBack("it is bad")), Interference);
        yield return new("a person cancels", Turn(world, new RolloutCommand.Cancel()), Interference);
    }

    private World Turn(World world, RolloutCommand command)
    {
        var context = new TurnContext(Scene.Now, new("rollout", Scene.Rollout), Sample.Ada, null, "c");
        if (RolloutRules.Decide(world.State, command, context, scene.Guards) is not Decision<RolloutEvent>.Accepted { Events: { IsEmpty: false } events } yes) return world;
        var state = events.Aggregate(world.State, RolloutRules.Apply);
        var asks = yes.Letters.Any(l => l.Command is PolicySetCommand.TakeBack);
        var opened = state.Waves.Length > world.State.Waves.Length;
        return Checked(Overtaken(world with { State = state, Ask = asks ? Ask.TakeBack : world.Ask, Stood = opened ? (sbyte)-1 : world.Stood }));
    }

    /// <summary>Numbers the state anew from nought; what was measured for an earlier one is a number behind.</summary>
    private World Overtaken(World world)
    {
        var mails = world.Mails.Select(m => m with { Serial = -1 });
        return world with { State = Calm(world.State) with { Serial = 0 }, Mails = scene.DropStale ? [] : [.. mails] };
    }

    private static RolloutState Calm(RolloutState state) => state with
    {
        Waves = [.. state.Waves.Select(w => w with { OpenedAt = Scene.Now })],
        Halt = state.Halt is { } halt ? new(halt.Reason, 0, 0, 0, Scene.Now) : null,
    };

    /// <summary>Everything grows a tick older, up to where age makes no more difference.</summary>
    private World Pass(World world)
    {
        var (state, plan) = (world.State, scene.Plan);
        var older = state with
        {
            StandsSince = state.StandsSince is { } since ? Older(since, plan.Soak + plan.StallAfter) : null,
            ProgressAt = Older(state.ProgressAt, plan.StallAfter + plan.Soak),
        };
        var mails = world.Mails.Select(m => m with { At = Scene.Now - Scene.Tick });
        var stood = world.Stood < 0 ? world.Stood : (sbyte)Math.Min(world.Stood + 1, scene.SoakTicks);
        return world with { State = older, Mails = scene.DropStale ? [] : [.. mails], Since = Truth(world), Stood = stood };
    }

    private static DateTimeOffset Older(DateTimeOffset at, TimeSpan most)
    {
        var older = at - Scene.Tick;
        return older < Scene.Now - most ? Scene.Now - most : older;
    }

    private World Set(World world, int n, P state) => Checked(world with { Phones = world.Phones.SetItem(n, state) });

    private World Checked(World world) => world with { Since = world.Since & Truth(world) };

    private World Stand(World world, RolloutCommand.Measured mail, bool counts)
    {
        if (!counts || mail.Waves.Length != world.State.Waves.Length) return world;
        var good = IsGood(mail.Waves[^1], settledOnly: world.Stood >= 0);
        return world with { Stood = good ? Math.Max(world.Stood, (sbyte)0) : (sbyte)-1 };
    }

    private bool IsGood(WaveCounts counts, bool settledOnly) =>
        counts.Members == 0 || (counts.Obeying > 0
            && counts.Obeying * 100 >= scene.Plan.MinObeying * (settledOnly ? counts.Obeying + counts.Failing : counts.Told)
            && (settledOnly || counts.Waiting == 0));

    /// <summary>What is wrong now, counted by the test from the phones themselves.</summary>
    public Wrong Truth(World world)
    {
        var (wrong, lost, told) = (Wrong.None, 0, 0);
        for (var n = 0; n < world.State.Waves.Length; n++)
        {
            var (now, accepted) = (world.Count(scene, n), world.State.Waves[n].Accepted);
            if ((now.Failing - accepted.Failing) * 100 > scene.Plan.MaxFailing * now.Told) wrong |= Wrong.Failing;
            if ((now.Silent - accepted.Silent) * 100 > scene.Plan.MaxSilent * now.Told) wrong |= Wrong.Silent;
            if (n == world.State.Waves.Length - 1 && !IsGood(now, settledOnly: true)) wrong |= Wrong.NotObeying;
            (lost, told) = (lost + now.Failing - accepted.Failing, told + now.Told);
        }

        return lost * 100 > scene.Plan.MaxDrop * told ? wrong | Wrong.Dropped : wrong;
    }

    private static string Name(int n) => $"phone {n + 1}";
}
