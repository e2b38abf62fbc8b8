namespace Twofold.Policies;

/// <summary>What Intune's kinds of documents say of passwords, each with its own beginning of the names.</summary>
internal static class UnlockRows
{
    private const string ClassOnly = "`unlock.complexity` asks for a class of passwords and counts no kinds of characters";

    /// <summary>The rows of one password.</summary>
    /// <param name="start">What the names begin with, for example <c>password</c> or <c>workProfilePassword</c>.</param>
    public static IReadOnlyList<ImportRow> Of(string start) =>
    [
        Row.Count($"{start}MinimumLength", "unlock.length"),
        Row.Words($"{start}RequiredType", "unlock.complexity", Types),
        Row.Amount($"{start}ExpirationDays", "unlock.expiry", "d"),
        Row.Count($"{start}PreviousPasswordCountToBlock", "unlock.history"),
        Row.Count($"{start}PreviousPasswordBlockCount", "unlock.history"),
        Row.Count($"{start}SignInFailureCountBeforeFactoryReset", "unlock.attempts-wipe"),
        Row.Amount($"{start}MinutesOfInactivityBeforeScreenTimeout", "screen.auto-lock", "m"),
        Row.Amount($"{start}MinutesOfInactivityBeforeLock", "screen.auto-lock", "m"),
        Row.Unsupported($"{start}Minimum*", ClassOnly),
        Row.Unsupported($"{start}Min*", ClassOnly),
        Row.WhenYes($"{start}BlockFaceUnlock", "unlock.biometrics", "blocked", Biometrics),
        Row.WhenYes($"{start}BlockFingerprintUnlock", "unlock.biometrics", "blocked", Biometrics),
        Row.WhenYes($"{start}BlockIrisUnlock", "unlock.biometrics", "blocked", Biometrics),
        Row.NoYes($"{start}BlockTrustAgents", "no setting is about what may hold a VM unlocked"),
        Row.Unsupported($"{start}RequireUnlock", "no setting asks for the password once a day"),
    ];

    /// <summary>The class that Android has for each type of password.</summary>
    public static (string Word, string? Text)[] Types =>
    [
        ("any", "low"), ("required", "low"), ("lowSecurityBiometric", "low"), ("numeric", "low"), ("atLeastNumeric", "low"),
        ("numericComplex", "medium"), ("alphabetic", "medium"), ("atLeastAlphabetic", "medium"),
        ("alphanumeric", "medium"), ("atLeastAlphanumeric", "medium"), ("alphanumericWithSymbols", "high"),
    ];

    /// <summary>The classes by Intune's own words.</summary>
    public static (string Word, string? Text)[] Classes => [("none", null), ("low", "low"), ("medium", "medium"), ("high", "high")];

    private const string Biometrics = "all kinds of biometrics together are one setting";
}
