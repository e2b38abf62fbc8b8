using System.Security.Cryptography;

namespace Twofold.Fleet.Gateway.Tests.Rig;

/// <summary>Protects with a key of its own, so that another protector cannot read what it kept.</summary>
internal sealed class TestProtector : ISecretProtector
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public byte[] Protect(byte[] secret)
    {
        using var aes = new AesGcm(_key, 16);
        var kept = new byte[12 + secret.Length + 16];
        RandomNumberGenerator.Fill(kept.AsSpan(0, 12));
        aes.Encrypt(kept.AsSpan(0, 12), secret, kept.AsSpan(12, secret.Length), kept.AsSpan(12 + secret.Length));
        return kept;
    }

    public byte[] Unprotect(byte[] kept)
    {
        if (kept.Length < 28) throw new CryptographicException("too short");
        using var aes = new AesGcm(_key, 16);
        var secret = new byte[kept.Length - 28];
        aes.Decrypt(kept.AsSpan(0, 12), kept.AsSpan(12, secret.Length), kept.AsSpan(12 + secret.Length), secret);
        return secret;
    }
}

/// <summary>What of a server outlives it: its folder, and the key that protects its keys.</summary>
internal sealed class TestPlace : IDisposable
{
    public TestFolder Folder { get; } = new();

    public ISecretProtector Protector { get; } = new TestProtector();

    /// <summary>Copies the store of a server that stopped.</summary>
    public void Save(string name) => Copy(Folder.In("fleet.db"), Folder.In(name));

    /// <summary>Puts a copy back, as somebody does who restores a backup.</summary>
    public void Restore(string name) => Copy(Folder.In(name), Folder.In("fleet.db"));

    public void Dispose() => Folder.Dispose();

    private static void Copy(string from, string to)
    {
        foreach (var part in new[] { "", "-wal", "-shm" })
        {
            File.Delete(to + part);
            if (File.Exists(from + part)) File.Copy(from + part, to + part);
        }
    }
}

/// <summary>A folder of a test's own, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("twofold-gateway-").FullName;

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

/// <summary>Waits for a condition, with a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    public static async Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> holds)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (holds(seen)) return seen;
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Bound, $"it never came to hold; last seen: {seen}");
            await Task.Delay(20);
        }
    }
}
