using Twofold.Fleet;
using Twofold.Fleet.Erasures;
using Twofold.Web.AuditTrail;

namespace Twofold.Web.Desk;

/// <summary>A person who is no longer named in the history.</summary>
/// <param name="Person">The id under which events mention the person from now on.</param>
public sealed record Erased(string Person);

/// <summary>Erases persons from the history: it stays whole and provable, and no longer says who they were.</summary>
public sealed class ErasureDesk(Counter counter, PersonKeys keys, Eraser eraser)
{
    /// <summary>
    /// Destroys the key under which events name this person; it cannot be taken back. Needs <c>person.erase</c>. <c>person/unknown</c>: no
    /// event names the person; <c>person/active</c>: the person is an operator who is not disabled.
    /// </summary>
    public Task<Answer<Erased>> EraseAsync(string name, string reason, CancellationToken cancel = default) =>
        counter.ServeAsync("person.erase", actor => EraseAsync(name.Trim(), reason, actor, cancel), cancel, Capability.PersonErase);

    private async Task<Answer<Erased>> EraseAsync(string name, string reason, Actor actor, CancellationToken cancel)
    {
        if (await keys.FindAsync(name, cancel) is not { } person)
            return Answer.No<Erased>("person/unknown", $"no event names `{Refs.Shown(name)}`");
        if (Refs.IsUserName(name) && (await counter.ViewAsync(Refs.Operator(name), cancel)).View is { Exists: true, Disabled: false })
            return Answer.No<Erased>("person/active", $"`{name}` is an operator; disable the operator first");
        var asked = await counter.AskAsync(Refs.Erasure(person.Row.Id), new ErasureCommand.Ask(reason.Trim()), actor, cancel);
        if (!asked.Ok) return asked.Map(_ => new Erased(""));
        await eraser.FinishAsync(person.Row.Id, cancel);
        return Answer.Of(new Erased(person.Row.Id));
    }
}
