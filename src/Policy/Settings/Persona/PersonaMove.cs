namespace Twofold.Policies;

/// <summary>Whether a persona may move to another phone.</summary>
public sealed class PersonaMove : AccessSetting
{
    /// <summary>The setting.</summary>
    public static readonly PersonaMove Instance = new();

    private PersonaMove()
    {
    }

    /// <inheritdoc/>
    public override string Key => "persona.move";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Persona;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Move to another phone";

    /// <inheritdoc/>
    public override string Explanation =>
        "Whether the persona that the work VM holds may move to another phone.";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The server refuses the move itself and reads its own refusals back.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];
}
