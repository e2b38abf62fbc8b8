using Twofold.Fuzz.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// `./dev fuzz` runs the cases without a test runner around them.
return args switch
{
    ["cases", .. var rest] => FuzzRun.Run(rest),
    _ when args.Any(a => a is "--server" or "--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
