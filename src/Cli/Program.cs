using Twofold.Cli;

return await CommandLine.RunAsync(args);
