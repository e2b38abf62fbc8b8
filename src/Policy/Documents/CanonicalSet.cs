using System.Text.Json;

namespace Twofold.Policies;

/// <summary>What a policy set says, in one spelling, for its digest.</summary>
internal static class CanonicalSet
{
    public static string Digest(IReadOnlyList<PolicyDocument> byName) => CanonicalJson.Digest(CanonicalJson.Write(json =>
    {
        json.WriteStartArray();
        foreach (var policy in byName) Write(json, policy);
        json.WriteEndArray();
    }));

    private static void Write(Utf8JsonWriter json, PolicyDocument policy)
    {
        json.WriteStartObject();
        json.WriteSorted("labels", policy.MatchLabels);
        json.WriteString("name", policy.Name);
        json.WriteSorted("settings", policy.Statements.Select(s => KeyValuePair.Create(s.Setting.Key, s.Text)));
        json.WriteString("slot", policy.Slot);
        json.WriteEndObject();
    }
}
