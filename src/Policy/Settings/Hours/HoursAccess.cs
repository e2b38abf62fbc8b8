namespace Twofold.Policies;

/// <summary>When a work VM may be open.</summary>
public sealed class HoursAccess : Setting<WeeklyHours>
{
    /// <summary>The setting.</summary>
    public static readonly HoursAccess Instance = new();

    private const string Always = "always";
    private const string Never = "never";

    // Longer than any week in its one spelling.
    private const int MostLength = 8_000;

    private HoursAccess()
    {
    }

    /// <inheritdoc/>
    public override string Key => "hours.access";

    /// <inheritdoc/>
    public override SettingGroup Group => SettingGroup.Hours;

    /// <inheritdoc/>
    public override SettingScope Scope => SettingScope.Vm;

    /// <inheritdoc/>
    public override string Title => "Hours of work";

    /// <inheritdoc/>
    public override string Unit => "";

    /// <inheritdoc/>
    public override WeeklyHours Default => WeeklyHours.Always;

    /// <inheritdoc/>
    public override string Explanation =>
        "When the work VM may be open, in the phone's local time: windows such as `mon-fri 07:00-19:00, sat 09:00-12:00` on "
        + "quarters of an hour, `always` or `never`. A window that ends before it begins goes on past midnight. Where several "
        + "policies speak, only the time that all of them allow remains.";

    /// <inheritdoc/>
    public override string ExampleText => "mon-fri 07:00-19:00";

    /// <inheritdoc/>
    public override Enforcement Enforcement => Enforcement.ControlPartition;

    /// <inheritdoc/>
    public override string ReadBack =>
        "The control partition compares its hours with what the hypervisor says the work VM does now.";

    /// <inheritdoc/>
    public override TakesEffect TakesEffect => TakesEffect.Live;

    /// <inheritdoc/>
    public override bool IsCarriedOut => true;

    /// <inheritdoc/>
    public override bool IsSaidByDefault => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> AndroidManagementFields => [];

    /// <inheritdoc/>
    public override IReadOnlyList<string> IntuneFields => [];

    /// <inheritdoc/>
    public override WeeklyHours Strictest => WeeklyHours.Never;

    /// <inheritdoc/>
    public override bool IsTotalOrder => false;

    /// <inheritdoc/>
    public override string EmptyListText => Never;

    /// <inheritdoc/>
    public override string Pattern => $"^({Always}|{Never}|{WeeklyHoursText.Pattern}(, *{WeeklyHoursText.Pattern})*)$";

    /// <inheritdoc/>
    public override Reading<WeeklyHours> Parse(string text)
    {
        if (text == Always) return WeeklyHours.Always;
        if (text == Never) return WeeklyHours.Never;
        if (text.Length > MostLength) return NoHours(text);
        var hours = WeeklyHours.Never;
        foreach (var window in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (WeeklyHoursText.Add(hours, window) is not { } more) return NoHours(window);
            hours = more;
        }

        return hours;
    }

    /// <inheritdoc/>
    public override string Format(WeeklyHours value) => value switch
    {
        _ when value.Equals(WeeklyHours.Always) => Always,
        _ when value.Equals(WeeklyHours.Never) => Never,
        _ => WeeklyHoursText.Format(value),
    };

    /// <inheritdoc/>
    public override WeeklyHours Join(WeeklyHours left, WeeklyHours right) => left.Intersect(right);

    private ValueFault NoHours(string text) => new(
        "policy/not-hours",
        $"`{Quote.Short(text)}` is not a value of `{Key}`, which is `{Always}`, `{Never}` or windows on quarters of an hour such as `mon-fri 07:00-19:00`");
}
