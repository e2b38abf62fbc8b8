using System.Text.RegularExpressions;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Secrets in NV indices of the phone's TPM 2.0, through tpm2-tools.</summary>
/// <remarks>
/// A secret is 256 random bits from the TPM itself, kept as 64 hex characters because a LUKS passphrase must be text.
/// It moves only between children of this process, through pipes.
/// </remarks>
public sealed partial class TpmVault : ISecretVault, IDisposable
{
    private const string Attributes = "ownerread|ownerwrite|authread|authwrite|no_da";
    private const int SecretLength = 64;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, string> environment;
    private readonly SecretTable table;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <param name="tcti">How tpm2-tools reach the TPM: "swtpm:path=SOCKET", "device:/dev/tpmrm0".</param>
    /// <param name="partitionFolder">Where the table of names lies.</param>
    public TpmVault(string tcti, string partitionFolder)
    {
        environment = new() { ["TPM2TOOLS_TCTI"] = tcti, ["TSS2_LOG"] = "all+NONE" };
        table = new SecretTable(Path.Combine(partitionFolder, "secrets.json"));
    }

    /// <inheritdoc/>
    public Task CreateAsync(SecretName name, CancellationToken cancellation) => Alone(async () =>
    {
        var index = table.Assign(name.ToString());
        var held = await HeldAsync(cancellation);
        if (held.TryGetValue(index, out var written) && written)
            throw new DeviceException(DeviceCodes.SecretExists, $"the vault holds `{name}` already");
        // Defined but never written: an earlier attempt was cut off.
        if (held.ContainsKey(index)) await TpmAsync("tpm2_nvundefine", [Hex(index), "-C", "o"], cancellation);
        await TpmAsync("tpm2_nvdefine", [Hex(index), "-C", "o", "-s", $"{SecretLength}", "-a", Attributes], cancellation);
        await ShellAsync($"tpm2_getrandom --hex {SecretLength / 2} | tpm2_nvwrite \"$1\" -C o -i -", [Hex(index)], cancellation);
        if (!(await HeldAsync(cancellation)).GetValueOrDefault(index)) throw Failed("the new secret was not written");
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
        if ((await HeldAsync(cancellation)).ContainsKey(index)) await EraseAsync(index, cancellation);
        if ((await HeldAsync(cancellation)).ContainsKey(index)) throw Failed("the secret is still there");
        table.Remove(name.ToString());
    }, cancellation);

    /// <inheritdoc/>
    public async Task<bool> ExistsAsync(SecretName name, CancellationToken cancellation) =>
        (await ListAsync(cancellation)).Contains(name);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SecretName>> ListAsync(CancellationToken cancellation)
    {
        var held = await HeldAsync(cancellation);
        return [.. table.Read().Where(entry => held.GetValueOrDefault(entry.Value)).Select(entry => Parse(entry.Key)).OfType<SecretName>()];
    }

    /// <inheritdoc/>
    public void Dispose() => oneAtATime.Dispose();

    /// <summary>Overwritten first: a software TPM keeps copies of the last values in its memory, and undefining alone leaves them there.</summary>
    private async Task EraseAsync(uint index, CancellationToken cancellation)
    {
        await ShellAsync($"head -c {SecretLength} /dev/zero | tpm2_nvwrite \"$1\" -C o -i -", [Hex(index)], cancellation);
        await TpmAsync("tpm2_nvundefine", [Hex(index), "-C", "o"], cancellation);
    }

    /// <summary>The NV indices that the TPM itself names, and whether each was written.</summary>
    private async Task<Dictionary<uint, bool>> HeldAsync(CancellationToken cancellation)
    {
        var listing = await TpmAsync("tpm2_nvreadpublic", [], cancellation);
        return IndexShape().Matches(listing).ToDictionary(
            match => Convert.ToUInt32(match.Groups["index"].Value, 16),
            match => match.Groups["attributes"].Value.Split('|').Contains("written"));
    }

    private async Task<string> TpmAsync(string tool, IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var result = await Tool.RunAsync(tool, arguments, environment, Limit, cancellation);
        return result.Ok ? result.Output : throw Failed($"{tool}: {result.Complaint}");
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

    [GeneratedRegex(@"^0x(?<index>[0-9a-fA-F]{1,8}):\n(?:  .*\n)*?  attributes:\n    friendly: (?<attributes>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IndexShape();
}
