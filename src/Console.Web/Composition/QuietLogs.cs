using Microsoft.Extensions.Logging.Console;

namespace Twofold.Web.Composition;

/// <summary>Logs go to standard error; standard output has only the few lines that a program reads.</summary>
static class QuietLogs
{
    private const string Framework = "Microsoft.AspNetCore";
    private const string Server = "Microsoft.AspNetCore.Server.Kestrel";
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddQuietLogs(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        // Each wrong token is a line there; the limit on wrong tokens answers them.
        builder.Logging.AddFilter("Twofold.Web.Api.TokenHandler", LogLevel.Warning);
        // It warns that the keys stand unencrypted on disk: they do, in a folder that only its owner reads.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.Services.PostConfigure<LoggerFilterOptions>(Silence);
    }

    // For each provider and category one rule decides, so every rule is narrowed, and the one that holds where there is none.
    private static void Silence(LoggerFilterOptions filters)
    {
        LoggerFilterRule[] rules = [new(null, null, filters.MinLevel, null), .. filters.Rules];
        filters.Rules.Clear();
        foreach (var rule in rules) filters.Rules.Add(new(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
            !Tells(category, level) && rule.Filter?.Invoke(provider, category, level) != false));
    }

    // INVARIANT: no secret in any log, whatever level the configuration asks for. Requests are logged with their whole address, and those of
    // one-time links hold a secret; below Information the framework also writes paths, arguments of calls and what was typed into a page.
    private static bool Tells(string? category, LogLevel level) =>
        (Is(category, Requests) && level < LogLevel.Warning) || (Is(category, Framework) && !Is(category, Server) && level < LogLevel.Information);

    private static bool Is(string? category, string prefix) => category?.StartsWith(prefix, StringComparison.Ordinal) == true;
}
