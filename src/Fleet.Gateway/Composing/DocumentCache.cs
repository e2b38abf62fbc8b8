using System.Buffers.Text;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>A signed policy document, and what it says.</summary>
/// <param name="Jws">As it is sent.</param>
/// <param name="Payload">What it says; the server signed it, so it needs no check.</param>
internal sealed record KeptDocument(string Jws, PolicyPayload Payload);

/// <summary>The policy documents used last, at most <see cref="Max"/>; when full, half of them are forgotten and read again when needed.</summary>
internal sealed class DocumentCache(IDocumentStore store)
{
    /// <summary>Documents that are kept.</summary>
    public const int Max = 512;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KeptDocument> _kept = new(StringComparer.Ordinal);

    /// <summary>The document with this digest, or null when there is none that can be read.</summary>
    public async ValueTask<KeptDocument?> FindAsync(string digest, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(digest, out var known)) return known;
        }

        if (await store.GetAsync(digest, cancel) is not { } jws || Read(jws) is not { } document) return null;
        Keep(digest, document);
        return document;
    }

    private static KeptDocument? Read(string jws)
    {
        var payload = PolicyPayload.Read(Base64Url.DecodeFromChars(jws.Split('.')[1]));
        return payload.IsRead ? new(jws, payload.Payload) : null;
    }

    private void Keep(string digest, KeptDocument document)
    {
        lock (_lock)
        {
            if (_kept.Count >= Max)
                foreach (var old in _kept.Keys.Take(Max / 2).ToList()) _kept.Remove(old);
            _kept[digest] = document;
        }
    }
}
