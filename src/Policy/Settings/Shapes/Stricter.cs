namespace Twofold.Policies;

/// <summary>Which of two amounts restricts more.</summary>
public enum Stricter
{
    /// <summary>The smaller one, as with a limit.</summary>
    Less,

    /// <summary>The larger one, as with a minimum.</summary>
    More,
}
