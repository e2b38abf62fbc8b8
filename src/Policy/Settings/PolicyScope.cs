using System.Text.Json.Serialization;

namespace Twofold.Policies;

/// <summary>
/// Whom a policy document binds: the phone (<c>phone</c>) or the work VM in one slot (<c>vm:work</c>).
/// INVARIANT: there is no scope of the personal VM, so no setting can be made to bind it.
/// </summary>
[JsonConverter(typeof(PolicyScopeJson))]
public sealed record PolicyScope
{
    private const string VmPrefix = "vm:";

    private PolicyScope(string? slot) => Slot = slot;

    /// <summary>The phone itself: what may pass between its VMs.</summary>
    public static PolicyScope Phone { get; } = new(slot: null);

    /// <summary>The slot of the VM, or null for the phone.</summary>
    public string? Slot { get; }

    /// <summary>The scope of the VM in that slot.</summary>
    /// <exception cref="ArgumentException">The slot is not a name, or is the personal one.</exception>
    public static PolicyScope Vm(string slot) =>
        SlotName.Check(slot) is { } fault ? throw new ArgumentException(fault.Message, nameof(slot)) : new(slot);

    /// <summary>Reads <c>phone</c> or <c>vm:slot</c>.</summary>
    public static Reading<PolicyScope> Parse(string text)
    {
        if (text == "phone") return Phone;
        if (!text.StartsWith(VmPrefix, StringComparison.Ordinal))
            return new ValueFault("policy/bad-scope", $"`{Quote.Short(text)}` is not a scope, which is `phone` or `vm:` and a slot");
        var slot = text[VmPrefix.Length..];
        return SlotName.Check(slot) is { } fault ? fault : new PolicyScope(slot);
    }

    /// <summary>Whether a document of this scope carries that setting.</summary>
    public bool Covers(Setting setting) => setting.Scope == (Slot is null ? SettingScope.Flow : SettingScope.Vm);

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    public override string ToString() => Slot is null ? "phone" : VmPrefix + Slot;
}
