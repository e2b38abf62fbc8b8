namespace Twofold.Policies;

/// <summary>What a plan is bound to.</summary>
internal static class PlanInputs
{
    /// <summary>One digest over both sets and the facts of every phone; the order in which phones are given does not change it.</summary>
    public static string Digest(PolicySet? current, PolicySet next, IEnumerable<PhoneFacts> phones) =>
        CanonicalJson.Digest(CanonicalJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("current", current?.Digest);
            json.WriteString("next", next.Digest);
            json.WriteStartArray("phones");
            foreach (var phone in phones.OrderBy(p => p.Id, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("id", phone.Id);
                json.WriteSorted("labels", phone.Labels);
                json.WriteStartArray("slots");
                foreach (var slot in phone.Slots.Order(StringComparer.Ordinal)) json.WriteStringValue(slot);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }));
}
