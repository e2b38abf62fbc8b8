using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Secrets in NV indices of the phone's TPM 2.0.</summary>
/// <remarks>
/// A secret is 256 random bits from the TPM itself, kept as 64 hex characters because a LUKS passphrase must be text.
/// It moves only between children of this process, tpm2-tools, through pipes; what carries no secret is asked of the TPM directly.
/// </remarks>
public sealed class TpmVault : ISecretVault, IDisposable
{
    private const string Attributes = "ownerread|ownerwrite|authread|authwrite|no_da";
    private const int SecretLength = 64;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> environment;
    private readonly SecretTable table;
    private readonly TpmLine tpm;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <param name="tcti">How tpm2-tools reach the TPM: "swtpm:path=SOCKET", "device:/dev/tpmrm0".</param>
    /// <param name="partitionFolder">Where the table of names lies.</param>
    public TpmVault(string tcti, string partitionFolder)
    {
        environment = new() { ["TPM2TOOLS_TCTI"] = tcti, ["TSS2_LOG"] = "all+NONE" };
        tpm = new TpmLine(tcti);
        table = new SecretTable(Path.Combine(partitionFolder, "secrets.json"));
    }

    /// <inheritdoc/>
    public Task CreateAsync(SecretName name, CancellationToken cancellation) => Alone(async () =>
    {
        var held = await tpm.HeldAsync(cancellation);
        var index = table.Assign(name.ToString(), held.Keys);
        if (held.TryGetValue(index, out var written) && written)
            throw new DeviceException(DeviceCodes.SecretExists, $"the vault holds `{name}` already");
        // Defined but never written: an earlier attempt was cut off.
        if (held.ContainsKey(index)) await tpm.UndefineAsync(index, cancellation);
        await ShellAsync("exec tpm2_nvdefine \"$1\" -C o -s \"$2\" -a \"$3\"", [Hex(index), $"{SecretLength}", Attributes], cancellation);
        await ShellAsync($"tpm2_getrandom --hex {SecretLength / 2} | tpm2_nvwrite \"$1\" -C o -i -", [Hex(index)], cancellation);
        if (!(await tpm.HeldAsync(cancellation)).GetValueOrDefault(index)) throw Failed("the new secret was not written");
    }, cancellation);

    /// <inheritdoc/>
    public async Task FeedAsync(SecretName name, string pipePath, CancellationToken cancellation)
    {
        if (!await ExistsAsync(name, cancellation)) throw new DeviceException(DeviceCodes.SecretNotFound, $"the vault holds no `{name}`");
        var index = table.Read()[name.ToString()];
        // The shell opens the pipe, so it waits for its reader before the TPM is asked.
        await ShellAsync("exec tpm2_nvread \"$1\" -C o > \"$2\"", [Hex(index), pipePath], cancellation);
    }

    /// <inheritdoc/>
    public Task DestroyAsync(SecretName name, CancellationToken cancellation) => Alone(async () =>
    {
        if (!table.Read().TryGetValue(name.ToString(), out var index)) return;
        if ((await tpm.HeldAsync(cancellation)).ContainsKey(index)) await EraseAsync(index, cancellation);
        if ((await tpm.HeldAsync(cancellation)).ContainsKey(index)) throw Failed("the secret is still there");
    }, cancellation);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(SecretName name, CancellationToken cancellation) =>
        (await ListAsync(cancellation)).Contains(name);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellation)
    {
        var held = await tpm.HeldAsync(cancellation);
        return [.. table.Read().Where(entry => held.GetValueOrDefault(entry.Value)).Select(entry => Parse(entry.Key)).OfType<SecretName>()];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        tpm.Dispose();
        oneAtATime.Dispose();
    }

    /// <summary>
    /// Overwritten first: a software TPM keeps copies of the last values in its memory, and undefining alone leaves them there. By the tool that wrote
    /// the secret, because only what takes the same ways through that memory overwrites all of it.
    /// </summary>
    private async Task EraseAsync(uint index, CancellationToken cancellation)
    {
        await ShellAsync($"head -c {SecretLength} /dev/zero | tpm2_nvwrite \"$1\" -C o -i -", [Hex(index)], cancellation);
        await tpm.UndefineAsync(index, cancellation);
    }

    private async Task ShellAsync(string script, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var result = await Tool.RunAsync("bash", ["-o", "pipefail", "-c", script, "bash", .. arguments], environment, Limit, cancellation);
        if (!result.Ok) throw Failed(result.Complaint);
    }

    private async Task Alone(Func<Task> work, CancellationToken cancellation)
    {
        await oneAtATime.WaitAsync(cancellation);
        try { await work(); }
        finally { oneAtATime.Release(); }
    }

    private static SecretName? Parse(string text) =>
        text.Split('/') is [var vm, var purpose] && VmRef.TryParse(vm) is { } parsed ? new SecretName(parsed, purpose) : null;

    private static string Hex(uint index) => $"0x{index:x8}";

    private static DeviceException Failed(string why) => new(DeviceCodes.SecretVaultFailed, why);
}
