namespace Twofold.Policies;

/// <summary>What one row makes of one key.</summary>
internal sealed record Judgement(ImportOutcome Outcome, IReadOnlyList<ImportedValue> Says, string Why)
{
    /// <summary>The key decides nothing.</summary>
    public static Judgement NotConfigured { get; } = NotApplicable("not configured");

    /// <summary>The key leaves off what it could have switched on, or counts to zero: that is nothing to say, and so it loosens no default.</summary>
    public static Judgement AsksNothing { get; } = NotApplicable("it asks for no restriction: what other policies and the defaults say holds");

    public static Judgement Mapped(string setting, string text, string why = "") => new(ImportOutcome.Mapped, [new(setting, text)], why);

    public static Judgement NotApplicable(string why) => new(ImportOutcome.NotApplicable, [], why);

    public static Judgement Unsupported(string why) => new(ImportOutcome.Unsupported, [], why);

    /// <summary>The value is none that the key has.</summary>
    public static Judgement UnknownValue(SourceKey key) => Unsupported($"the value `{Quote.Short(key.Text)}` is not known here");

    /// <summary>The same with what every text becomes in its setting; unsupported when a setting does not take one.</summary>
    public Judgement InCatalogue()
    {
        var read = Says.Select(s => (s.Key, Text: Canonical(s))).ToList();
        var fault = read.Select(r => r.Text.Fault).FirstOrDefault(f => f is not null);
        return fault is null ? this with { Says = [.. read.Select(r => new ImportedValue(r.Key, r.Text.Value))] } : Unsupported(fault.Message);
    }

    private static Reading<string> Canonical(ImportedValue value) => value.Key == ImportTable.PolicyName
        ? value.Text
        : SettingCatalogue.TryFind(value.Key, out var setting)
            ? setting.Canonical(value.Text)
            : new ValueFault("policy/unknown-setting", $"there is no setting `{value.Key}` here");
}
