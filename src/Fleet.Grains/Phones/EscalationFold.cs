using System.Collections.Immutable;

namespace Twofold.Fleet.Phones;

/// <summary>Records which rules are broken and what was done about it.</summary>
internal static class EscalationFold
{
    public static PhoneState Break(PhoneState state, PhoneEvent.RuleBroken broken) => state with
    {
        Broken = [.. state.Broken.Where(r => !Is(r, broken.Slot, broken.Setting) && !r.IsForgotten(broken.Since)), new(broken.Slot, broken.Setting, broken.Since)],
    };

    public static PhoneState Mend(PhoneState state, PhoneEvent.RuleMended mended) => Change(state, mended.Slot, mended.Setting, r => r with { MendedAt = mended.At });

    public static PhoneState End(PhoneState state, PhoneEvent.GraceEnded ended) => Change(state, ended.Slot, ended.Setting, r => r with { OverAt = ended.At });

    /// <summary>A step that is taken again takes the place of the one before.</summary>
    public static PhoneState Take(PhoneState state, TakenStep step) =>
        state with { Steps = [.. state.Steps.Where(s => s.Slot != step.Slot || s.Kind != step.Kind), step] };

    public static PhoneState Refuse(PhoneState state, PhoneEvent.EscalationRefused refused) => state with
    {
        Steps = [.. state.Steps.Select(s => s.OrderId == refused.OrderId ? s with { Refused = refused.Code } : s)],
    };

    public static PhoneState Ease(PhoneState state, PhoneEvent.EscalationEased eased) =>
        state with { Steps = state.Steps.RemoveAll(s => s.OrderId == eased.OrderId) };

    /// <summary>Another VM is in the slot: it has broken nothing yet.</summary>
    public static PhoneState Forget(PhoneState state, string slot) => state with
    {
        Broken = state.Broken.RemoveAll(r => r.Slot == slot), Steps = state.Steps.RemoveAll(s => s.Slot == slot),
    };

    private static PhoneState Change(PhoneState state, string slot, string setting, Func<BrokenRule, BrokenRule> change) =>
        state with { Broken = [.. state.Broken.Select(r => Is(r, slot, setting) ? change(r) : r)] };

    private static bool Is(BrokenRule rule, string slot, string setting) => rule.Slot == slot && rule.Setting == setting;
}
