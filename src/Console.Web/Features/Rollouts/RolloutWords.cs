using Twofold.Fleet.Rollouts;
using Twofold.Web.Features.Notices;

namespace Twofold.Web.Features.Rollouts;

/// <summary>A rollout in words.</summary>
public static class RolloutWords
{
    /// <summary>Which wave is open.</summary>
    public static string Wave(RolloutView rollout) =>
        rollout.Waves.IsEmpty ? $"none of {rollout.Plan!.Waves.Length}" : $"{rollout.Waves.Length} of {rollout.Plan!.Waves.Length}";

    /// <summary>What a wave reaches.</summary>
    public static string Reach(RolloutWave wave, int number)
    {
        var reach = wave.Asked switch
        {
            "everyone" => "everyone",
            _ when wave.Asked.StartsWith("group:", StringComparison.Ordinal) => $"the group {wave.Asked["group:".Length..]}",
            [.., '%'] => $"{wave.Asked} of the phones",
            _ => $"{wave.Asked} phones",
        };
        return $"Wave {number + 1}: {reach}";
    }

    /// <summary>Why it halted.</summary>
    public static string Why(Halt halt) => halt.Reason switch
    {
        HaltReason.Failing => $"{Phones(halt)} of wave {halt.Wave + 1} do not comply that did before, or were never seen to",
        HaltReason.Silent => $"{Phones(halt)} of wave {halt.Wave + 1} fell silent after they were told",
        HaltReason.Dropped => $"{Phones(halt)} complied before they were told and no longer do",
        HaltReason.Stalled => $"nothing came forward for too long: {Phones(halt)} of wave {halt.Wave + 1} have not settled",
        _ => $"{halt.By} did not let it be rolled back, so the phones that have it keep it",
    };

    /// <summary>What to do about a halt.</summary>
    public static string Next(Halt halt) => halt.Reason switch
    {
        HaltReason.Failing or HaltReason.Dropped => "Look at the findings of these phones. Roll back if the change is to blame; resume if you accept what has failed so far.",
        HaltReason.Silent => "Find out whether the change cut them off. Roll back while the others can still be reached; resume if they are only switched off.",
        HaltReason.Stalled => "See whether phones of the wave are in contact and why they do not settle. Resume leaves these out of the count; a larger wave needs them in contact.",
        _ => "Ask who rejected it, then roll back again, or resume.",
    };

    /// <summary>A time in words.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalDays: >= 1 } when time.Ticks % TimeSpan.TicksPerDay == 0 => Sentence.Count((long)time.TotalDays, "day"),
        { TotalHours: >= 1 } when time.Ticks % TimeSpan.TicksPerHour == 0 => Sentence.Count((long)time.TotalHours, "hour"),
        { TotalMinutes: >= 1 } when time.Ticks % TimeSpan.TicksPerMinute == 0 => Sentence.Count((long)time.TotalMinutes, "minute"),
        _ => Sentence.Count((long)time.TotalSeconds, "second"),
    };

    private static string Phones(Halt halt) => $"{halt.Phones:N0} of {Sentence.Count(halt.Of, "phone")}";
}
