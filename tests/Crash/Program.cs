using Twofold.Crash.Tests;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// `./dev crash` runs the rounds without a test runner around them.
return args switch
{
    ["rounds", .. var rest] => await CrashRun.RunAsync(rest),
    _ when args.Any(a => a is "--server" or "--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    _ => await ConsoleRunner.Run(args),
};
