namespace Twofold.Transfer;

/// <summary>
/// The few operations on files that the store needs, so that a test can lose power before each. Paths are relative. Nothing is durable before
/// <see cref="Sync"/> returns: until then any part of it may be lost, in any order.
/// </summary>
internal interface IFolder : IDisposable
{
    /// <summary>Writes a file whole; it is replaced if it is there.</summary>
    /// <param name="usedAt">The instant to keep beside it.</param>
    void Write(string path, ReadOnlySpan<byte> bytes, DateTimeOffset usedAt);

    /// <summary>Reads a file of at most the room's size; answers its length, or -1 if it is not there and the room's size plus one if it is longer.</summary>
    int Read(string path, Span<byte> room);

    /// <summary>The instant beside a file, or null if it is not there.</summary>
    DateTimeOffset? UsedAt(string path);

    /// <summary>Changes the instant beside a file; nothing if it is not there.</summary>
    void Touch(string path, DateTimeOffset usedAt);

    /// <summary>Gives a file another name; one that has it is replaced.</summary>
    void Rename(string path, string to);

    /// <summary>Removes a file; nothing if it is not there.</summary>
    void Delete(string path);

    /// <summary>The names of the files in a folder.</summary>
    IEnumerable<string> List(string folder);

    /// <summary>Makes everything durable that was done before.</summary>
    void Sync();
}
