namespace Twofold.Policies;

/// <summary>The directions in which the clipboard may pass, as a set.</summary>
[Flags]
public enum ClipboardFlow
{
    /// <summary>In neither direction.</summary>
    None = 0,

    /// <summary>From a work VM to the personal VM.</summary>
    WorkToPersonal = 1,

    /// <summary>From the personal VM to a work VM.</summary>
    PersonalToWork = 2,

    /// <summary>In both directions.</summary>
    Both = WorkToPersonal | PersonalToWork,
}

/// <summary>In which directions the clipboard passes between the personal VM and the work VMs.</summary>
public sealed class ClipboardDirection : ChoiceSetting<ClipboardFlow>
{
    /// <summary>The setting.</summary>
    public static readonly ClipboardDirection Instance = new();

    private ClipboardDirection()
        : base(
            (ClipboardFlow.None, "none"),
            (ClipboardFlow.WorkToPersonal, "work-to-personal"),
            (ClipboardFlow.PersonalToWork, "personal-to-work"),
            (ClipboardFlow.Both, "both"))
    {
    }

    /// <inheritdoc/>
    public override string Key => "clipboard.direction";

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Flow;

    /// <inheritdoc/>
    public override string Title => "Clipboard";

    /// <inheritdoc/>
    public override ClipboardFlow Default => ClipboardFlow.None;

    /// <inheritdoc/>
    public override string Explanation =>
        "In which directions what was copied may pass between the personal VM and the work VMs. "
        + "Where several policies speak, only the directions that all of them allow remain.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <summary>The directions that both allow: neither of the two one-way values is stricter than the other.</summary>
    public override ClipboardFlow Join(ClipboardFlow left, ClipboardFlow right) => left & right;
}
