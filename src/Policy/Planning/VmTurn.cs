namespace Twofold.Policies;

/// <summary>A setting that would stand otherwise.</summary>
/// <param name="Setting">The key.</param>
/// <param name="Now">How it stands under the set in force.</param>
/// <param name="Then">How it would stand.</param>
/// <param name="Required">What would be required, as canonical text.</param>
/// <param name="Observed">What was read back; null where nothing was.</param>
/// <param name="Remedy">What there would be to do, in words.</param>
public sealed record SettingTurn(string Setting, VerdictState Now, VerdictState Then, string Required, string? Observed, string Remedy);

/// <summary>A managed VM of which at least one setting would stand otherwise. Its verdict is the worst of its own and its phone's.</summary>
/// <param name="Slot">The slot of the VM.</param>
/// <param name="Now">The verdict under the set in force.</param>
/// <param name="Then">The verdict under the other; it may be the same.</param>
/// <param name="Settings">What would stand otherwise, its own settings first, each by key.</param>
public sealed record VmTurn(string Slot, VerdictState Now, VerdictState Then, IReadOnlyList<SettingTurn> Settings);
