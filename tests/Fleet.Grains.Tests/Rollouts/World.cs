using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Twofold.Fleet.Rollouts;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>Where a phone really is.</summary>
internal enum P : byte
{
    /// <summary>In contact since ever, not told.</summary>
    Fresh,

    /// <summary>In contact again, not told.</summary>
    Late,

    /// <summary>Out of contact, not told.</summary>
    Gone,

    /// <summary>The composer is about to tell it.</summary>
    Picked,

    /// <summary>The composer is about to tell it, and it is out of contact.</summary>
    PickedGone,

    /// <summary>Told, not settled.</summary>
    Told,

    /// <summary>Told, not settled, out of contact.</summary>
    ToldGone,

    /// <summary>Obeys.</summary>
    Obeys,

    /// <summary>Obeyed, out of contact.</summary>
    ObeysGone,

    /// <summary>Fails.</summary>
    Fails,

    /// <summary>Failed, out of contact.</summary>
    FailsGone,

    /// <summary>Has the revision that takes the place of this one.</summary>
    Back,
}

/// <summary>What the policy set was asked.</summary>
internal enum Ask : byte
{
    None,
    TakeBack,
    InForceAgain,
}

/// <summary>What was true at the last tick and has been ever since, by the test's own counting.</summary>
[Flags]
internal enum Wrong : byte
{
    None = 0,
    Failing = 1,
    Silent = 2,
    Dropped = 4,
    NotObeying = 8,
}

/// <summary>One state of everything: the real state of the rollout, the phones, what is on its way, and what the test remembers.</summary>
/// <param name="Stood">For how many ticks every measurement that counted has shown the newest wave in order; -1 for not at all.</param>
internal sealed record World(RolloutState State, ImmutableArray<P> Phones, ImmutableArray<RolloutCommand.Measured> Mails, Ask Ask, Wrong Since, sbyte Stood)
{
    /// <summary>How often a phone may still go out of contact or fail.</summary>
    public int Troubles { get; init; }

    /// <summary>How often people may still pause or resume.</summary>
    public int Acts { get; init; }

    public static bool IsTold(P phone) => phone is P.Told or P.ToldGone or P.Obeys or P.ObeysGone or P.Fails or P.FailsGone;

    public static bool IsGone(P phone) => phone is P.Gone or P.PickedGone or P.ToldGone or P.ObeysGone or P.FailsGone;

    public static bool IsObeying(P phone) => phone is P.Obeys or P.ObeysGone;

    public static bool IsFailing(P phone) => phone is P.Fails or P.FailsGone;

    public static bool IsUntold(P phone) => phone is P.Fresh or P.Late or P.Gone or P.Picked or P.PickedGone;

    /// <summary>What the index would count of a wave.</summary>
    public WaveCounts Count(Scene scene, int wave)
    {
        var (members, told, obeying, failing, silent, waiting) = (0, 0, 0, 0, 0, 0);
        for (var n = 0; n < scene.Count; n++)
        {
            if (!scene.Is(n, wave)) continue;
            var phone = Phones[n];
            members++;
            if (IsTold(phone)) told++;
            if (IsObeying(phone)) obeying++;
            if (IsFailing(phone)) failing++;
            if (IsTold(phone) && IsGone(phone)) silent++;
            if (IsUntold(phone) && !IsGone(phone)) waiting++;
        }

        return new(members, told, obeying, failing, silent, waiting);
    }

    /// <summary>The same state under one name: phones of one wave are interchangeable as long as nothing on its way names them.</summary>
    public string Key(Scene scene)
    {
        if (Ask == Ask.InForceAgain) return KeyOfTheWayBack(scene);
        var key = new StringBuilder(64);
        key.Append((char)('a' + (int)State.Status)).Append((char)('0' + (int)Ask)).Append((char)('0' + (int)Since)).Append((char)('1' + Stood)).Append((char)('0' + Troubles)).Append((char)('0' + Acts));
        key.Append(Minutes(State.StandsSince ?? Scene.Now.AddMinutes(9))).Append(',').Append(Minutes(State.ProgressAt)).Append(',');
        key.Append(State.Halt is { } halt ? (char)('a' + (int)halt.Reason) : '-').Append(State.ReturnRevision is null ? '-' : 'r');
        foreach (var wave in State.Waves)
        {
            key.Append('|').Append((char)('0' + wave.Released)).Append((char)('0' + wave.ObeyedBefore));
            Add(key, wave.Counts);
            Add(key, wave.Accepted);
        }

        foreach (var phone in PhoneKeys(scene)) key.Append(';').Append(phone);
        return key.ToString();
    }

    // Once the revision before is in force again nothing is looked at but who has got it, and whom the composer may still tell.
    private string KeyOfTheWayBack(Scene scene)
    {
        var phones = Phones.Select((p, n) => (Wave: scene.WaveOfPhone[n], Has: IsTold(p) ? 't' : p is P.Picked or P.PickedGone ? 'p' : p == P.Back ? 'b' : 'u')).Order();
        var mails = Mails.Select(m => $"{m.Serial}{(m.At == Scene.Now ? 'n' : 'o')}{m.NotBack}");
        return $"back{State.Status}{State.ReturnRevision}{string.Concat(phones.Select(p => p.Has))}{string.Concat(mails)}";
    }

    private IEnumerable<string> PhoneKeys(Scene scene)
    {
        var mails = Mails.Select(m => Mail(scene, m)).ToArray();
        yield return string.Join('/', mails);
        for (var wave = 0; wave < scene.Plan.Waves.Length; wave++)
        {
            var keys = Enumerable.Range(0, scene.Count).Where(n => scene.Is(n, wave)).Select(n => PhoneKey(scene, n)).ToArray();
            Array.Sort(keys, StringComparer.Ordinal);
            yield return string.Concat(keys);
        }
    }

    private string PhoneKey(Scene scene, int n)
    {
        var id = scene.Phones[n];
        var offered = 0;
        for (var m = 0; m < Mails.Length; m++) if (Mails[m].Next.Any(c => c.Phone == id)) offered |= 1 << m;
        return string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (int)Phones[n])}{(State.Step.Contains(id) ? 's' : '-')}{offered}");
    }

    private static string Mail(Scene scene, RolloutCommand.Measured mail)
    {
        var key = new StringBuilder(24).Append(mail.Serial == 0 ? '=' : '<').Append(mail.At == Scene.Now ? 'n' : 'o').Append((char)('0' + mail.Pending)).Append((char)('0' + mail.NotBack));
        foreach (var counts in mail.Waves) Add(key, counts);
        return key.ToString();
    }

    private static void Add(StringBuilder key, WaveCounts counts) => key.Append((char)('0' + counts.Members))
        .Append((char)('0' + counts.Told)).Append((char)('0' + counts.Obeying)).Append((char)('0' + counts.Failing))
        .Append((char)('0' + counts.Silent)).Append((char)('0' + counts.Waiting));

    private static int Minutes(DateTimeOffset at) => (int)(at - Scene.Now).TotalMinutes;
}
