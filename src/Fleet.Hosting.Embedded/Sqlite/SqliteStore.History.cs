using System.Collections.Immutable;

namespace Twofold.Fleet.Embedded;

/// <content>What is kept of the past, and what retention makes of it.</content>
public sealed partial class SqliteStore
{
    /// <inheritdoc/>
    public ValueTask<StoredPast> PastAsync(GrainId id, Moment moment, CancellationToken cancel) =>
        _reads.RunAsync(c => SnapshotRows.Past(c, id, moment), cancel);

    /// <inheritdoc/>
    public ValueTask<long> ForgottenUpToAsync(CancellationToken cancel) => _reads.RunAsync(c => MarkRows.Get(c, MarkRows.Forgotten), cancel);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(Forgetting what, CancellationToken cancel) => await _writer.RunAsync(s => s.Forget(what), cancel);

    /// <inheritdoc/>
    public async ValueTask<long> BeginRoundAsync(long most, CancellationToken cancel) => await _writer.RunAsync(s => s.BeginRound(most), cancel);

    /// <inheritdoc/>
    public async ValueTask NameAsync(long round, ImmutableArray<string> digests, CancellationToken cancel) =>
        await _writer.RunAsync(s => s.Name(round, digests), cancel);

    /// <inheritdoc/>
    public async ValueTask<int> CollectAsync(long before, int take, CancellationToken cancel) =>
        await _writer.RunAsync(s => s.Collect(before, take), cancel);

    /// <inheritdoc/>
    public async ValueTask<DateTimeOffset?> RestoredAtAsync(CancellationToken cancel) =>
        await _reads.RunAsync(c => MarkRows.Get(c, RestoreMark.Name), cancel) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <inheritdoc/>
    public async ValueTask RestoreToldAsync(CancellationToken cancel) => await _writer.RunAsync(s => s.RestoreTold(), cancel);
}
