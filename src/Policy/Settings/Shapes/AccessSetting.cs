namespace Twofold.Policies;

/// <summary>Whether something may be used at all, the strictest first.</summary>
public enum Access
{
    /// <summary>Not at all.</summary>
    Blocked,

    /// <summary>Freely.</summary>
    Allowed,
}

/// <summary>A setting that blocks something or leaves it alone.</summary>
public abstract class AccessSetting : ChoiceSetting<Access>
{
    private protected AccessSetting()
        : base((Access.Blocked, "blocked"), (Access.Allowed, "allowed"))
    {
    }

    /// <inheritdoc/>
    public sealed override Access Default => Access.Allowed;
}
