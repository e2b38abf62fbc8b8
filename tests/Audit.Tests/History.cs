using System.Security.Cryptography;
using System.Text;
using Twofold.Protocol;

namespace Twofold.Auditing.Tests;

/// <summary>A history of a few grains, signed in checkpoints, with its export and its witness.</summary>
internal sealed class History : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 3, 9, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _heads = [];
    private readonly List<string> _body = [];
    private StoredStretch? _last;
    private long _position;

    public History() => Signer = new JwsSigner("0123456789abcdef", _key);

    public JwsSigner Signer { get; }

    public JwsKeys Keys => Signer.Keys;

    /// <summary>The lines of the export.</summary>
    public IReadOnlyList<string> Export => [ExportText.Header(_last?.Number ?? 0, _last?.Through ?? 0), .. _body];

    /// <summary>The lines of a witness that has everything.</summary>
    public List<string> Witness { get; } = [];

    /// <summary>A history of so many checkpoints, with so many events in each, that a seed chooses.</summary>
    public static History Of(int seed, int checkpoints = 4, int most = 12)
    {
        var (history, chance) = (new History(), new Random(seed));
        for (var n = 0; n < checkpoints; n++) history.Write(chance, chance.Next(1, most + 1));
        return history;
    }

    public AuditVerdict Verify(IEnumerable<string>? export = null, IEnumerable<string>? witness = null) =>
        AuditVerifier.Verify(export ?? Export, witness ?? Witness, Keys);

    /// <summary>Adds events and the checkpoint over them.</summary>
    public void Write(Random chance, int events)
    {
        var links = new List<CheckpointLink>();
        for (var n = 0; n < events; n++) links.Add(Happen(chance));
        var checkpoint = CheckpointDraft.Next(_last is { } last ? (last.Number, last.Through, last.Jws) : null, links, Start.AddMinutes(_position));
        var jws = CheckpointText.Sign(checkpoint, Signer);
        _last = new StoredStretch(checkpoint.Number, checkpoint.Through, jws);
        _body.Add(ExportText.Checkpoint(jws));
        Witness.Add(jws);
    }

    public void Dispose() => _key.Dispose();

    private CheckpointLink Happen(Random chance)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"type":"observed","text":"{{"é🔒\\n<&'".AsSpan(0, chance.Next(7) is 2 ? 1 : 5)}}","n":{{chance.Next(10)}}}""");
        var happened = new AuditEvent(
            chance.Next(2) == 0 ? "phone" : "vm", $"k{chance.Next(4)}", ++_position, "observed", Start.AddTicks(chance.NextInt64(1L << 40)),
            chance.Next(4), $"actor {chance.Next(3)}", $"c{_position}", body);
        var previous = _heads.GetValueOrDefault(happened.Chain, EventChain.Start);
        var hash = EventChain.Next(previous.Span, happened);
        _heads[happened.Chain] = hash;
        _body.Add(ExportText.Event(_position, happened, hash));
        return new CheckpointLink(_position, happened.Chain, hash);
    }

    private sealed record StoredStretch(long Number, long Through, string Jws);
}
