using System.Collections.Immutable;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;

namespace Twofold.Web.Features.Policies;

/// <summary>A whole policy set while it is edited.</summary>
/// <param name="Files">In the order in which people see them.</param>
public sealed record PolicyDraft(ImmutableArray<PolicyFile> Files)
{
    /// <summary>What a set that is in force looks like before it is edited.</summary>
    public static PolicyDraft Of(PolicySetView inForce) => new(inForce.Files.IsDefault ? [] : inForce.Files);

    /// <summary>A first document that says what phones do anyway, so that nothing changes until a value is changed.</summary>
    public static PolicyDraft Starter() => new PolicyDraft([]).With(
        "base.yaml",
        FormText.Write([new("base", "", SlotName.Work, SettingCatalogue.CarriedOut.ToImmutableSortedDictionary(s => s.Key, s => s.DefaultText, StringComparer.Ordinal))]));

    /// <summary>The file of that name, or null.</summary>
    public PolicyFile? Find(string? name) => Files.FirstOrDefault(f => f.Name == name);

    /// <summary>The same with another text in a file, which is added where there is none.</summary>
    public PolicyDraft With(string name, string text) => Find(name) is { } old
        ? new(Files.Replace(old, new(name, text)))
        : new(Files.Add(new(name, text)));

    /// <summary>The same without a file.</summary>
    public PolicyDraft Without(string name) => new(Files.RemoveAll(f => f.Name == name));

    /// <summary>A name that no file has.</summary>
    public string FreeName() => Enumerable.Range(1, Files.Length + 1).Select(n => $"policy-{n}.yaml").First(n => Find(n) is null);

    /// <summary>A policy name that no file uses as its own, for a new document.</summary>
    public PolicyDraft WithNew(string file) =>
        With(file, FormText.Write([new(Path.GetFileNameWithoutExtension(file), "", SlotName.Work, ImmutableSortedDictionary<string, string>.Empty)]));

    /// <summary>Everything that is wrong with the set.</summary>
    public IReadOnlyList<PolicyProblem> Problems() => Validated().Problems;

    /// <summary>The set, or null while there are problems.</summary>
    public PolicySet? Read() => Validated().Set;

    /// <summary>Whether both say the same, letter by letter.</summary>
    public bool IsSame(PolicyDraft other) => Files.SequenceEqual(other.Files);

    private PolicySetResult Validated() => PolicySet.Read([.. Files.Select(f => new SourceFile(f.Name, f.Text))]);
}
