using Twofold.Fleet.Embedded;
using Twofold.Fleet.Gateway;
using Twofold.Web.Backups;

namespace Twofold.Web.Composition;

/// <summary>The executable: starts the console, says where it is, and waits.</summary>
public static class ConsoleMain
{
    private const int CannotStart = 2;

    /// <summary>Runs until stopped. 0, or 2 when it cannot start.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Contains("--help"))
        {
            Console.WriteLine(ConsoleOptions.Usage);
            Console.WriteLine(BackupVerbs.Usage);
            return 0;
        }

        if (await BackupVerbs.RunAsync(args) is { } exit) return exit;

        var options = ConsoleOptions.Read(args);
        if (!options.Ok) return Refuse(options.Refusal.Code, options.Refusal.Message);
        try
        {
            await using var server = await ConsoleServer.StartAsync(options.Value);
            await AnnounceAsync(server, options.Value.ReadyFile);
            await server.WaitForShutdownAsync();
            return 0;
        }
        catch (StartException fault)
        {
            return Refuse(fault.Code, fault.Message);
        }
        catch (StoreException fault)
        {
            return Refuse(fault.Code, fault.Message);
        }
        catch (TrustException fault)
        {
            return Refuse(fault.Code, fault.Message);
        }
        catch (IOException fault)
        {
            return Refuse("console/address", fault.Message);
        }
    }

    private static async Task AnnounceAsync(ConsoleServer server, string? readyFile)
    {
        if (server.FirstLink is { } link) Console.WriteLine($"sign-in {link}");
        var ready = $"ready {server.Url.GetLeftPart(UriPartial.Authority)}";
        Console.WriteLine($"gateway {server.GatewayUrl.GetLeftPart(UriPartial.Authority)}");
        Console.WriteLine(ready);
        if (readyFile is not null) await File.WriteAllTextAsync(readyFile, ready + "\n");
    }

    private static int Refuse(string code, string message)
    {
        Console.Error.WriteLine($"error: {message} ({code})");
        return CannotStart;
    }
}
