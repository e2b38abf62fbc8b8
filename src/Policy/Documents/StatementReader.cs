namespace Twofold.Policies;

/// <summary>Reads the <c>settings</c> of a policy.</summary>
internal sealed class StatementReader(FileProblems problems)
{
    /// <summary>The statements that could be read, in the order of their keys.</summary>
    public IReadOnlyList<PolicyStatement> Read(Node? settings)
    {
        if (settings is null || !MappingReader.IsMapping(settings, "`settings`", problems, out var mapping)) return [];
        if (mapping.Entries.Count == 0) problems.Add("policy/no-settings", mapping, "`settings` says nothing");
        List<PolicyStatement> read = [.. MappingReader.Distinct(mapping, problems).Select(ReadOne).OfType<PolicyStatement>()];
        RefuseWipeBeforeLock(read);
        return [.. read.OrderBy(s => s.Setting.Key, StringComparer.Ordinal)];
    }

    private PolicyStatement? ReadOne((TextNode Key, Node Value) entry)
    {
        var (key, value) = entry;
        if (!SettingCatalogue.TryFind(key.Text, out var setting))
        {
            var near = Nearest.To(key.Text, SettingCatalogue.Keys);
            problems.Add("policy/unknown-setting", key, $"unknown setting `{Quote.Short(key.Text)}`", near);
            return null;
        }

        if (!MappingReader.IsText(value, $"`{setting.Key}`", problems, out var text)) return null;
        var canonical = setting.Canonical(text.Text);
        if (canonical.IsRead) return new(setting, canonical.Value, value.Line, value.Column);
        problems.Add(canonical.Fault, value);
        return null;
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
