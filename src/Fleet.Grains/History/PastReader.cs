namespace Twofold.Fleet;

/// <summary>A view as it was.</summary>
/// <param name="Version">The grain's version then; 0 when it was not there yet.</param>
/// <param name="Since">The instant of the last event before the moment, or null.</param>
public sealed record PastView<TView>(long Version, DateTimeOffset? Since, TView View);

/// <summary>Shows grains as they were: folds what is stored of them with their own rules.</summary>
public sealed class PastReader(GrainRegistry registry, IGrainHistory history)
{
    /// <summary>The grain's view at the moment.</summary>
    /// <param name="seenAt">The instant for which a view is computed that depends on time: the moment, where it is an instant.</param>
    /// <exception cref="ForgottenException">Retention has forgotten what is needed.</exception>
    /// <exception cref="NewerShapeException">A newer program wrote what is needed.</exception>
    public async Task<PastView<TView>> ViewAsync<TCommand, TView>(
        GrainRef<TCommand, TView> of, Moment moment, DateTimeOffset seenAt, CancellationToken cancel)
    {
        var stored = await history.PastAsync(of.Id, moment, cancel);
        var past = registry.Kind(of.Id.Kind).Past(of.Id, stored.From);
        foreach (var happened in stored.Events) past.Apply(happened);
        return new PastView<TView>(past.Version, past.At, (TView)past.View(moment.At ?? past.At ?? seenAt)!);
    }
}
