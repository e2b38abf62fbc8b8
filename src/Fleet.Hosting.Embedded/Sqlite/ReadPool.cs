namespace Twofold.Fleet.Embedded;

/// <summary>A few reading connections, opened when first needed. Reads beyond them wait; reads beyond the waiting room are refused.</summary>
internal sealed class ReadPool(string path, int connections, int waitingRoom) : IDisposable
{
    private const string Damaged = "store/corrupt";

    private readonly ReadingConnection?[] _free = new ReadingConnection?[connections];
    private readonly WaitingRoom _room = new(connections, waitingRoom);
    private volatile bool _closed;

    /// <summary>The code of what was wrong with the last read, or null. Damage stays: other reads do not mend it.</summary>
    public string? Trouble { get; private set; }

    /// <exception cref="FleetBusyException">The waiting room is full; nothing was read.</exception>
    /// <exception cref="StoreTroubleException">The disk failed, or the database is damaged.</exception>
    public async ValueTask<T> RunAsync<T>(Func<ReadingConnection, T> read, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        using var turn = await _room.EnterAsync(cancel);
        return Read(read);
    }

    public void Dispose()
    {
        _closed = true;
        while (Take() is { } connection) connection.Dispose();
    }

    // A processor finds the connection that it used last, whose pages are still in its cache.
    private int Home => Thread.GetCurrentProcessorId() % _free.Length;

    private T Read<T>(Func<ReadingConnection, T> read)
    {
        var connection = Take() ?? SqliteFile.OpenForReading(path);
        try
        {
            var answer = read(connection);
            if (Trouble is not (null or Damaged)) Trouble = null;
            return answer;
        }
        catch (Exception error) when (Troubles.Of(error, connection) is { } trouble)
        {
            throw Noted(trouble);
        }
        finally
        {
            Give(connection);
            if (_closed) Dispose();
        }
    }

    private StoreTroubleException Noted(StoreTroubleException trouble)
    {
        Trouble = trouble.Code;
        return trouble;
    }

    private ReadingConnection? Take()
    {
        var home = Home;
        for (var n = 0; n < _free.Length; n++)
        {
            if (Interlocked.Exchange(ref _free[(home + n) % _free.Length], null) is { } connection) return connection;
        }

        return null;
    }

    private void Give(ReadingConnection connection)
    {
        var home = Home;
        for (var n = 0; n < _free.Length; n++)
        {
            if (Interlocked.CompareExchange(ref _free[(home + n) % _free.Length], connection, null) is null) return;
        }

        connection.Dispose();
    }
}
