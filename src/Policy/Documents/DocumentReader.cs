using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Reads one document of a file and reports everything that is wrong with it.</summary>
internal sealed partial class DocumentReader(FileProblems problems, SetParts parts)
{
    private const string ApiVersion = "twofold/v1";
    private static readonly string[] Kinds = ["Policy", "Group", "Assignment"];

    private readonly SelectorReader selectors = new(problems);

    /// <summary>Adds what the document states to the set, as far as it could be read.</summary>
    public void Read(Node root)
    {
        if (MappingReader.Open(root, "a policy", problems, "apiVersion", "kind", "metadata", "spec") is not { } document) return;
        ExpectVersion(document.FindText("apiVersion"));
        var kind = KindOf(document.FindText("kind"));
        var name = ReadName(document.Find("metadata"));
        if (document.Find("spec") is not { } spec) return;
        if (kind == "Group") ReadGroup(name, spec);
        else if (kind == "Assignment") ReadAssignment(name, spec);
        else ReadPolicy(name, spec);
    }

    private void ReadPolicy(TextNode? name, Node spec)
    {
        if (MappingReader.Open(spec, "`spec`", problems, "phones", "slot", "settings") is not { } reader) return;
        var phones = PhonesOf(reader, required: false);
        var slot = ReadSlot(reader.FindText("slot", required: false));
        var statements = new StatementReader(problems).Read(reader.Find("settings"));
        if (name is not null) parts.Policies.Add(new(name.Text, phones ?? LabelSelector.Everything, slot, statements, problems.File, name.Line, name.Column));
    }

    private void ReadGroup(TextNode? name, Node spec)
    {
        if (MappingReader.Open(spec, "`spec`", problems, "phones") is not { } reader) return;
        var phones = PhonesOf(reader, required: true);
        if (name is not null) parts.Groups.Add(new(name, phones ?? LabelSelector.Everything, problems.File));
    }

    private void ReadAssignment(TextNode? name, Node spec)
    {
        if (MappingReader.Open(spec, "`spec`", problems, "policies", "groups", "phones") is not { } reader) return;
        var policies = ReadNames(reader.Find("policies"), "`policies`");
        var (named, phones) = (reader.Find("groups", required: false), reader.Find("phones", required: false));
        if (named is null && phones is null)
            problems.Add("policy/missing-key", spec, "an assignment says whom it binds: `groups`, `phones` or both");
        var groups = named is null ? [] : ReadNames(named, "`groups`");
        var chosen = phones is null ? null : selectors.Read(phones, "phones");
        if (name is not null) parts.Assignments.Add(new(name, policies, groups, chosen, problems.File));
    }

    private LabelSelector? PhonesOf(MappingReader spec, bool required) =>
        spec.Find("phones", required) is { } phones ? selectors.Read(phones, "phones") : null;

    private IReadOnlyList<TextNode> ReadNames(Node? node, string what)
    {
        if (node is null || !MappingReader.IsList(node, what, problems, out var list)) return [];
        if (list.Items.Count == 0) problems.Add("policy/missing-key", list, $"{what} names nothing");
        return [.. list.Items.Select(i => MappingReader.IsText(i, $"an item of {what}", problems, out var text) ? text : null).OfType<TextNode>()];
    }

    private void ExpectVersion(TextNode? found)
    {
        if (found is not null && found.Text != ApiVersion)
            problems.Add("policy/unknown-version", found, $"unknown version `{Quote.Short(found.Text)}`", ApiVersion);
    }

    private string? KindOf(TextNode? found)
    {
        if (found is not null && !Kinds.Contains(found.Text))
            problems.Add("policy/unknown-kind", found, $"unknown kind `{Quote.Short(found.Text)}`", Nearest.To(found.Text, Kinds));
        return found?.Text;
    }

    private TextNode? ReadName(Node? metadata)
    {
        var reader = metadata is null ? null : MappingReader.Open(metadata, "`metadata`", problems, "name");
        if (reader?.FindText("name") is not { } name) return null;
        if (NamePattern().IsMatch(name.Text)) return name;
        problems.Add(
            "policy/bad-name", name, $"`{Quote.Short(name.Text)}` is not a name: up to 63 lower-case letters, digits and hyphens, a letter first");
        return null;
    }

    private string ReadSlot(TextNode? slot)
    {
        if (slot is null) return SlotName.Work;
        if (SlotName.Check(slot.Text) is { } fault) problems.Add(fault, slot);
        return slot.Text;
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();
}
