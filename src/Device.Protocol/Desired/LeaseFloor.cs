namespace Twofold.Protocol;

/// <summary>The shortest lease that a phone obeys, whoever signed a shorter one. Both sides count with it.</summary>
public static class LeaseFloor
{
    /// <summary>The shortest time out of contact before a lock.</summary>
    public static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    /// <summary>The shortest time out of contact before a wipe.</summary>
    public static readonly TimeSpan Wipe = TimeSpan.FromHours(1);
}
