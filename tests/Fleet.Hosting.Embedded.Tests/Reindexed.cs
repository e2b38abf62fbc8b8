using System.Collections.Immutable;
using Twofold.Fleet.Conformance;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>The counter with other columns in the index, as a later version of the program might have.</summary>
internal sealed class Reindexed(IGrainKind counter, IndexSchema schema) : IGrainKind
{
    public static GrainRegistry Registry { get; } = new([
        new Reindexed(Counter.Registry.Kind(Counter.Kind), new IndexSchema("counters", [new("sum", IndexType.Integer), new("label", IndexType.Text)]))]);

    public string Name => counter.Name;

    public ImmutableArray<IndexSchema> Tables => [schema];

    public Shapes Shapes => counter.Shapes;

    public IActivation Load(GrainId id, StoredGrain? stored, GrainRegistry registry) => counter.Load(id, stored, registry);

    public ImmutableArray<IndexRow> Rows(StoredGrain stored) => [new("counters", [counter.Rows(stored)[0].Values[1], $"row of {stored.Id.Key}"])];

    public byte[] Encode(object command) => counter.Encode(command);

    public byte[]? EncodeWake() => counter.EncodeWake();

    public byte[]? EncodeReturned(Letter letter, string code, string explanation) => counter.EncodeReturned(letter, code, explanation);

    public object Decode(ReadOnlySpan<byte> command) => counter.Decode(command);

    public IPast Past(GrainId id, StoredSnapshot? from) => counter.Past(id, from);

    public bool Passes(string type) => counter.Passes(type);

    public IEnumerable<string> Documents(StoredGrain stored) => counter.Documents(stored);
}
