using System.Collections.Immutable;

namespace Twofold.Fleet;

/// <summary>How a kind's past is kept and read.</summary>
public sealed record Keeping<TState>
{
    /// <summary>The shapes that its JSON has had.</summary>
    public Shapes Shapes { get; init; } = Shapes.First;

    /// <summary>
    /// Events, by their stored names, whose bodies retention may forget: what phones say over and over, and what follows from something
    /// that is kept. That they happened, when and by whom stays; all other events stay in full.
    /// </summary>
    public ImmutableHashSet<string> Passing { get; init; } = [];

    /// <summary>The digests of the policy documents that a state names.</summary>
    public Func<TState, IEnumerable<string>> Documents { get; init; } = _ => [];
}
