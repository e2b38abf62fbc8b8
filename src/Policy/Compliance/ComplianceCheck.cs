namespace Twofold.Policies;

/// <summary>Compares what is required with what was observed. What was not seen is unknown, and unknown is never compliant.</summary>
public static class ComplianceCheck
{
    private const string JustClaimed = "nothing to do; only the guest says so";
    private const string UpdateAgent = "update the agent on the phone: it cannot read what policy says here";

    /// <summary>Judges one policy document against the settings observed in its scope, by key.</summary>
    public static Verdict Check(PolicyPayload required, IReadOnlyDictionary<string, ObservedValue> observed)
    {
        Finding[] findings =
        [
            .. required.Values.Where(v => v.Key.Enforcement != Enforcement.Server && !v.Key.AsksNothing(v.Value))
                .Select(v => Judge(v.Key, v.Value, observed.GetValueOrDefault(v.Key.Key))).OfType<Finding>(),
            .. required.Unknown.Select(k => Unread(k, required: null)),
            .. required.Unreadable.Select(k => Unread(k, required.Values.First(v => v.Key.Key == k).Value)),
        ];
        if (required.Scope.Slot is { } slot) findings = [.. findings.Select(f => f with { Slot = slot })];
        var worst = findings.Select(f => f.State).DefaultIfEmpty(VerdictState.Compliant).Max();
        return new(worst, [.. findings.OrderBy(f => f.Setting, StringComparer.Ordinal).ThenByDescending(f => f.State)]);
    }

    private static Finding? Judge(Setting setting, string required, ObservedValue? observed)
    {
        var (state, remedy) = Compare(setting, required, observed);
        var claimed = observed?.Claimed ?? false;
        return state == VerdictState.Compliant && !claimed
            ? null
            : new(setting.Key, state, required, observed?.Text, remedy, claimed);
    }

    private static (VerdictState State, string Remedy) Compare(Setting setting, string required, ObservedValue? observed)
    {
        if (!setting.IsCarriedOut)
            return (VerdictState.Unknown, $"no agent carries out `{setting.Key}` yet: nothing is known of it");
        if (observed?.Text is not { } text) return (VerdictState.Unknown, "wait for the next report of the phone, or look at the driver: it shows no value");
        if (observed.Claimed && setting.Enforcement != Enforcement.Guest)
            return (VerdictState.Unknown, "only the guest says so: wait until the phone reads it back itself");
        if (text == required) return (VerdictState.Compliant, JustClaimed);
        var read = setting.Canonical(text);
        if (!read.IsRead) return (VerdictState.Unknown, "look at the driver: the value that it shows cannot be read");
        if (setting.Complies(required, read.Value))
            return (VerdictState.Compliant, JustClaimed);
        return setting.TakesEffect == TakesEffect.NextStart
            ? (VerdictState.Pending, "restart the VM: the change takes effect at its next start")
            : (VerdictState.NonCompliant, $"push the policy again; if it stays, the phone does not enforce `{setting.Key}`");
    }

    private static Finding Unread(string key, string? required) =>
        new(key, VerdictState.Unknown, required, Observed: null, UpdateAgent, Claimed: false);
}
