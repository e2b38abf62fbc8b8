namespace Twofold.Web.Desk;

/// <summary>Something to look at that stays true: what it is now, and then what it becomes.</summary>
/// <param name="Snapshot">What it is now.</param>
/// <param name="Changes">
/// What it becomes, newest only: while the reader is busy, changes fall together into one. A refusal ends the stream, for example
/// when the reader's rights were taken. It ends with the token that it was opened with.
/// </param>
public sealed record Live<T>(T Snapshot, IAsyncEnumerable<Answer<T>> Changes)
    where T : notnull;
