using Microsoft.Data.Sqlite;

namespace Twofold.Fleet.Embedded;

/// <summary>A connection that only reads, with its statement for the one question that is asked all the time: a grain by its name.</summary>
internal sealed class ReadingConnection(string text) : SqliteConnection(text)
{
    private Statement? _load;

    public StoredGrain? Load(GrainId id)
    {
        _load ??= new Statement(this, "SELECT version, state, ledger, wake_at, head, shape FROM grains WHERE kind = $1 AND key = $2");
        return _load.First(row => Read(id, row), id.Kind, id.Key);
    }

    protected override void Dispose(bool disposing)
    {
        _load?.Dispose();
        base.Dispose(disposing);
    }

    private static StoredGrain Read(GrainId id, Statement row)
    {
        DateTimeOffset? wake = row.NumberOrNull(3) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        return new StoredGrain(id, row.Number(0), row.Blob(1), row.Blob(2), wake, row.Blob(4)) { Shape = (int)row.Number(5) };
    }
}
