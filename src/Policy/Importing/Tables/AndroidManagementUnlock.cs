namespace Twofold.Policies;

/// <summary>What a policy of the Android Management API says of unlocking, in its older and its newer place.</summary>
internal static class AndroidManagementUnlock
{
    /// <summary>The rows.</summary>
    public static IReadOnlyList<ImportRow> Rows =>
    [
        .. Of("passwordRequirements."),
        .. Of("passwordPolicies[]."),
        Time("maximumTimeToLock", "screen.auto-lock", unit: "", perSecond: 1000),
        Row.AnyOf(
            "keyguardDisabledFeatures[]",
            "unlock.biometrics",
            "blocked",
            "no setting takes this from the lock screen",
            "DISABLE_FINGERPRINT", "FACE", "IRIS", "BIOMETRICS", "ALL_FEATURES"),
        Row.NoYes("keyguardDisabled", "a work VM always has a lock screen"),
    ];

    private static IReadOnlyList<ImportRow> Of(string start) =>
    [
        Row.Count($"{start}passwordMinimumLength", "unlock.length"),
        Row.Count($"{start}passwordHistoryLength", "unlock.history"),
        Row.Count($"{start}maximumFailedPasswordsForWipe", "unlock.attempts-wipe"),
        Time($"{start}passwordExpirationTimeout", "unlock.expiry", unit: "s", perSecond: 1),
        Row.Words($"{start}passwordQuality", "unlock.complexity", Qualities),
        Row.NotApplicable($"{start}passwordScope", "a work VM has one lock screen, and every policy of it counts"),
        Row.NotApplicable($"{start}unifiedLockSettings", "a work VM has a lock screen of its own"),
        Row.NoneBut($"{start}requirePasswordUnlock", "no setting asks for the password once a day", "USE_DEFAULT_DEVICE_TIMEOUT"),
        Row.Unsupported($"{start}passwordMinimum*", "`unlock.complexity` asks for a class of passwords and counts no kinds of characters"),
    ];

    private static (string Word, string? Text)[] Qualities =>
    [
        ("SOMETHING", "low"), ("BIOMETRIC_WEAK", "low"), ("NUMERIC", "low"), ("COMPLEXITY_LOW", "low"),
        ("NUMERIC_COMPLEX", "medium"), ("ALPHABETIC", "medium"), ("ALPHANUMERIC", "medium"), ("COMPLEXITY_MEDIUM", "medium"),
        ("COMPLEX", "high"), ("COMPLEXITY_HIGH", "high"),
    ];

    // The API writes 64-bit numbers as texts, and durations as seconds with an `s`. Parts of a second are cut, which is the stricter side.
    private static ImportRow Time(string pattern, string setting, string unit, int perSecond) => new(pattern, (key, _) =>
        !key.Text.EndsWith(unit, StringComparison.Ordinal) ? Judgement.UnknownValue(key) : Row.Whole(key.Text[..^unit.Length]) switch
        {
            null => Judgement.UnknownValue(key),
            0 => Judgement.AsksNothing,
            var number => Judgement.Mapped(setting, $"{number / perSecond}s"),
        });
}
