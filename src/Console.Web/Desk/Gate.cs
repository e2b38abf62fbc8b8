using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>
/// What every method of the desk passes: authorise, audit, serve, in this order and in this one place. Reads are authorised here; a
/// command is authorised in its grain's turn, whose refusal the host notes in the same log.
/// </summary>
public sealed class Gate(Seat seat, Callers callers, IAccessLog log, TimeProvider time)
{
    /// <summary>The right is checked by the grain that takes the command.</summary>
    public const string? InTheTurn = null;

    /// <summary>Serves the caller of this scope, or refuses.</summary>
    /// <param name="needs">The capability that reading needs, or <see cref="InTheTurn"/>.</param>
    /// <param name="what">The action, as the access log names it.</param>
    /// <param name="serve">What is done for the actor.</param>
    public async Task<Answer<T>> ServeAsync<T>(string? needs, string what, Func<Actor, Task<Answer<T>>> serve, CancellationToken cancel = default)
        where T : notnull
    {
        var actor = await callers.ActorAsync(await seat.CallerAsync(), cancel);
        if (actor is null) return Answer.No<T>("access/sign-in", "sign in, or show a valid token");
        if (needs is not null && !actor.May(needs)) return Deny<T>(actor, needs, what);
        return await SafelyAsync(() => serve(actor));
    }

    private Answer<T> Deny<T>(Actor actor, string needs, string what)
        where T : notnull
    {
        var message = $"`{actor.Id}` lacks the capability `{needs}`";
        log.Note(new AccessRefusal(time.GetUtcNow(), actor.Kind, actor.Id, new GrainId("desk", what), string.Empty, message));
        return Answer.No<T>("access/denied", message);
    }

    // A full queue and a question that the index cannot answer are no bugs: the caller hears of them.
    private static async Task<Answer<T>> SafelyAsync<T>(Func<Task<Answer<T>>> serve)
        where T : notnull
    {
        try
        {
            return await serve();
        }
        catch (FleetBusyException busy)
        {
            return Answer.No<T>(busy.Code, busy.Message);
        }
        catch (IndexException question)
        {
            return Answer.No<T>(question.Code, question.Message);
        }
        catch (StoreTroubleException trouble)
        {
            return Answer.No<T>(trouble.Code, StoreTroubles.Words(trouble.Code));
        }
        catch (GrainFaultException fault) when (StoreTroubles.Knows(fault.Code))
        {
            return Answer.No<T>(fault.Code, StoreTroubles.Words(fault.Code));
        }
    }
}
