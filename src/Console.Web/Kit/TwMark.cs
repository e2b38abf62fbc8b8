namespace Twofold.Web.Kit;

/// <summary>A place in the text of a <see cref="TwEditor"/> where something is wrong.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Text">What is wrong.</param>
public sealed record TwMark(int Line, int Column, string Text);
