using Microsoft.Extensions.Logging.Console;

namespace Twofold.Web.Composition;

/// <summary>Logs go to standard error; standard output has only the few lines that a program reads.</summary>
static class QuietLogs
{
    public static void AddQuietLogs(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Each wrong token is a line there; the limit on wrong tokens answers them.
        builder.Logging.AddFilter("Twofold.Web.Api.TokenHandler", LogLevel.Warning);
        // It warns that the keys stand unencrypted on disk: they do, in a folder that only its owner reads.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        // INVARIANT: no secret in any log. This category writes whole addresses, and those of one-time links hold a secret.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }
}
