using System.Security.Cryptography;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>The identity of the hardware of a phone without a TPM: made once, and kept in a file that stands for the hardware.</summary>
public static class HardwareIdentity
{
    private const int MinLength = 8;
    private const int MaxLength = 128;

    /// <summary>Reads the identity; makes a random one the first time.</summary>
    /// <exception cref="DeviceException"><c>hardware/bad-id</c>: the file holds something else.</exception>
    public static string LoadOrMake(string path)
    {
        if (!File.Exists(path)) Make(path);
        var text = File.ReadAllText(path).Trim();
        return text.Length is >= MinLength and <= MaxLength && !text.Any(char.IsControl)
            ? text
            : throw new DeviceException("hardware/bad-id", $"the identity at `{path}` has not {MinLength} to {MaxLength} characters");
    }

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        new DurableFile(path).Write(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))));
    }
}
