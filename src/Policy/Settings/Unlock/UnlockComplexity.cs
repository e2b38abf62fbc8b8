namespace Twofold.Policies;

/// <summary>How hard a password is to guess, the strictest first.</summary>
public enum PasswordComplexity
{
    /// <summary>Letters and digits without a pattern.</summary>
    High,

    /// <summary>At least digits without a pattern.</summary>
    Medium,

    /// <summary>At least a PIN or a pattern.</summary>
    Low,

    /// <summary>Nothing is asked.</summary>
    None,
}

/// <summary>How hard the password of a work VM has to be.</summary>
public sealed class UnlockComplexity : ChoiceSetting<PasswordComplexity>
{
    /// <summary>The setting.</summary>
    public static readonly UnlockComplexity Instance = new();

    private UnlockComplexity()
        : base((PasswordComplexity.High, "high"), (PasswordComplexity.Medium, "medium"), (PasswordComplexity.Low, "low"), (PasswordComplexity.None, "none"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "unlock.complexity";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Unlock;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Complexity of the password";

    /// <inheritdoc/>
    public override PasswordComplexity Default => PasswordComplexity.None;

    /// <inheritdoc/>
    public override string Explanation =>
        "How hard the password that opens the work VM is to guess: `high` wants letters and digits without a pattern, `medium` "
        + "at least digits without a pattern, `low` at least a PIN or a pattern, `none` nothing.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.Guest;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The guest reports the class of its password, which the console shows as claimed.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields =>
    [
        "passwordRequirements.passwordQuality", "passwordPolicies.passwordQuality",
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields =>
    [
        "passwordRequiredType", "workProfilePasswordRequiredType", "requiredPasswordComplexity",
        "workProfileRequiredPasswordComplexity", "passwordRequired", "workProfileRequirePassword",
    ];
}
