namespace Twofold.Fleet;

/// <summary>A view as it was.</summary>
/// <param name="Version">The grain's version then; 0 when it was not there yet.</param>
/// <param name="Since">The instant of the last event before the moment, or null.</param>
public sealed record PastView<TView>(long Version, DateTimeOffset? Since, TView View);

/// <summary>Shows grains as they were: folds what is stored of them with their own rules.</summary>
/// <param name="readable">Opens the names of persons in what is stored; null where none are sealed.</param>
public sealed class PastReader(GrainRegistry registry, IGrainHistory history, ReadableLog? readable = null)
{
    /// <summary>The grain's view at the moment.</summary>
    /// <param name="seenAt">The instant for which a view is computed that depends on time: the moment, where it is an instant.</param>
    /// <exception cref="ForgottenException">Retention has forgotten what is needed.</exception>
    /// <exception cref="NewerShapeException">A newer program wrote what is needed.</exception>
    public async Task<PastView<TView>> ViewAsync<TCommand, TView>(
        GrainRef<TCommand, TView> of, Moment moment, DateTimeOffset seenAt, CancellationToken cancel)
    {
        var stored = await history.PastAsync(of.Id, moment, cancel);
        if (stored.Events.Length >= IGrainHistory.MostEvents) throw new ForgottenException(of.Id);
        var past = registry.Kind(of.Id.Kind).Past(of.Id, stored.From is { } from ? await OpenAsync(from, cancel) : null);
        foreach (var happened in stored.Events) past.Apply(await OpenAsync(happened, cancel));
        return new PastView<TView>(past.Version, past.At, (TView)past.View(moment.At ?? past.At ?? seenAt)!);
    }

    private ValueTask<StoredEvent> OpenAsync(StoredEvent happened, CancellationToken cancel) =>
        readable is null || !happened.Forgotten.IsEmpty ? new(happened) : readable.OpenAsync(happened, cancel);

    private ValueTask<StoredSnapshot> OpenAsync(StoredSnapshot from, CancellationToken cancel) =>
        readable is null ? new(from) : readable.OpenAsync(from, cancel);
}
