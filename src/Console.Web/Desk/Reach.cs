using Twofold.Fleet;
using Twofold.Fleet.Enrolments;

namespace Twofold.Web.Desk;

/// <summary>
/// Whether what someone orders is within the phones that they may act on. Every command of pages, API and pipelines passes here once, in
/// <see cref="Counter"/>. Whoever has a scope orders nothing that is about all phones: no policy, no approval, no operator.
/// </summary>
public sealed class Reach(IFleet fleet, IAccessLog log, TimeProvider time)
{
    /// <summary>The refusal <c>access/out-of-scope</c>, or null.</summary>
    /// <param name="to">The grain that the command is for.</param>
    public async Task<Refusal?> RefusalAsync(Actor actor, GrainId to, object command, CancellationToken cancel)
    {
        if (actor.Scope.IsEmpty || Covers(actor, await LabelsAsync(to, command, cancel))) return null;
        var message = $"`{actor.Id}` acts only on phones with {string.Join(", ", actor.Scope.Select(l => $"{l.Key}={l.Value}"))}";
        log.Note(new AccessRefusal(time.GetUtcNow(), actor.Kind, actor.Id, to, string.Empty, message));
        return new Refusal("access/out-of-scope", message);
    }

    private static bool Covers(Actor actor, IReadOnlyDictionary<string, string>? labels) =>
        labels is not null && actor.Scope.All(l => labels.TryGetValue(l.Key, out var value) && value == l.Value);

    // An enrolment that is issued has no labels yet but those it asks for.
    private async Task<IReadOnlyDictionary<string, string>?> LabelsAsync(GrainId to, object command, CancellationToken cancel) => to.Kind switch
    {
        "phone" => (await fleet.ViewAsync(Refs.Phone(to.Key), cancel)).View.Labels,
        "vm" => (await fleet.ViewAsync(Refs.Phone(to.Key.Split(':')[0]), cancel)).View.Labels,
        "enrolment" when command is EnrolmentCommand.Issue issue => issue.Labels,
        "enrolment" => (await fleet.ViewAsync(Refs.Enrolment(to.Key), cancel)).View.Labels,
        _ => null,
    };
}
