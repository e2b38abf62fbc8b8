using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>The reference values that attestation accepts.</summary>
/// <param name="Values">Digests in lower-case hexadecimal; null means that any measurement is accepted.</param>
public sealed record AcceptedMeasurements(ImmutableSortedSet<string>? Values)
{
    /// <inheritdoc/>
    public bool Equals(AcceptedMeasurements? other) =>
        other is not null && (Values is null ? other.Values is null : other.Values is not null && Values.SetEquals(other.Values));

    /// <inheritdoc/>
    public override int GetHashCode() => Values?.Count ?? -1;
}

/// <summary>Which measurements of a phone are accepted as its own.</summary>
public sealed partial class IntegrityMeasurements : Setting<AcceptedMeasurements>
{
    /// <summary>The setting.</summary>
    public static readonly IntegrityMeasurements Instance = new();

    /// <summary>The most reference values of one policy.</summary>
    public const int Most = 32;

    private const string Any = "any";
    private const string None = "none";

    private IntegrityMeasurements()
    {
    }

    /// <inheritdoc/>
    public override string Key => "integrity.measurements";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Integrity;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Reference values";

    /// <inheritdoc/>
    public override string Unit => string.Empty;

    /// <inheritdoc/>
    public override AcceptedMeasurements Default => new(Values: null);

    /// <inheritdoc/>
    public override AcceptedMeasurements Strictest => new(Values: []);

    /// <inheritdoc/>
    public override string Pattern => "^(any|none|[0-9a-f]{64}(,[0-9a-f]{64})*)$";

    /// <inheritdoc/>
    public override string Explanation =>
        "Which measurements of the phone open the work VM's key: `any`, or up to 32 SHA-256 values with commas between them. "
        + "Where several policies speak, only the values that all of them accept remain; that may be `none`.";

    /// <inheritdoc/>
    public override string ExampleText => "50d858e0985ecc7f60418aaf0cc5ab587f42c2570a884095a9e8ccacd0f6545c";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The server checks the quote of the phone's TPM against the values.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsTotalOrder => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];

    /// <inheritdoc/>
    public override bool EndangersData => true;

    /// <inheritdoc/>
    public override Reading<AcceptedMeasurements> Parse(string text)
    {
        if (text == Any) return Default;
        if (text == None) return Strictest;
        var values = text.Split(',');
        return values.Length <= Most && values.All(v => Digest().IsMatch(v)) ? new AcceptedMeasurements(values.ToImmutableSortedSet(StringComparer.Ordinal)) : NoValues(text);
    }

    /// <inheritdoc/>
    public override string Format(AcceptedMeasurements value) => value.Values switch
    {
        null => Any,
        { Count: 0 } => None,
        var values => string.Join(',', values),
    };

    /// <inheritdoc/>
    public override AcceptedMeasurements Join(AcceptedMeasurements left, AcceptedMeasurements right) => (left.Values, right.Values) switch
    {
        (null, _) => right,
        (_, null) => left,
        var (one, other) => new(one.Intersect(other)),
    };

    private ValueFault NoValues(string text) => new(
        "policy/unknown-value",
        $"`{Quote.Short(text)}` is not a value of `{Key}`, which is `any`, `none` or at most {Most} SHA-256 values in lower-case hexadecimal with commas between them");

    [GeneratedRegex(@"\A[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Digest();
}
