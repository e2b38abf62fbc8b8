namespace Twofold.Fleet.Governors;

/// <summary>How many work VMs may be put at risk on one person's word.</summary>
/// <param name="PerHour">Within any 60 minutes, 0 to <see cref="GovernorSettings.MaxPerHour"/>.</param>
/// <param name="PerDay">Within any 24 hours, 0 to <see cref="GovernorSettings.MaxPerDay"/>.</param>
public sealed record Budget(int PerHour, int PerDay);

/// <summary>What the governor goes by.</summary>
/// <param name="Organisation">What everybody together may.</param>
/// <param name="Role">What all holders of one role together may.</param>
/// <param name="Person">What one person may, in person and through tokens.</param>
/// <param name="RoleAge">How long someone must have held the role before their approval counts; up to 30 days.</param>
/// <param name="LooseningWait">How long a change of who decides waits after it was agreed on; up to 30 days.</param>
public sealed record GovernorSettings(Budget Organisation, Budget Role, Budget Person, TimeSpan RoleAge, TimeSpan LooseningWait)
{
    /// <summary>The largest budget of an hour.</summary>
    public const int MaxPerHour = 1000;

    /// <summary>The largest budget of a day.</summary>
    public const int MaxPerDay = 4000;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>What holds until something is set.</summary>
    public static GovernorSettings Default { get; } = Of(20);

    /// <summary>
    /// The usual settings around one number: everybody together, one role and one person may put it at risk in an hour; in a day four,
    /// three and two times as many.
    /// </summary>
    public static GovernorSettings Of(int perHour) => new(
        new(perHour, 4 * perHour), new(perHour, 3 * perHour), new(perHour, 2 * perHour), TimeSpan.FromHours(72), TimeSpan.FromHours(24));

    /// <summary>The tighter of both in everything.</summary>
    public GovernorSettings TighterOf(GovernorSettings other) => new(
        Less(Organisation, other.Organisation), Less(Role, other.Role), Less(Person, other.Person),
        RoleAge > other.RoleAge ? RoleAge : other.RoleAge, LooseningWait > other.LooseningWait ? LooseningWait : other.LooseningWait);

    /// <summary>What is wrong with the settings, or null.</summary>
    internal string? Problem => new[] { Organisation, Role, Person }.Any(b => b.PerHour is < 0 or > MaxPerHour || b.PerDay is < 0 or > MaxPerDay)
        ? $"a budget lies between 0 and {MaxPerHour} VMs an hour and {MaxPerDay} a day"
        : IsTime(RoleAge) && IsTime(LooseningWait) ? null : $"the age of a role and the wait lie between 0 and {Longest.TotalDays:0} days";

    /// <summary>Whether nothing passes under these that did not pass under the others.</summary>
    internal bool AsTightAs(GovernorSettings other) => TighterOf(other) == this;

    /// <summary>The budget of a bucket, by its name.</summary>
    internal Budget Of(string bucket) => bucket.Split(':')[0] switch
    {
        Buckets.RolePrefix => Role,
        Buckets.PersonPrefix => Person,
        _ => Organisation,
    };

    private static Budget Less(Budget one, Budget other) => new(Math.Min(one.PerHour, other.PerHour), Math.Min(one.PerDay, other.PerDay));

    private static bool IsTime(TimeSpan time) => time >= TimeSpan.Zero && time <= Longest;
}
