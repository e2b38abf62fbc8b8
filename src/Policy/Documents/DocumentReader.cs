using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>Reads one document of kind <c>Policy</c> and reports everything that is wrong with it.</summary>
internal sealed partial class DocumentReader(FileProblems problems)
{
    private const string ApiVersion = "twofold/v1";
    private const string Kind = "Policy";

    /// <summary>The policy, as far as it could be read; null when not even its name could.</summary>
    public PolicyDocument? Read(Node root)
    {
        if (MappingReader.Open(root, "a policy", problems, "apiVersion", "kind", "metadata", "spec") is not { } document) return null;
        Expect(document.FindText("apiVersion"), ApiVersion, "policy/unknown-version", "version");
        Expect(document.FindText("kind"), Kind, "policy/unknown-kind", "kind");
        var name = ReadName(document.Find("metadata"));
        var spec = document.Find("spec");
        var reader = spec is null ? null : MappingReader.Open(spec, "`spec`", problems, "phones", "slot", "settings");
        if (reader is null) return null;
        var labels = ReadLabels(reader.Find("phones", required: false));
        var slot = ReadSlot(reader.FindText("slot", required: false));
        var statements = new StatementReader(problems).Read(reader.Find("settings"));
        return name is null ? null : new(name.Text, labels, slot, statements, problems.File, name.Line, name.Column);
    }

    private void Expect(TextNode? found, string expected, string code, string what)
    {
        if (found is not null && found.Text != expected)
            problems.Add(code, found, $"unknown {what} `{Quote.Short(found.Text)}`", expected);
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

    private ImmutableSortedDictionary<string, string> ReadLabels(Node? phones)
    {
        var labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var reader = phones is null ? null : MappingReader.Open(phones, "`phones`", problems, "matchLabels");
        if (reader?.Find("matchLabels") is not { } node) return labels;
        if (!MappingReader.IsMapping(node, "`matchLabels`", problems, out var mapping)) return labels;
        if (mapping.Entries.Count == 0)
            problems.Add("policy/empty-selector", mapping, "`matchLabels` names no label: leave out `phones` to bind every phone");
        return labels.AddRange(MappingReader.Distinct(mapping, problems).Select(ReadLabel).OfType<KeyValuePair<string, string>>());
    }

    private KeyValuePair<string, string>? ReadLabel((TextNode Key, Node Value) entry)
    {
        if (!MappingReader.IsText(entry.Value, $"the label `{Quote.Short(entry.Key.Text)}`", problems, out var value)) return null;
        foreach (var part in new[] { entry.Key, value }.Where(p => !LabelPattern().IsMatch(p.Text)))
        {
            problems.Add(
                "policy/bad-label", part, $"`{Quote.Short(part.Text)}` is not a label: up to 63 letters, digits, dots, hyphens, slashes and underscores");
        }

        return new(entry.Key.Text, value.Text);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._/-]{1,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex LabelPattern();
}
