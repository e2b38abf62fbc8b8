using System.Text.Json.Serialization;

namespace Twofold.Fleet.Erasures;

/// <summary>What can be asked of an erasure. Its key is the id of the person; the name stands nowhere in it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Ask), "ask")]
[JsonDerivedType(typeof(KeyGone), "key-gone")]
public abstract record ErasureCommand
{
    private ErasureCommand()
    {
    }

    /// <summary>Destroy the person's key: names of the person in events are unreadable from then on, for ever.</summary>
    public sealed record Ask(string Reason) : ErasureCommand;

    /// <summary>The store has destroyed the key, durably.</summary>
    public sealed record KeyGone : ErasureCommand;
}

/// <summary>Where an erasure stands.</summary>
public enum ErasureStatus
{
    /// <summary>Nobody asked for it.</summary>
    None,

    /// <summary>Asked for; the key is being destroyed.</summary>
    Asked,

    /// <summary>The key is destroyed.</summary>
    Done,
}

/// <summary>An erasure as readers see it.</summary>
public sealed record ErasureView(ErasureStatus Status, DateTimeOffset? AskedAt, DateTimeOffset? DoneAt);
