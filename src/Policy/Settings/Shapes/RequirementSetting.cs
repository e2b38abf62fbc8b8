namespace Twofold.Policies;

/// <summary>Whether something has to be there, the strictest first.</summary>
public enum Requirement
{
    /// <summary>It has to be.</summary>
    Required,

    /// <summary>It may be missing.</summary>
    Optional,
}

/// <summary>A setting that requires something or leaves it alone.</summary>
public abstract class RequirementSetting : ChoiceSetting<Requirement>
{
    private protected RequirementSetting()
        : base((Requirement.Required, "required"), (Requirement.Optional, "optional"))
    {
    }

    /// <inheritdoc/>
    public sealed override Requirement Default => Requirement.Optional;
}
