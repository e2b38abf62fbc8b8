using Twofold.Fleet.Embedded.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// Tests start this program again: as the host that they kill, and as one of several writers.
return args switch
{
    [CrashChild.Verb, var file, var round] => await CrashChild.RunAsync(file, round),
    [WriterChild.Verb, var connectionString, var writer] => await WriterChild.RunAsync(connectionString, writer),
    _ when args.Any(a => a is "--server" or "--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
