namespace Twofold.Policies;

/// <summary>Reads files into one policy set, bounded by <see cref="PolicyLimits"/>.</summary>
internal sealed class SetReader
{
    private readonly ProblemList problems = new();
    private readonly SetParts parts = new();

    public PolicySetResult Read(IReadOnlyList<SourceFile> untrustedFiles)
    {
        if (IsWithinLimits(untrustedFiles))
            foreach (var file in untrustedFiles) ReadFile(file);
        RefuseRepeatedNames();
        RefuseTooMuch();
        var policies = new Assigner(parts, problems).Assign();
        return problems.All.Count == 0
            ? new(new PolicySet([.. untrustedFiles], policies) { HasAssignments = parts.Groups.Count + parts.Assignments.Count > 0 }, [])
            : new(Set: null, [.. problems.All.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Line).ThenBy(p => p.Column)]);
    }

    // Bytes that are no text leave an empty file, so that what is wrong with the others is told too.
    public PolicySetResult ReadBytes(IReadOnlyList<SourceBytes> untrustedFiles) => Read([.. untrustedFiles.Select(f => new SourceFile(f.Name, f.TextOf(problems) ?? string.Empty))]);

    private bool IsWithinLimits(IReadOnlyList<SourceFile> files)
    {
        var length = files.Sum(f => (long)f.Text.Length);
        if (files.Count > PolicyLimits.Files || length > PolicyLimits.SetLength)
        {
            AddAtStart("policy/set-too-large", files[0], $"a set holds at most {PolicyLimits.Files} files and {PolicyLimits.SetLength} characters");
            return false;
        }

        foreach (var again in files.GroupBy(f => f.Name, StringComparer.Ordinal).Where(g => g.Skip(1).Any()))
            AddAtStart("policy/duplicate-file", again.First(), $"the file `{Quote.Short(again.Key)}` is given more than once");
        return true;
    }

    private void ReadFile(SourceFile file)
    {
        if (file.Text.Length > PolicyLimits.FileLength)
        {
            AddAtStart("policy/file-too-large", file, PolicyLimits.TooLarge);
            return;
        }

        var found = new FileProblems(file.Name, problems);
        if (!RefusedCharacters.AreAbsent(file.Text, found)) return;
        var reader = new DocumentReader(found, parts);
        NodeReader.Read(file.Text, found, reader.Read);
    }

    private void RefuseRepeatedNames()
    {
        RefuseRepeated("policy", parts.Policies.Select(p => new Place(p.Name, p.File, p.Line, p.Column)));
        RefuseRepeated("group", parts.Groups.Select(g => Place.Of(g.Name, g.File)));
        RefuseRepeated("assignment", parts.Assignments.Select(a => Place.Of(a.Name, a.File)));
    }

    private void RefuseRepeated(string kind, IEnumerable<Place> documents)
    {
        foreach (var group in documents.GroupBy(d => d.Name, StringComparer.Ordinal))
        {
            var first = group.First();
            foreach (var again in group.Skip(1))
                AddAt("policy/duplicate-name", again, $"the {kind} `{again.Name}` stands in `{Quote.Short(first.File)}` on line {first.Line} already");
        }
    }

    private void RefuseTooMuch()
    {
        if (parts.Documents.Skip(PolicyLimits.Documents).FirstOrDefault() is { } more)
            AddAt("policy/too-many-documents", more, $"a set holds at most {PolicyLimits.Documents} documents");
        if (parts.Assignments.Count > 0 && parts.Bindings > PolicyLimits.Bindings)
            AddAt("policy/too-many-bindings", Place.Of(parts.Assignments[0]), $"the assignments of a set bind at most {PolicyLimits.Bindings} times");
        var settings = 0;
        if (parts.Policies.Find(p => (settings += p.Statements.Count) > PolicyLimits.Settings) is { } over)
            AddAt("policy/too-many-settings", Place.Of(over), $"a set holds at most {PolicyLimits.Settings} settings");
    }

    private void AddAt(string code, Place at, string message) => problems.Add(new(code, at.File, at.Line, at.Column, message));

    private void AddAtStart(string code, SourceFile file, string message) => problems.Add(new(code, file.Name, 1, 1, message));
}
