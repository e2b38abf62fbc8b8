using System.Text.Json;

namespace Twofold.Policies;

/// <summary>The bytes of a policy document.</summary>
internal static class PayloadJson
{
    private const int Version = 1;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 3 };

    public static byte[] Write(PolicyScope scope, IEnumerable<KeyValuePair<string, string>> values) => CanonicalJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("v", Version);
        json.WriteString("scope", scope.ToString());
        json.WriteSorted("values", values);
        json.WriteEndObject();
    });

    public static PolicyPayloadResult Read(ReadOnlySpan<byte> untrustedBytes)
    {
        if (untrustedBytes.Length > PolicyLimits.PayloadBytes)
            return Refuse("payload/too-large", $"a policy document has at most {PolicyLimits.PayloadBytes} bytes");
        try
        {
            using var json = JsonDocument.Parse(untrustedBytes.ToArray(), Strict);
            return Read(json.RootElement, untrustedBytes);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // A text that is no UTF-8 passes the parser and shows only when it is taken out, as InvalidOperationException.
            return Refuse("payload/malformed", "this is not a policy document");
        }
    }

    private static PolicyPayloadResult Read(JsonElement root, ReadOnlySpan<byte> untrustedBytes)
    {
        if (!HasShape(root, out var version, out var scopeText, out var values))
            return Refuse("payload/malformed", "a policy document has the members `v`, `scope` and `values`, and texts for values");
        if (version != Version) return Refuse("payload/unknown-version", $"`{version}` is not a known version of policy documents");
        var scope = PolicyScope.Parse(scopeText);
        if (!scope.IsRead) return new(Payload: null, scope.Fault);
        var payload = new PolicyPayload(scope.Value, values);
        return payload.Bytes.Span.SequenceEqual(untrustedBytes)
            ? new(payload, Fault: null)
            : Refuse("payload/not-canonical", "a policy document has one spelling, and this is another");
    }

    private static bool HasShape(
        JsonElement root, out int version, out string scope, out IReadOnlyList<KeyValuePair<string, string>> values)
    {
        (version, scope, values) = (0, string.Empty, []);
        if (root.ValueKind != JsonValueKind.Object || root.GetPropertyCount() != 3) return false;
        if (!root.TryGetProperty("v", out var v) || v.ValueKind != JsonValueKind.Number || !v.TryGetInt32(out version)) return false;
        if (!root.TryGetProperty("scope", out var s) || s.ValueKind != JsonValueKind.String) return false;
        if (!root.TryGetProperty("values", out var all) || all.ValueKind != JsonValueKind.Object) return false;
        if (all.EnumerateObject().Any(m => m.Value.ValueKind != JsonValueKind.String)) return false;
        scope = s.GetString()!;
        values = [.. all.EnumerateObject().Select(m => KeyValuePair.Create(m.Name, m.Value.GetString()!))];
        return true;
    }

    private static PolicyPayloadResult Refuse(string code, string message) => new(Payload: null, new(code, message));
}
