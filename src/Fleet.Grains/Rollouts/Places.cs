using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Twofold.Fleet.Rollouts;

/// <summary>
/// Where phones stand in a rollout, as a pure function of two ids, so that nobody keeps a list of who is in which wave. Every phone has a
/// place on a ring; every rollout starts at another point of it, so that it is not always the same phones that go first.
/// </summary>
public static class Places
{
    /// <summary>How many places there are.</summary>
    public const int Count = 10_000_000;

    /// <summary>The phone's place on the ring, 0 to <see cref="Count"/> - 1; the index knows it by this number.</summary>
    public static int Of(string phoneId) => Hash($"place:{phoneId}");

    /// <summary>Where on the ring a rollout starts.</summary>
    public static int StartOf(string rolloutId) => Hash($"start:{rolloutId}");

    /// <summary>How far behind the start of the rollout the phone stands, 0 to <see cref="Count"/> - 1.</summary>
    public static int Behind(string rolloutId, string phoneId) => (Of(phoneId) - StartOf(rolloutId) + Count) % Count;

    /// <summary>The stretches of the ring that lie between two distances behind the rollout's start: one, or two where the ring closes.</summary>
    /// <param name="from">The first distance.</param>
    /// <param name="end">The first distance that belongs no longer to it; larger than <paramref name="from"/>.</param>
    public static IEnumerable<(int From, int End)> Stretches(string rolloutId, int from, int end)
    {
        var (start, length) = ((StartOf(rolloutId) + from) % Count, end - from);
        yield return (start, Math.Min(start + length, Count));
        if (start + length > Count) yield return (0, start + length - Count);
    }

    private static int Hash(string text) =>
        (int)(BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text))) % Count);
}
