using System.Diagnostics.CodeAnalysis;

namespace Twofold.Policies;

/// <summary>A set of policies or everything that is wrong with it, never both.</summary>
/// <param name="Set">The set, when it is valid as a whole.</param>
/// <param name="Problems">All problems, by file and place; empty when there is a set.</param>
public sealed record PolicySetResult(PolicySet? Set, IReadOnlyList<PolicyProblem> Problems)
{
    /// <summary>Whether there is a set.</summary>
    [MemberNotNullWhen(true, nameof(Set))]
    public bool IsValid => Set is not null;
}

/// <summary>All policies of the organisation: validated whole, applied whole, never changed.</summary>
public sealed class PolicySet
{
    internal PolicySet(IReadOnlyList<SourceFile> sources, IReadOnlyList<PolicyDocument> policies)
    {
        Sources = sources;
        Policies = [.. policies.OrderBy(p => p.Name, StringComparer.Ordinal)];
        Digest = CanonicalSet.Digest(Policies);
    }

    /// <summary>The set that says nothing, so that every default holds.</summary>
    public static PolicySet Empty { get; } = new([], []);

    /// <summary>The files as their authors wrote them, from which <see cref="Read"/> gives an equal set.</summary>
    public IReadOnlyList<SourceFile> Sources { get; }

    /// <summary>The policies, by name.</summary>
    public IReadOnlyList<PolicyDocument> Policies { get; }

    /// <summary>Whether documents of kind <c>Group</c> or <c>Assignment</c> stand in the sources.</summary>
    public bool HasAssignments { get; internal init; }

    /// <summary>
    /// The SHA-256 of what the policies say, in lower-case hexadecimal. Order, comments, file names and spelling of units do not
    /// change it.
    /// </summary>
    public string Digest { get; }

    /// <summary>What the policies say, laid out when the first merge asks for it. Two that ask at once may lay out the same twice.</summary>
    internal Sayings Sayings => field ??= new Sayings(Policies);

    /// <summary>Reads files as one set; any problem in any of them refuses the whole.</summary>
    public static PolicySetResult Read(IReadOnlyList<SourceFile> untrustedFiles) => new SetReader().Read(untrustedFiles);

    /// <summary>The same from bytes, which are a problem where they are not UTF-8.</summary>
    public static PolicySetResult ReadBytes(IReadOnlyList<SourceBytes> untrustedFiles) => new SetReader().ReadBytes(untrustedFiles);

    /// <summary>The sources as JSON, without loss.</summary>
    public string ToJson() => SourceJson.Write(Sources);

    /// <summary>Reads what <see cref="ToJson"/> wrote, with the same validation as <see cref="Read"/>.</summary>
    public static PolicySetResult FromJson(string untrustedJson) =>
        SourceJson.TryRead(untrustedJson, out var files, out var problem) ? Read(files) : new(Set: null, [problem]);
}
