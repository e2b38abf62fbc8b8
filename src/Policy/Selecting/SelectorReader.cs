using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>Reads a selector as it stands in a document: text in the grammar, or a mapping with <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
internal sealed class SelectorReader(FileProblems problems)
{
    private static readonly string[] Operators = [.. Enum.GetNames<LabelOperator>()];

    /// <summary>The selector; null when it cannot be read, which is a problem.</summary>
    /// <param name="what">The key that it stands under.</param>
    public LabelSelector? Read(Node node, string what)
    {
        if (node is TextNode { Text.Length: > 0 } text) return Parse(text);
        if (MappingReader.Open(node, $"`{what}`", problems, "matchLabels", "matchExpressions") is not { } reader) return null;
        var (labels, expressions) = (reader.Find("matchLabels", required: false), reader.Find("matchExpressions", required: false));
        if (labels is null && expressions is null) return reader.IsClean ? Refuse("policy/empty-selector", node, $"`{what}` names no label: leave it out to mean every phone") : null;
        List<LabelRequirement> requirements = [.. Labels(labels), .. Expressions(expressions)];
        return requirements.Count > PolicyLimits.Requirements
            ? Refuse("policy/selector-too-large", node, $"a selector has at most {PolicyLimits.Requirements} conditions")
            : LabelSelector.Of(requirements);
    }

    private LabelSelector? Parse(TextNode text)
    {
        var read = LabelSelector.Parse(text.Text);
        if (read.IsRead) return read.Value;
        problems.Add(read.Fault, text);
        return null;
    }

    private LabelSelector? Refuse(string code, Node at, string message)
    {
        problems.Add(code, at, message);
        return null;
    }

    private IEnumerable<LabelRequirement> Labels(Node? node)
    {
        if (node is null || !MappingReader.IsMapping(node, "`matchLabels`", problems, out var mapping)) return [];
        if (mapping.Entries.Count == 0)
            problems.Add("policy/empty-selector", mapping, "`matchLabels` names no label: leave out `phones` to bind every phone");
        return MappingReader.Distinct(mapping, problems).Select(Label).OfType<LabelRequirement>();
    }

    private LabelRequirement? Label((TextNode Key, Node Value) entry)
    {
        if (!MappingReader.IsText(entry.Value, $"the label `{Quote.Short(entry.Key.Text)}`", problems, out var value)) return null;
        return IsLabel(entry.Key) & IsLabel(value) ? new(entry.Key.Text, LabelOperator.In, [value.Text]) : null;
    }

    private bool IsLabel(TextNode text)
    {
        if (LabelText.Check(text.Text) is not { } fault) return true;
        problems.Add(fault, text);
        return false;
    }

    private IEnumerable<LabelRequirement> Expressions(Node? node)
    {
        if (node is null || !MappingReader.IsList(node, "`matchExpressions`", problems, out var list)) return [];
        if (list.Items.Count == 0) problems.Add("policy/empty-selector", list, "`matchExpressions` holds no condition");
        return list.Items.Select(Expression).OfType<LabelRequirement>();
    }

    private LabelRequirement? Expression(Node node)
    {
        if (MappingReader.Open(node, "a condition", problems, "key", "operator", "values") is not { } reader) return null;
        var (key, how) = (reader.FindText("key"), reader.FindText("operator") is { } name ? Operator(name) : null);
        if (key is null || how is not { } known || !IsLabel(key)) return null;
        var wantsValues = known is LabelOperator.In or LabelOperator.NotIn;
        var values = reader.Find("values", wantsValues);
        if (!wantsValues && values is not null) problems.Add("policy/bad-selector", values, $"`{known}` takes no values");
        if (!wantsValues) return new(key.Text, known, []);
        return values is not null && Values(values) is { } read ? new(key.Text, known, read) : null;
    }

    private LabelOperator? Operator(TextNode name)
    {
        if (Operators.Contains(name.Text)) return Enum.Parse<LabelOperator>(name.Text);
        problems.Add("policy/bad-selector", name, $"unknown operator `{Quote.Short(name.Text)}`", Nearest.To(name.Text, Operators));
        return null;
    }

    private ImmutableSortedSet<string>? Values(Node node)
    {
        if (!MappingReader.IsList(node, "`values`", problems, out var list)) return null;
        if (list.Items.Count is 0 or > PolicyLimits.Requirements)
        {
            problems.Add("policy/bad-selector", list, $"a condition has one to {PolicyLimits.Requirements} values");
            return null;
        }

        var values = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (var item in list.Items)
            if (MappingReader.IsText(item, "a value", problems, out var text) && IsLabel(text)) values.Add(text.Text);
        return values.Count == 0 ? null : values.ToImmutable();
    }
}
