using Twofold.Fleet;

namespace Twofold.Web.Tests.Running;

/// <summary>One console for all tests of a class, with a budget that none of them uses up.</summary>
public sealed class SharedConsole : IAsyncLifetime
{
    public RunningConsole Console { get; private set; } = null!;

    /// <summary>A phone that is enrolled.</summary>
    public string Phone { get; private set; } = string.Empty;

    public static string[] Everything =>
        [Capability.FleetRead, Capability.AuditRead, Capability.VmLifecycle, Capability.Wipe, Capability.PolicyWrite, Capability.PhoneEnrol, Capability.PersonErase, Capability.BackupMake];

    public async ValueTask InitializeAsync()
    {
        Console = await RunningConsole.StartAsync(budget: 1000);
        Phone = await Console.EnrolAsync();
    }

    public ValueTask DisposeAsync() => Console.DisposeAsync();
}
