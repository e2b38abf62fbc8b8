using System.Diagnostics;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>Tries again while the database does not answer, ever less often, until the time is up.</summary>
internal sealed class Endurance(TimeSpan retryFor)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(1);

    /// <summary>The answer of the work, which may be done more than once.</summary>
    /// <exception cref="StoreException"><c>store/unreachable</c>, or the work's own.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        var (began, pause) = (Stopwatch.GetTimestamp(), First);
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception error) when (IsPassing(error))
            {
                if (Stopwatch.GetElapsedTime(began) >= retryFor) throw Lasting(error);
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

    private static StoreException Lasting(Exception error) =>
        error as StoreException ?? new StoreException("store/unreachable", "the database does not answer", error);
}
