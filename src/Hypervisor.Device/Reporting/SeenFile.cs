using System.Text.Json;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>The last report in a file, so that the phone can show its own state while no server is reached.</summary>
/// <param name="path">Where it is.</param>
public sealed class SeenFile(string path)
{
    /// <summary>Keeps a report. It is for display only: losing it loses nothing.</summary>
    public void Write(PhoneReport report)
    {
        try
        {
            new DurableFile(path, sync: false).Write(JsonSerializer.SerializeToUtf8Bytes(report, ProtocolJson.Default.PhoneReport));
        }
        catch (IOException)
        {
            // A full disk must not stop the agent.
        }
    }

    /// <summary>What an earlier agent saw says nothing about now.</summary>
    public void Forget() => File.Delete(path);

    /// <summary>The last report, or null if there is none that can be read.</summary>
    public PhoneReport? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ProtocolJson.Default.PhoneReport) : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }
}
