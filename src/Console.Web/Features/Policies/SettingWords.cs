using Twofold.Policies;

namespace Twofold.Web.Features.Policies;

/// <summary>What the catalogue says of a setting, in words.</summary>
public static class SettingWords
{
    /// <summary>Who makes it hold, and whether anybody does yet.</summary>
    public static string HeldBy(Setting setting) => setting.IsCarriedOut || setting.Enforcement == Enforcement.Server
        ? Of(setting.Enforcement)
        : $"{Of(setting.Enforcement)}; no phone carries it out yet, so it stays unknown where a policy asks for it, never compliant";

    private static string Of(Enforcement enforcement) => enforcement switch
    {
        Enforcement.Hypervisor => "the hypervisor, read back from it",
        Enforcement.ControlPartition => "the control partition, outside every guest",
        Enforcement.Server => "the server, by its own record; each order to the phone is counted by the governor",
        _ => "the guest; what it reports is claimed",
    };

    /// <summary>What a group is about.</summary>
    public static string Of(SettingGroup group) => group switch
    {
        SettingGroup.Flows => "Flows between VMs",
        SettingGroup.Hours => "Hours of work",
        _ => group.ToString(),
    };

    /// <summary>Whether a setting is what somebody searches for: all words are in its key, its words or the names that others have for it.</summary>
    public static bool IsLike(Setting setting, string? sought)
    {
        string[] texts = [setting.Key, setting.Title, setting.Explanation, Of(setting.Group), .. setting.AndroidManagementFields, .. setting.IntuneFields];
        return (sought ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .All(word => texts.Any(t => t.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>When a change holds.</summary>
    public static string Of(TakesEffect effect) => effect == TakesEffect.Live ? "at once" : "at the next start of the VM";

    /// <summary>What its values are.</summary>
    public static string Values(Setting setting) => setting switch
    {
        { Choices: { Count: > 0 } choices } => string.Join(", ", choices),
        CountSetting => "a number",
        SizeSetting => "an amount with MiB or GiB",
        DurationSetting => "an amount with s, m, h or d",
        CountLimitSetting limit => $"a number, or {limit.Unlimited}",
        DurationLimitSetting limit => $"an amount with s, m, h or d, or {limit.Unlimited}",
        VersionSetting => "a version of three numbers",
        SetSetting { KnownItems: { Count: > 0 } items } set => $"{set.EveryItem}, {SetSetting.None}, or some of {string.Join(", ", items)}",
        SetSetting set => $"{set.EveryItem}, {SetSetting.None}, or at most {SetSetting.Most} items with commas between them",
        _ => "text",
    };

    /// <summary>Whether its values are free text.</summary>
    public static bool IsText(Setting setting) => setting is { Choices.Count: 0 } and not (CountSetting or SizeSetting or DurationSetting);

    /// <summary>The title of a setting; the key where the catalogue has it no more.</summary>
    public static string Title(string key) => SettingCatalogue.TryFind(key, out var setting) ? setting.Title : key;

    /// <summary>The units an amount can be written in; none for plain numbers.</summary>
    public static IReadOnlyList<string> Units(Setting setting) => setting switch
    {
        SizeSetting => ["MiB", "GiB"],
        DurationSetting => ["s", "m", "h", "d"],
        _ => [],
    };

    /// <summary>What an amount means in its unit, in words.</summary>
    public static string UnitName(string unit) => unit switch
    {
        "s" => "seconds",
        "m" => "minutes",
        "h" => "hours",
        "d" => "days",
        _ => unit,
    };
}
