namespace Twofold.Device.Ports;

/// <summary>The name of a secret: whose, and for what.</summary>
/// <param name="Vm">The VM that it belongs to.</param>
/// <param name="Purpose">"disk".</param>
public sealed record SecretName(VmRef Vm, string Purpose)
{
    /// <summary>The key of its disk, under which its saved memory lies too.</summary>
    public static SecretName Disk(VmRef vm) => new(vm, "disk");

    /// <summary>"work-3/disk".</summary>
    public override string ToString() => $"{Vm}/{Purpose}";
}

/// <summary>Keeps the secrets of the disks.</summary>
/// <remarks>
/// INVARIANT: a secret never enters the agent's process. It is made inside the vault, and goes from the vault to
/// the hypervisor through a pipe between two other processes.
/// </remarks>
public interface ISecretVault
{
    /// <summary>Makes a fresh random secret of 256 bits. <c>secret/exists</c> if there is one of that name.</summary>
    Task CreateAsync(SecretName name, CancellationToken cancellation);

    /// <summary>Writes the secret into the named pipe; returns once a reader has taken it. <c>secret/not-found</c> if there is none.</summary>
    /// <param name="name">Which secret.</param>
    /// <param name="pipePath">An existing named pipe (mkfifo) that only the agent's user can open.</param>
    /// <param name="cancellation">Ends the writer if nobody reads.</param>
    Task FeedAsync(SecretName name, string pipePath, CancellationToken cancellation);

    /// <summary>Destroys the secret so that neither the vault's storage nor its memory holds it; nothing if there is none.</summary>
    Task DestroyAsync(SecretName name, CancellationToken cancellation);

    /// <summary>Whether the vault itself, not a table about it, holds the secret.</summary>
    Task<bool> ExistsAsync(SecretName name, CancellationToken cancellation);

    /// <summary>The names of all secrets that the vault holds.</summary>
    Task<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellation);
}
