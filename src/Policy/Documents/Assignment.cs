namespace Twofold.Policies;

/// <summary>A name for phones within a set, as a document of kind <c>Group</c> states it.</summary>
internal sealed record PhoneGroup(TextNode Name, LabelSelector Phones, string File);

/// <summary>Which policies bind which phones, as a document of kind <c>Assignment</c> states it.</summary>
/// <param name="Policies">The names of the policies.</param>
/// <param name="Groups">The names of groups whose phones are meant.</param>
/// <param name="Phones">Phones that are meant besides.</param>
internal sealed record Assignment(TextNode Name, IReadOnlyList<TextNode> Policies, IReadOnlyList<TextNode> Groups, LabelSelector? Phones, string File);
