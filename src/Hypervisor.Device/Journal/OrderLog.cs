using System.Globalization;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>What was ordered of this phone, one line an event, for its user. Append-only; when full it starts a second file and drops the third.</summary>
/// <param name="path">Where it is; the one before it has <c>.1</c> at the end. Null keeps nothing.</param>
/// <param name="time">Gives each line its time.</param>
public sealed class OrderLog(string? path, TimeProvider time)
{
    /// <summary>Bytes after which the file is set aside.</summary>
    public const int MaxBytes = 256 * 1024;

    private readonly Lock _lock = new();

    /// <summary>Adds one line: time, order, kind, VM, what became of it.</summary>
    public void Append(string orderId, string kind, VmRef? vm, string outcome)
    {
        if (path is null) return;
        try
        {
            lock (_lock) AppendOrRotate(path, string.Join(' ', time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), orderId, kind, vm?.ToString() ?? "-", outcome));
        }
        catch (IOException)
        {
            // A full disk must not keep an order from being carried out.
        }
    }

    /// <summary>All lines that are kept, the oldest first.</summary>
    public IEnumerable<string> Read() => path is null ? [] : new[] { path + ".1", path }.Where(File.Exists).SelectMany(File.ReadLines);

    private static void AppendOrRotate(string path, string line)
    {
        Rotate(path);
        Append(path, line);
    }

    private static void Append(string path, string line)
    {
        File.AppendAllText(path, line + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static void Rotate(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length >= MaxBytes) File.Move(path, path + ".1", overwrite: true);
    }
}
