using System.Runtime.CompilerServices;
using Twofold.Auditing;
using Twofold.Fleet;

namespace Twofold.Web.AuditTrail;

/// <summary>The whole history up to the newest checkpoint, as an export. It is read in small pages; the past does not change while it is.</summary>
public sealed class AuditExport(ICheckpointStore store)
{
    private const int Checkpoints = 16;

    // A policy set's event may hold a megabyte.
    private const int Events = 16;

    /// <summary>The lines.</summary>
    public async IAsyncEnumerable<string> LinesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var newest = await store.NewestCheckpointAsync(cancel);
        yield return ExportText.Header(newest?.Number ?? 0, newest?.Through ?? 0);
        for (var number = 0L; number < newest?.Number;)
        {
            foreach (var checkpoint in await store.CheckpointsAsync(number, Checkpoints, cancel))
            {
                if (number >= newest.Number) yield break;
                await foreach (var line in LinesAsync(checkpoint, cancel)) yield return line;
                number = checkpoint.Number;
            }
        }
    }

    private async IAsyncEnumerable<string> LinesAsync(StoredCheckpoint checkpoint, [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var after = checkpoint.After; after < checkpoint.Through;)
        {
            var page = await store.FeedAsync(after, Events, cancel);
            foreach (var happened in page.TakeWhile(e => e.Position <= checkpoint.Through))
                yield return ExportText.Event(happened.Position, happened.ToAudit(), happened.Hash.Span);

            // What is missing in the store is missing in the export: whoever verifies it finds that.
            after = page.IsEmpty ? checkpoint.Through : page[^1].Position;
        }

        yield return ExportText.Checkpoint(checkpoint.Jws);
    }
}
