using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>What the server announced last in a file, so that the phone can show what follows while no server is reached.</summary>
/// <param name="path">Where it is.</param>
public sealed class NoticeFile(string path)
{
    /// <summary>Keeps the notices. They are for display only: losing them loses nothing.</summary>
    public void Write(ImmutableArray<PhoneNotice> notices)
    {
        try
        {
            new DurableFile(path, sync: false).Write(Codec.Write(new ServerFrame.Notices(notices)));
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            // A full disk must not stop the agent.
        }
    }

    /// <summary>The last notices; none where there are none that can be read.</summary>
    public ImmutableArray<PhoneNotice> Read()
    {
        try
        {
            return new DurableFile(path).Read() is { } bytes && Codec.ReadServerFrame(bytes).Value is ServerFrame.Notices kept ? kept.All : [];
        }
        catch (Exception disk) when (disk is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
