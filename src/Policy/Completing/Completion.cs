namespace Twofold.Policies;

/// <summary>What may stand at a place of a policy file.</summary>
/// <param name="Start">The offset of what an item replaces, in UTF-16 units from 0.</param>
/// <param name="Length">How much it replaces: what is typed of the word already, behind the caret too.</param>
/// <param name="Items">What may stand there, the likeliest first; empty where nothing is known.</param>
public sealed record Completion(int Start, int Length, IReadOnlyList<CompletionItem> Items);

/// <summary>One thing that may stand at a place.</summary>
/// <param name="Word">The key or the value, for people.</param>
/// <param name="Text">What is put into the file, with the colon of a key.</param>
/// <param name="Explanation">What it is, in a few words or a sentence; may be empty.</param>
public sealed record CompletionItem(string Word, string Text, string Explanation);
