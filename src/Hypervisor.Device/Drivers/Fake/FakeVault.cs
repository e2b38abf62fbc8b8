using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Fake;

/// <summary>Remembers which secrets there are; there is nothing in them.</summary>
public sealed class FakeVault(FakePhone phone) : ISecretVault
{
    /// <inheritdoc/>
    public Task CreateAsync(SecretName name, CancellationToken cancellation)
    {
        lock (phone.Gate)
            return phone.Secrets.Add(name)
                ? Task.CompletedTask
                : Task.FromException(new DeviceException(DeviceCodes.SecretExists, $"the vault holds `{name}` already"));
    }

    /// <inheritdoc/>
    public async Task FeedAsync(SecretName name, string pipePath, CancellationToken cancellation)
    {
        if (!await ExistsAsync(name, cancellation)) throw new DeviceException(DeviceCodes.SecretNotFound, $"the vault holds no `{name}`");
        await File.WriteAllTextAsync(pipePath, new string('0', 64), cancellation);
    }

    /// <inheritdoc/>
    public Task DestroyAsync(SecretName name, CancellationToken cancellation)
    {
        lock (phone.Gate) phone.Secrets.Remove(name);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> ExistsAsync(SecretName name, CancellationToken cancellation)
    {
        lock (phone.Gate) return Task.FromResult(phone.Secrets.Contains(name));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellation)
    {
        lock (phone.Gate) return Task.FromResult<IReadOnlyList<SecretName>>([.. phone.Secrets]);
    }
}
