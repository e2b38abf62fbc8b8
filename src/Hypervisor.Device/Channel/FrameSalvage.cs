using System.Text.Json;

namespace Twofold.Device;

/// <summary>Takes the signed orders out of a frame that cannot be read as a whole, so that a lock or a wipe arrives whatever else changed.</summary>
public static class FrameSalvage
{
    /// <summary>The text of the member <c>orders</c>, or null. It is as untrusted as the frame; its signature decides.</summary>
    public static string? Orders(ReadOnlyMemory<byte> untrustedFrame)
    {
        try
        {
            using var json = JsonDocument.Parse(untrustedFrame, new JsonDocumentOptions { MaxDepth = 16 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("orders", out var orders)
                && orders.ValueKind == JsonValueKind.String ? orders.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
