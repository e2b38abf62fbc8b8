using System.Net;
using System.Net.Sockets;

namespace Twofold.Bench.Running;

/// <summary>The programs as they were built beside this one.</summary>
internal static class Built
{
    /// <summary>The folder that holds Management.sln.</summary>
    public static string Root { get; } = FindRoot();

    public static string Console => Program("Console.Web", "Twofold.Web");

    public static string Simulator => Program("Fleet.Simulator", "twofold-simulator");

    public static string Agent => Program("Hypervisor.Device", "twofold-agent");

    public static string Floor => Program("Floor", "twofold-floor");

    /// <summary>The guest's kernel and initramfs; <c>./dev bench</c> builds them and says where.</summary>
    /// <exception cref="InvalidOperationException">They are not there.</exception>
    public static string GuestImage()
    {
        var image = Environment.GetEnvironmentVariable("TWOFOLD_IMAGE") ?? Path.Combine(Root, ".twofold", "image");
        return File.Exists(Path.Combine(image, "vmlinux"))
            ? image
            : throw new InvalidOperationException(
                $"there is no guest image in `{image}`: run `bash infra/guest/build-image.sh DIR` and set TWOFOLD_IMAGE to it");
    }

    /// <summary>A port that was free a moment ago, for a server that has to come back at the same address.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static string Program(string project, string assembly)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name;
        var dll = Path.Combine(Root, "artifacts", "bin", project, configuration, assembly + ".dll");
        return File.Exists(dll) ? dll : throw new InvalidOperationException($"`{project}` is not built: run `./dev bench`");
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Management.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the benchmarks run outside a checkout");
        return folder;
    }
}
