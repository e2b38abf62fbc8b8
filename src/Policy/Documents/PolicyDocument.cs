using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>One policy, as a document of kind <c>Policy</c> states it.</summary>
/// <param name="Name">The name, unique in its set.</param>
/// <param name="MatchLabels">The labels that a phone must all carry for the policy to bind it; empty binds every phone.</param>
/// <param name="Slot">The slot whose VM the settings of scope <see cref="SettingScope.Vm"/> bind.</param>
/// <param name="Statements">What it says, in the order of the keys.</param>
/// <param name="File">The file it was read from.</param>
/// <param name="Line">The line of its name.</param>
/// <param name="Column">The column of its name.</param>
public sealed record PolicyDocument(
    string Name,
    ImmutableSortedDictionary<string, string> MatchLabels,
    string Slot,
    IReadOnlyList<PolicyStatement> Statements,
    string File,
    int Line,
    int Column)
{
    /// <summary>Whether the policy binds that phone.</summary>
    public bool Matches(PhoneFacts phone) => MatchLabels.All(l => phone.Labels.TryGetValue(l.Key, out var value) && value == l.Value);

    /// <summary>What the policy says to that scope.</summary>
    public IEnumerable<PolicyStatement> SaysTo(PolicyScope scope) =>
        scope.Slot is null || scope.Slot == Slot ? Statements.Where(s => scope.Covers(s.Setting)) : [];
}

/// <summary>One line of a policy: a setting and its value.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Text">The value as canonical text.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Where the value starts.</param>
public sealed record PolicyStatement(Setting Setting, string Text, int Line, int Column);
