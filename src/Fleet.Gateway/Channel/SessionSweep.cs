using System.Collections.Immutable;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.Phones;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// No session outlives its server: before the gateway listens, those that an earlier server left open are closed; before it stops, those
/// that are open now.
/// </summary>
internal sealed partial class SessionSweep(
    IFleet fleet, IFleetIndex index, FrameTaker taker, SessionDirectory sessions, TimeProvider time, ILogger<SessionSweep> log) : IHostedLifecycleService
{
    // So many commands share the flushes of the store; more would only wait longer each.
    private const int AtOnce = 64;
    private static readonly TimeSpan LeaveWithin = TimeSpan.FromSeconds(5);

    // Every state that a phone with a session can be in; each is a declared order, so that nobody is looked at who is offline.
    private static readonly ImmutableArray<string> Connected = ["online", "pushing", "conflict"];

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var closed = 0;
        foreach (var state in Connected) closed += await CloseAllAsync(state, cancellationToken);
        if (closed > 0) LogClosed(closed, (long)time.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sessions.CloseAsync().WaitAsync(LeaveWithin, time, cancellationToken);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // The next start closes what is still open then.
            LogLate();
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<int> CloseAllAsync(string state, CancellationToken cancel)
    {
        var (closed, all) = (0, new IndexQuery("phones", [new("state", FilterMatch.Is, state)], SortBy: "name", Take: IndexQuery.MaxTake));
        await foreach (var page in index.WalkAsync(all, cancel)) closed += await CloseAsync([.. page.Select(i => i.Key)], cancel);
        return closed;
    }

    private async Task<int> CloseAsync(string[] phones, CancellationToken cancel)
    {
        var left = 0;
        await Parallel.ForEachAsync(phones, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, async (phone, stop) =>
        {
            if (await CloseAsync(phone, stop)) Interlocked.Increment(ref left);
        });
        return left;
    }

    private async Task<bool> CloseAsync(string phone, CancellationToken cancel)
    {
        var view = (await fleet.ViewAsync(Phones.Phones.Id(phone), cancel)).View;
        if (view.Session is not { } stale) return false;
        if (await taker.SendAsync(phone, new PhoneCommand.Disconnected(stale), cancel, Actor.System) is not { } problem) return !view.Conflict;
        LogKept(phone, problem.Code);
        return false;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} sessions of an earlier server were closed in {Milliseconds} ms")]
    private partial void LogClosed(int count, long milliseconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "phone {Phone}: the session of an earlier server stays open until the phone dials: {Code}")]
    private partial void LogKept(string phone, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "some phones did not leave in time; the next start shows them offline")]
    private partial void LogLate();
}
