using Twofold.Web.Composition;

return await ConsoleMain.RunAsync(args);
