using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>The names of the places a VM can have on a phone.</summary>
public static partial class SlotName
{
    /// <summary>The usual slot of work, and the one a document means when it names none.</summary>
    public const string Work = "work";

    /// <summary>The slot of the phone's user, which no policy reaches.</summary>
    public const string Personal = "personal";

    /// <summary>What is wrong with a slot as the target of policy, or null.</summary>
    public static ValueFault? Check(string slot)
    {
        if (slot == Personal)
            return new("policy/personal-slot", "the slot `personal` belongs to the phone's user and takes no policy");
        return Pattern().IsMatch(slot)
            ? null
            : new("policy/bad-slot", $"`{Quote.Short(slot)}` is not a slot: up to 32 lower-case letters, digits and hyphens, a letter first");
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,31}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
