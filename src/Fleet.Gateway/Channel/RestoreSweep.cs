using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.Phones;

namespace Twofold.Fleet.Gateway;

/// <summary>Says whether the store was restored from a backup since a server last ran on it.</summary>
public interface IRestoreMark
{
    /// <summary>When it was restored, or null. It stays until <see cref="Clear"/>.</summary>
    DateTimeOffset? RestoredAt { get; }

    /// <summary>Every grain knows it.</summary>
    void Clear();
}

/// <summary>
/// Tells every phone's grain, before the gateway listens, that the server was restored from a backup: what was sent since the backup is
/// forgotten, so the most that can have been sent counts. A start that is cut short tells them again, which changes nothing.
/// </summary>
internal sealed partial class RestoreSweep(IGrainReader grains, IRestoreMark mark, FrameTaker taker, ILogger<RestoreSweep> log)
    : IHostedLifecycleService
{
    private const int AtOnce = 64;
    private const int PageSize = 200;

    /// <inheritdoc/>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (mark.RestoredAt is not { } at) return;
        var told = 0;
        for (var page = await PageAsync(null, cancellationToken); page.Length > 0; page = await PageAsync(page[^1], cancellationToken))
        {
            await Parallel.ForEachAsync(
                page, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (phone, stop) => await TellAsync(phone, at, stop));
            told += page.Length;
        }

        mark.Clear();
        LogTold(told, at);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string[]> PageAsync(string? after, CancellationToken cancel) =>
        [.. (await grains.PageAsync(PhoneRules.Kind, after, PageSize, cancel)).Select(g => g.Id.Key)];

    // A phone that only has orders waiting for it never enrolled here: there is nothing it could hold.
    private async Task TellAsync(string phone, DateTimeOffset at, CancellationToken cancel)
    {
        var problem = await taker.SendAsync(phone, new PhoneCommand.ServerRestored(at), cancel, Actor.System);
        if (problem is not null && problem.Code != "phone/not-enrolled") throw new InvalidOperationException($"phone `{phone}` did not take the restore: {problem.Code}");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the server was restored at {At}: {Count} phones may hold more than it knows")]
    private partial void LogTold(int count, DateTimeOffset at);
}
