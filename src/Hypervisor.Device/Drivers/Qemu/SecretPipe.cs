using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>A named pipe for one hand-over of one secret from the vault to one reader, neither of which is this process.</summary>
/// <remarks>INVARIANT: one pipe serves one writer and one reader; a second writer's bytes would spoil the key.</remarks>
internal sealed class SecretPipe : IDisposable
{
    private SecretPipe(string path) => Location = path;

    /// <summary>Where a reader finds it.</summary>
    public string Location { get; }

    /// <summary>Runs a reader that is told the pipe's path, while the vault writes the secret into it.</summary>
    public static async Task<T> HandOverAsync<T>(
        string folder, ISecretVault vault, SecretName name, Func<string, CancellationToken, Task<T>> reader, CancellationToken cancellation)
    {
        using var pipe = Make(folder);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var feeding = vault.FeedAsync(name, pipe.Location, bound.Token);
        var reading = reader(pipe.Location, bound.Token);
        try
        {
            // If the vault has nothing to give, the reader would wait for ever.
            if (await Task.WhenAny(feeding, reading) == feeding) await feeding;
            return await reading;
        }
        finally
        {
            await bound.CancelAsync();
            await Settled(feeding);
            await Settled(reading);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(Location);

    private static SecretPipe Make(string folder)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(folder, Guid.NewGuid().ToString("n"));
        Posix.MakePipe(path);
        return new SecretPipe(path);
    }

    private static Task Settled(Task task) => task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
