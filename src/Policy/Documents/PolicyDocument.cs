using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>One policy, as a document of kind <c>Policy</c> states it.</summary>
/// <param name="Name">The name, unique in its set.</param>
/// <param name="Phones">The phones that it chooses itself; every phone where it chooses none.</param>
/// <param name="Slot">The slot whose VM the settings of scope <see cref="SettingScope.Vm"/> bind.</param>
/// <param name="Statements">What it says, in the order of the keys.</param>
/// <param name="File">The file it was read from.</param>
/// <param name="Line">The line of its name.</param>
/// <param name="Column">The column of its name.</param>
public sealed record PolicyDocument(
    string Name,
    LabelSelector Phones,
    string Slot,
    IReadOnlyList<PolicyStatement> Statements,
    string File,
    int Line,
    int Column)
{
    /// <summary>The phones of the assignments that name it, which then count instead of <see cref="Phones"/>; empty where none does.</summary>
    public ImmutableArray<LabelSelector> Assigned { get; init; } = [];

    /// <summary>Whether the policy binds that phone.</summary>
    public bool Matches(PhoneFacts phone)
    {
        if (Assigned.IsEmpty) return Phones.Matches(phone.Labels);
        foreach (var phones in Assigned)
            if (phones.Matches(phone.Labels)) return true;
        return false;
    }
}

/// <summary>One line of a policy: a setting and its value.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Text">The value as canonical text.</param>
/// <param name="Line">Where it stands.</param>
/// <param name="Column">Where the value starts.</param>
public sealed record PolicyStatement(Setting Setting, string Text, int Line, int Column);
