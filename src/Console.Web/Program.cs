using Twofold.Web;

await ConsoleApp.Build(args).RunAsync();
