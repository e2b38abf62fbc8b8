namespace Twofold.Policies;

/// <summary>The directions in which something may pass, as a set.</summary>
[Flags]
public enum FlowDirection
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

/// <summary>In which directions something passes between the personal VM and the work VMs.</summary>
public abstract class FlowSetting : ChoiceSetting<FlowDirection>
{
    private protected FlowSetting()
        : base(
            (FlowDirection.None, "none"),
            (FlowDirection.WorkToPersonal, "work-to-personal"),
            (FlowDirection.PersonalToWork, "personal-to-work"),
            (FlowDirection.Both, "both"))
    {
    }

    /// <inheritdoc/>
    public sealed override SettingScope Scope => SettingScope.Flow;

    /// <inheritdoc/>
    public sealed override SettingGroup Group => SettingGroup.Flows;

    /// <inheritdoc/>
    public sealed override bool IsTotalOrder => false;

    /// <summary>The directions that both allow: neither of the two one-way values is stricter than the other.</summary>
    public sealed override FlowDirection Join(FlowDirection left, FlowDirection right) => left & right;
}
