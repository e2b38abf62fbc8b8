using Twofold.Fleet.Embedded.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The crash test starts this program again as the host that it kills.
return args switch
{
    [CrashChild.Verb, var file, var round] => await CrashChild.RunAsync(file, round),
    _ when args.Any(a => a is "--server" or "--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
