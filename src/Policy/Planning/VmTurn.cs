namespace Twofold.Policies;

/// <summary>A setting that would stand otherwise.</summary>
/// <param name="Setting">The key.</param>
/// <param name="Now">How it stands under the set in force.</param>
/// <param name="Then">How it would stand, by what was read back before the push.</param>
/// <param name="After">How it would stand once the push is carried out.</param>
/// <param name="NeedsSomebody">Whether it takes somebody more than the push, and the next start of the VM, until it complies.</param>
/// <param name="Required">What would be required, as canonical text.</param>
/// <param name="Observed">What was read back; null where nothing was.</param>
/// <param name="Remedy">What there would be to do, in words.</param>
public sealed record SettingTurn(
    string Setting, VerdictState Now, VerdictState Then, VerdictState After, bool NeedsSomebody, string Required, string? Observed, string Remedy)
{
    /// <summary>Whether it would stand worse than it does.</summary>
    public bool Worsens => Then > Now;
}

/// <summary>A managed VM of which at least one setting would stand otherwise. Its verdict is the worst of its own and its phone's.</summary>
/// <param name="Slot">The slot of the VM.</param>
/// <param name="Now">The verdict under the set in force.</param>
/// <param name="Then">The verdict under the other; it may be the same.</param>
/// <param name="After">The verdict under the other once the push is carried out.</param>
/// <param name="Settings">What would stand otherwise, its own settings first, each by key.</param>
public sealed record VmTurn(string Slot, VerdictState Now, VerdictState Then, VerdictState After, IReadOnlyList<SettingTurn> Settings)
{
    /// <summary>Whether a setting would stand worse, and none of those needs somebody: the push itself, or the next start, changes them.</summary>
    public bool IsMendedByPush => Settings.Any(s => s.Worsens) && !NeedsSomebody;

    /// <summary>Whether a setting would stand worse that takes somebody to comply.</summary>
    public bool NeedsSomebody => Settings.Any(s => s is { Worsens: true, NeedsSomebody: true });
}
