namespace Twofold.Device;

/// <summary>How long a step may take before it is abandoned and tried again later.</summary>
internal static class StepTimeouts
{
    public static readonly TimeSpan Observe = TimeSpan.FromSeconds(30);

    /// <summary>How long an abandoned step may take to let go.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static TimeSpan Of(Step step) => step switch
    {
        Step.Provision or Step.Start or Step.Suspend => TimeSpan.FromMinutes(3),
        Step.Stop => TimeSpan.FromMinutes(1),
        _ => TimeSpan.FromSeconds(30),
    };
}
