namespace Twofold.Policies;

/// <summary>What became of a key of the source.</summary>
public enum ImportOutcome
{
    /// <summary>A setting says it now.</summary>
    Mapped,

    /// <summary>There is nothing to say: it asks for nothing, or it is about something that a work VM does not have.</summary>
    NotApplicable,

    /// <summary>It asks for something that no setting can say.</summary>
    Unsupported,
}

/// <summary>One key of the source and what became of it.</summary>
/// <param name="Path">The key with the names and places it stands under, for example <c>applications[0].packageName</c>.</param>
/// <param name="Line">Where its value stands.</param>
/// <param name="Column">Where its value starts.</param>
/// <param name="Value">The start of its value, on one line.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Says">What it makes the policy say, as <c>(setting, canonical text)</c>; empty unless it is mapped.</param>
/// <param name="Why">One sentence: why nothing was mapped, or what to know about the mapping; empty when nothing is left to say.</param>
public sealed record ImportLine(
    string Path, int Line, int Column, string Value, ImportOutcome Outcome, IReadOnlyList<ImportedValue> Says, string Why);

/// <summary>A setting and the text that one key gave it.</summary>
/// <param name="Key">The key of the setting, or <c>metadata.name</c>.</param>
/// <param name="Text">The value as canonical text.</param>
public sealed record ImportedValue(string Key, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key} = {Text}";
}

/// <summary>What became of every key of one document.</summary>
/// <param name="File">The name of the document.</param>
/// <param name="Kind">What it is, in words, for example <c>Intune compliance policy, fully managed</c>.</param>
/// <param name="Name">The name of the policy that it becomes.</param>
/// <param name="Lines">Each key once, in the order of the document.</param>
/// <param name="Values">What the policy says: where several keys give one setting, the join of what they say.</param>
/// <param name="Document">The policy as a document of kind <c>Policy</c>, or null when no key was mapped to a setting.</param>
public sealed record ImportReport(
    string File, string Kind, string Name, IReadOnlyList<ImportLine> Lines, SettingValues Values, string? Document)
{
    /// <summary>How many keys came to that.</summary>
    public int Count(ImportOutcome outcome) => Lines.Count(l => l.Outcome == outcome);
}

/// <summary>A report, or everything that is wrong with the document, never both.</summary>
/// <param name="Report">The report, when the document could be read.</param>
/// <param name="Problems">All problems by place; empty when there is a report.</param>
public sealed record ImportResult(ImportReport? Report, IReadOnlyList<PolicyProblem> Problems);
