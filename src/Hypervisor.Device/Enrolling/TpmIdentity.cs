using System.Security.Cryptography;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>The identity of hardware with a TPM 2.0: the SHA-256 of the public part of its endorsement key, which no software can change.</summary>
internal static class TpmIdentity
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Reads the identity through tpm2-tools.</summary>
    /// <param name="tcti">How they reach the TPM: "swtpm:path=SOCKET", "device:/dev/tpmrm0".</param>
    /// <exception cref="DeviceException"><c>secret/vault-failed</c>, <c>tool/missing</c></exception>
    public static async Task<string> ReadAsync(string tcti, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("twofold-ek-").FullName;
        try
        {
            var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TPM2TOOLS_TCTI"] = tcti, ["TSS2_LOG"] = "all+NONE" };
            var key = Path.Combine(folder, "ek.pub");
            await RunAsync("tpm2_createek", ["-G", "ecc", "-c", Path.Combine(folder, "ek.ctx"), "-u", key]);
            await RunAsync("tpm2_flushcontext", ["-t"]);
            return Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(key, cancellation)));

            async Task RunAsync(string tool, IEnumerable<string> arguments)
            {
                var result = await Tool.RunAsync(tool, arguments, environment, Limit, cancellation);
                if (!result.Ok) throw new DeviceException(DeviceCodes.SecretVaultFailed, $"{tool}: {result.Complaint}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
