using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Fleet;
using Twofold.Web.AuditTrail;

namespace Twofold.Web.Desk;

/// <summary>How provable the history is.</summary>
/// <param name="Newest">The newest checkpoint, or null.</param>
/// <param name="Waiting">Whether something has happened since, which no checkpoint covers yet.</param>
/// <param name="Witnesses">How each witness stands; none when there is no witness.</param>
/// <param name="Key">The public key that verifies checkpoints.</param>
public sealed record AuditProof(StoredCheckpoint? Newest, bool Waiting, ImmutableArray<WitnessStanding> Witnesses, AuditKey Key);

/// <summary>A public key that verifies checkpoints.</summary>
public sealed record AuditKey(string Kid, string Pem);

/// <summary>What makes the history provable.</summary>
public sealed class ProofDesk(Counter counter, ICheckpointStore store, Checkpointer checkpointer, WitnessPublisher witnesses, AuditExport export)
{
    private const int Page = 50;

    /// <summary>How it stands. Needs <c>audit.read</c>.</summary>
    public Task<Answer<AuditProof>> GetAsync(CancellationToken cancel = default) => counter.ReadAsync(Capability.AuditRead, "audit.proof", async () =>
    {
        var newest = await store.NewestCheckpointAsync(cancel);
        var waiting = !(await store.LinksAsync(newest?.Through ?? 0, 1, cancel)).IsEmpty;
        return Answer.Of(new AuditProof(newest, waiting, witnesses.Standings, Key()));
    }, cancel);

    /// <summary>Makes a checkpoint over everything that has happened by now. Needs <c>audit.read</c>: it only adds to what can be proved.</summary>
    public Task<Answer<AuditProof>> CheckpointAsync(CancellationToken cancel = default) => counter.ServeAsync("audit.checkpoint", async _ =>
    {
        await checkpointer.MakeAsync(cancel);
        return await GetAsync(cancel);
    }, cancel, Capability.AuditRead);

    /// <summary>A page of checkpoints, oldest first, beyond a number. Needs <c>audit.read</c>.</summary>
    public Task<Answer<ImmutableArray<StoredCheckpoint>>> CheckpointsAsync(long after, CancellationToken cancel = default) => counter.ReadAsync(
        Capability.AuditRead, "audit.checkpoints", async () => Answer.Of(await store.CheckpointsAsync(after, Page, cancel)), cancel);

    /// <summary>The lines of an export up to the newest checkpoint. Needs <c>audit.read</c>.</summary>
    public Task<Answer<IAsyncEnumerable<string>>> ExportAsync(CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.AuditRead, "audit.export", () => Task.FromResult(Answer.Of(export.LinesAsync(cancel))), cancel);

    private AuditKey Key()
    {
        var (kid, key) = checkpointer.Keys.Write().Single();
        return new AuditKey(kid, PemEncoding.WriteString("PUBLIC KEY", Convert.FromBase64String(key)));
    }
}
