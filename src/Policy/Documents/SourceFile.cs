namespace Twofold.Policies;

/// <summary>A file as its author wrote it.</summary>
/// <param name="Name">The name to show in problems and origins, for example <c>base.yaml</c>.</param>
/// <param name="Text">The YAML text, which may hold several documents.</param>
public sealed record SourceFile(string Name, string Text);
