using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Twofold.Fleet;

/// <summary>One grain as it was, folded from what is stored of it.</summary>
public interface IPast
{
    /// <summary>The version it stands at; 0 before its first event.</summary>
    long Version { get; }

    /// <summary>The instant of the last event in it, or null.</summary>
    DateTimeOffset? At { get; }

    /// <summary>Records the next event.</summary>
    /// <exception cref="ForgottenException">Its body was forgotten.</exception>
    /// <exception cref="NewerShapeException">A newer program wrote it.</exception>
    void Apply(StoredEvent happened);

    /// <summary>What readers saw.</summary>
    object? View(DateTimeOffset at);

    /// <summary>The state so far, to be kept; null before the first event.</summary>
    StoredSnapshot? Snapshot();
}

/// <summary>The bodies of the events that this would need were forgotten.</summary>
public sealed class ForgottenException(GrainId grain) : Exception($"what `{grain}` was then is no longer kept")
{
    /// <summary>Stable.</summary>
    public const string Code = "history/forgotten";
}

/// <summary>The generic fold.</summary>
internal sealed class Past<TRules, TState, TCommand, TEvent, TView>(
    GrainId id, StoredSnapshot? from, Shapes shapes, JsonTypeInfo<TState> states, JsonTypeInfo<TEvent> events) : IPast
    where TRules : IRules<TState, TCommand, TEvent, TView>
    where TState : class
    where TCommand : class
    where TEvent : class
{
    private TState _state = from is null ? TRules.Initial : JsonSerializer.Deserialize(shapes.State(from.Shape, from.State).Span, states)!;
    private long _position = from?.Position ?? 0;

    public long Version { get; private set; } = from?.Version ?? 0;

    public DateTimeOffset? At { get; private set; } = from?.At;

    public void Apply(StoredEvent happened)
    {
        if (!happened.Forgotten.IsEmpty) throw new ForgottenException(id);
        var body = shapes.Event(happened.Shape, happened.Body);
        _state = TRules.Apply(_state, JsonSerializer.Deserialize(body.Span, events)!);
        (Version, At, _position) = (happened.Version, happened.At, happened.Position);
    }

    public object? View(DateTimeOffset at) => TRules.View(_state, at);

    public StoredSnapshot? Snapshot() => At is { } at
        ? new StoredSnapshot(id, Version, _position, at, shapes.Current, JsonSerializer.SerializeToUtf8Bytes(_state, states))
        : null;
}
