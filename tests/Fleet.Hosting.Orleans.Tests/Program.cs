using Twofold.Cluster.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// The test of two silos starts this program again as the silo that it kills.
return args switch
{
    [SiloChild.Verb, var connectionString, var ports, var membership] => await SiloChild.RunAsync(connectionString, ports, membership),
    _ when args.Any(a => a is "--server" or "--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
