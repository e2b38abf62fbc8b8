namespace Twofold.Web.Kit;

/// <summary>What may stand at the caret of a <see cref="TwEditor"/>.</summary>
/// <param name="Start">The offset of what an item replaces.</param>
/// <param name="Length">How much it replaces.</param>
/// <param name="Items">What is offered; empty where nothing is known.</param>
public sealed record TwCompletion(int Start, int Length, IReadOnlyList<TwCompletionItem> Items);

/// <summary>One thing that is offered.</summary>
/// <param name="Word">What the reader sees.</param>
/// <param name="Text">What is written.</param>
/// <param name="Explanation">What it is; may be empty.</param>
public sealed record TwCompletionItem(string Word, string Text, string Explanation);
