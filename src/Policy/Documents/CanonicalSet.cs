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
        WritePhones(json, policy);
        json.WriteString("name", policy.Name);
        WriteSettings(json, policy);
        json.WriteString("slot", policy.Slot);
        json.WriteEndObject();
    }

    // Statements stand in the order of their keys.
    private static void WriteSettings(Utf8JsonWriter json, PolicyDocument policy)
    {
        json.WriteStartObject("settings");
        foreach (var statement in policy.Statements) json.WriteString(statement.Setting.Key, statement.Text);
        json.WriteEndObject();
    }

    // Labels alone are written as they always were, so that sets which say nothing more keep their digests.
    private static void WritePhones(Utf8JsonWriter json, PolicyDocument policy)
    {
        if (policy is { Assigned.IsEmpty: true, Phones.AsLabels: { } labels })
        {
            json.WriteSorted("labels", labels);
            return;
        }

        json.WriteStartArray("phones");
        foreach (var phones in policy.Assigned.IsEmpty ? [policy.Phones] : policy.Assigned) json.WriteStringValue(phones.ToString());
        json.WriteEndArray();
    }
}
