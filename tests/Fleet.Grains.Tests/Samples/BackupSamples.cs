using System.Collections.Immutable;
using Twofold.Fleet.Backups;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of backups.</summary>
internal static class BackupSamples
{
    public static readonly ImmutableArray<Step<BackupCommand>> Commands =
    [
        By<BackupCommand>("ask", Ada, new BackupCommand.Ask("b1")),
        By<BackupCommand>("ask for another", Ada, new BackupCommand.Ask("b2")),
        By<BackupCommand>("ask with a path", Ada, new BackupCommand.Ask("../b3")),
        By<BackupCommand>("finish", Actor.System, new BackupCommand.Finish("b1", "b1.twofold", 4096)),
        By<BackupCommand>("fail", Actor.System, new BackupCommand.Fail("b1", "backup/disk")),
        By<BackupCommand>("fail another", Actor.System, new BackupCommand.Fail("b2", "backup/stopped")),
    ];

    public static readonly ImmutableArray<BackupEvent> Events =
        [new BackupEvent.Asked("b1", "ada", Start), new BackupEvent.Made("b1", "b1.twofold", 4096, Start), new BackupEvent.Failed("b1", "backup/disk", Start)];
}
