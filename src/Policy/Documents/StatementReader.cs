namespace Twofold.Policies;

/// <summary>Reads the <c>settings</c> of a policy.</summary>
internal sealed class StatementReader(FileProblems problems)
{
    /// <summary>The statements that could be read, in the order of their keys.</summary>
    public IReadOnlyList<PolicyStatement> Read(Node? settings)
    {
        if (settings is null || !MappingReader.IsMapping(settings, "`settings`", problems, out var mapping)) return [];
        if (mapping.Entries.Count == 0) problems.Add("policy/no-settings", mapping, "`settings` says nothing");
        var read = new List<PolicyStatement>(mapping.Entries.Count);
        foreach (var entry in MappingReader.Distinct(mapping, problems))
            if (ReadOne(entry) is { } statement) read.Add(statement);
        RefuseWipeBeforeLock(read);
        read.Sort((one, other) => string.CompareOrdinal(one.Setting.Key, other.Setting.Key));
        return read;
    }

    private PolicyStatement? ReadOne((TextNode Key, Node Value) entry)
    {
        var (key, value) = entry;
        if (!SettingCatalogue.TryFind(key.Text, out var setting))
        {
            problems.Add("policy/unknown-setting", key, $"unknown setting `{Quote.Short(key.Text)}`", SettingCatalogue.Meant(key.Text));
            return null;
        }

        return TextOf(setting, value) is { } text && IsRead(setting, text, value, out var canonical)
            ? new(setting, canonical, value.Line, value.Column)
            : null;
    }

    private string? TextOf(Setting setting, Node value)
    {
        if (value is ListNode list && setting.EmptyListText is { } empty) return TextOf(setting, list.Items, empty);
        return MappingReader.IsText(value, $"`{setting.Key}`", problems, out var text) ? text.Text : null;
    }

    // Each item is read alone first, so that a fault is shown where the item stands.
    private string? TextOf(Setting setting, IReadOnlyList<Node> items, string empty)
    {
        var texts = items.Select(item => ItemOf(setting, item)).ToList();
        return texts.Contains(null) ? null : texts.Count == 0 ? empty : string.Join(", ", texts);
    }

    private string? ItemOf(Setting setting, Node item)
    {
        if (!MappingReader.IsText(item, $"an item of `{setting.Key}`", problems, out var text)) return null;
        if (!text.Text.Contains(',')) return IsRead(setting, text.Text, item, out _) ? text.Text : null;
        problems.Add("policy/comma-in-item", item, $"`{Quote.Short(text.Text)}` holds a comma: write each item of `{setting.Key}` on its own");
        return null;
    }

    private bool IsRead(Setting setting, string text, Node at, out string canonical)
    {
        var read = setting.Canonical(text);
        canonical = read.IsRead ? read.Value : string.Empty;
        if (!read.IsRead) problems.Add(read.Fault, at);
        return read.IsRead;
    }

    private void RefuseWipeBeforeLock(List<PolicyStatement> statements)
    {
        if (LeaseOrder.Check(statements) is not { } wipe) return;
        problems.Add(
            "policy/wipe-before-lock",
            wipe.Line,
            wipe.Column,
            $"`{LeaseOfflineWipe.Instance.Key}` of `{wipe.Text}` is shorter than the `{LeaseOfflineLock.Instance.Key}` of this policy");
    }
}
