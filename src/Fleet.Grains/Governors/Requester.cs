namespace Twofold.Fleet.Governors;

/// <summary>Who really asked for an order: from the sign-in, not from the order.</summary>
/// <param name="Kind">The kind of party.</param>
/// <param name="Id">Its id.</param>
/// <param name="Person">The operator who answers for it, lower case: the person themself or the issuer of the token; null for the installation.</param>
/// <param name="Role">The role that they act in, or null.</param>
/// <param name="AdmittedBy">Who alone gave them that role, or null.</param>
public sealed record Requester(
    ActorKind Kind, [property: PersonName] string Id, [property: PersonName] string? Person, string? Role, [property: PersonName] string? AdmittedBy = null)
{
    /// <summary>Whose bucket is spent: a person, or a party that no person answers for.</summary>
    internal string? Answers => Person ?? (Kind == ActorKind.System ? null : Id);

    /// <summary>Reads it from a turn. Only the installation itself may name the person for whom it goes on with something.</summary>
    internal static Requester Of(Actor actor, string? onBehalfOf = null)
    {
        var person = actor.Kind == ActorKind.System ? onBehalfOf : actor.Person;
        return new(actor.Kind, actor.Id, person?.ToLowerInvariant(), actor.Role, actor.AdmittedBy);
    }

    /// <summary>Whether this operator asked, in person or through a token of theirs.</summary>
    internal bool Is(string person) => Same(Person, person);

    /// <summary>Whether this operator alone made who asked what they are.</summary>
    internal bool IsMadeBy(string person) => Same(AdmittedBy, person);

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
