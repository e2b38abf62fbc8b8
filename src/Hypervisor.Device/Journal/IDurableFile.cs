namespace Twofold.Device;

/// <summary>A small file that is replaced whole: after a crash it holds either what was written last or what was written before it.</summary>
public interface IDurableFile
{
    /// <summary>What was written last, or null if nothing ever was.</summary>
    byte[]? Read();

    /// <summary>Replaces the content; when this returns, it survives a crash.</summary>
    void Write(ReadOnlySpan<byte> bytes);
}
