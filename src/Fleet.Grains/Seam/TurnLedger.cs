using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Twofold.Fleet;

/// <summary>
/// What a grain remembers of commands it has taken, saved with its state: a save may land and still throw, and a letter may come twice.
/// Both memories are bounded; the rules themselves change nothing for a command that is older than these remember.
/// </summary>
public sealed record TurnLedger(ImmutableArray<string> Commands, ImmutableDictionary<string, long> Letters)
{
    /// <summary>How many command ids are remembered; the oldest is forgotten first.</summary>
    public const int MaxCommands = 32;

    /// <summary>Of how many senders the last letter is remembered; the lowest sequence is forgotten first.</summary>
    public const int MaxSenders = 64;

    /// <summary>Nothing taken yet.</summary>
    public static TurnLedger Empty { get; } = new([], ImmutableDictionary<string, long>.Empty);

    /// <summary>Whether this command was taken already.</summary>
    public bool Knows(CommandEnvelope envelope) =>
        Commands.Contains(envelope.CommandId, StringComparer.Ordinal)
        || (envelope is { Sender: { } sender, Sequence: > 0 } && Letters.TryGetValue(sender.ToString(), out var last) && envelope.Sequence <= last);

    /// <summary>The ledger once the command is taken.</summary>
    public TurnLedger With(CommandEnvelope envelope) => new(
        [.. Commands.AsSpan(Math.Max(0, Commands.Length - (MaxCommands - 1))..), envelope.CommandId],
        envelope is { Sender: { } sender, Sequence: > 0 } ? Remember(sender.ToString(), envelope.Sequence) : Letters);

    /// <summary>As stored.</summary>
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, TurnLedgerJson.Default.TurnLedger);

    /// <summary>From the store.</summary>
    public static TurnLedger Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, TurnLedgerJson.Default.TurnLedger)!;

    private ImmutableDictionary<string, long> Remember(string sender, long sequence)
    {
        var room = Letters.Count < MaxSenders || Letters.ContainsKey(sender) ? Letters : Letters.Remove(Letters.MinBy(l => l.Value).Key);
        return room.SetItem(sender, sequence);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TurnLedger))]
internal sealed partial class TurnLedgerJson : JsonSerializerContext;
