using System.Diagnostics;

namespace Twofold.EndToEnd.Tests.World;

/// <summary>The programs as they were built beside these tests, and the folders of the checkout.</summary>
internal static class Built
{
    /// <summary>The folder that holds Management.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The guest image; <c>./dev test</c> builds it and says where.</summary>
    public static string GuestImage { get; } = Environment.GetEnvironmentVariable("TWOFOLD_IMAGE") ?? Path.Combine(Root, ".twofold", "image");

    /// <summary>The dll of a project, from the same configuration as these tests.</summary>
    public static string Program(string project, string assembly)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
        return Path.Combine(Root, "artifacts", "bin", project, configuration, assembly + ".dll");
    }

    /// <summary>Runs a program to its end. Throws with what it printed when it fails and <paramref name="check"/> is set.</summary>
    public static async Task<(int Exit, string Output)> RunAsync(string program, IEnumerable<string> arguments, bool check = true, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = Root,
        };
        using var process = Process.Start(start)!;
        if (input is not null) await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        var all = await output + await error;
        return check && process.ExitCode != 0 ? throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {all}") : (process.ExitCode, all);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Management.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the tests run outside a checkout");
        return folder;
    }
}
