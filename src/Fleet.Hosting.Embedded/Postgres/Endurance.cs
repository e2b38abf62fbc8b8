using System.Diagnostics;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>Tries again while the database does not answer, ever less often, until the time is up; and remembers what is wrong.</summary>
internal sealed class Endurance(TimeSpan retryFor)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

    /// <summary>The code of what is wrong since the last work that succeeded, or null.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The answer of the work, which may be done more than once.</summary>
    /// <exception cref="StoreTroubleException">The database cannot serve.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        var (began, pause) = (Stopwatch.GetTimestamp(), First);
        while (true)
        {
            try
            {
                var answer = await work();
                Trouble = null;
                return answer;
            }
            catch (Exception error) when (Of(error) is { } trouble)
            {
                if (!IsPassing(error) || Stopwatch.GetElapsedTime(began) >= retryFor) throw Noted(trouble);
            }

            await Task.Delay(pause, cancel);
            pause = pause * 2 < AtMost ? pause * 2 : AtMost;
        }
    }

    /// <summary>Whether the same work may well succeed on another connection or a moment later.</summary>
    public static bool IsPassing(Exception error) => error switch
    {
        // A host that has just ended, or this one's lost session, may still hold the claim for a moment.
        StoreException { Code: "store/in-use" } => true,

        OtherPersonException => true,

        // Class 08: the connection; 57P: the server ends, has crashed or is starting.
        PostgresException { SqlState: var state } when state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) => true,
        NpgsqlException broken => broken.IsTransient,
        _ => false,
    };

    private static StoreTroubleException? Of(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new("store/disk-full", "the database's disk is full", error),
        PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction } => new("store/read-only", "the database takes no writes", error),
        PostgresException { SqlState: PostgresErrorCodes.IoError } => new("store/disk-fault", "the database's disk failed", error),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } =>
            new("store/corrupt", "the database is damaged", error),
        StoreException own => new(own.Code, own.Message, own),
        _ when IsPassing(error) => new("store/unreachable", "the database does not answer", error),
        _ => null,
    };

    private StoreTroubleException Noted(StoreTroubleException trouble)
    {
        Trouble = trouble.Code;
        return trouble;
    }
}
