using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Twofold.Fleet.Personas;

/// <summary>What can be asked of a persona: the work environment of one user. Its key is <see cref="Personas.KeyOf"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Settle), "settle")]
[JsonDerivedType(typeof(Leave), "leave")]
[JsonDerivedType(typeof(Own), "own")]
public abstract record PersonaCommand
{
    private PersonaCommand()
    {
    }

    /// <summary>
    /// A work VM was made for it (letter from the VM). Refused with <c>persona/elsewhere</c> while it lives on another phone,
    /// with <c>persona/epoch</c> when the epoch was granted before.
    /// </summary>
    public sealed record Settle(string Phone, string Slot, long Epoch) : PersonaCommand;

    /// <summary>The wipe of its work VM was proved (letter from the VM).</summary>
    public sealed record Leave(string Phone, string Slot, long Epoch) : PersonaCommand;

    /// <summary>Whose it is (letter from the phone on which it began, whenever the phone has another owner).</summary>
    public sealed record Own(string Owner) : PersonaCommand;
}

/// <summary>What has happened to a persona.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Settled), "settled")]
[JsonDerivedType(typeof(Left), "left")]
[JsonDerivedType(typeof(Owned), "owned")]
public abstract record PersonaEvent
{
    private PersonaEvent()
    {
    }

    /// <summary>It lives there, in this incarnation and epoch.</summary>
    public sealed record Settled(string Phone, string Slot, long Incarnation, long Epoch, DateTimeOffset At) : PersonaEvent;

    /// <summary>It lives nowhere: what was there is proved gone.</summary>
    public sealed record Left(long Epoch, DateTimeOffset At) : PersonaEvent;

    /// <summary>It belongs to that person; empty for nobody.</summary>
    public sealed record Owned([property: PersonName] string Owner) : PersonaEvent;
}

/// <summary>One stay of a persona.</summary>
/// <param name="Until">When its end was proved; null while it lives there.</param>
public sealed record Stay(string Phone, string Slot, long Incarnation, long Epoch, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>A persona, folded from its events.</summary>
public sealed record PersonaState
{
    /// <summary>How many stays are kept; the oldest is forgotten first.</summary>
    public const int MaxStays = 32;

    /// <summary>A persona that never lived anywhere.</summary>
    public static PersonaState Initial { get; } = new();

    /// <summary>Where it lived, the newest first; at most <see cref="MaxStays"/>.</summary>
    public ImmutableArray<Stay> Stays { get; init; } = [];

    /// <summary>Whose it is; empty where its phone has no owner.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Where it lives, or null.</summary>
    internal Stay? Home => Stays is [{ Until: null } now, ..] ? now : null;

    /// <summary>The newest epoch that was ever granted, 0 for none.</summary>
    internal long Epoch => Stays is [var last, ..] ? last.Epoch : 0;
}

/// <summary>A persona as readers see it.</summary>
/// <param name="Home">Where it lives, or null.</param>
/// <param name="Incarnation">Counts restores after a loss; 0 before the first stay.</param>
/// <param name="Epoch">The newest epoch that was granted.</param>
/// <param name="Stays">Where it lived, the newest first.</param>
/// <param name="Owner">Whose it is; empty where its phone has no owner.</param>
public sealed record PersonaView(Stay? Home, long Incarnation, long Epoch, ImmutableArray<Stay> Stays, string Owner);
