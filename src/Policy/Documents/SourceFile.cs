namespace Twofold.Policies;

/// <summary>A file as its author wrote it.</summary>
/// <param name="Name">The name to show in problems and origins, for example <c>base.yaml</c>.</param>
/// <param name="Text">The YAML text, which may hold several documents.</param>
public sealed record SourceFile(string Name, string Text);

/// <summary>A file before anybody knows whether it is text.</summary>
/// <param name="Name">The name to show in problems and origins.</param>
/// <param name="Bytes">UTF-8, with or without a byte order mark; anything else is a problem.</param>
public sealed record SourceBytes(string Name, ReadOnlyMemory<byte> Bytes);
