using System.Security.Cryptography;
using Twofold.Protocol;

namespace Twofold.Auditing;

/// <summary>Reads the public keys that verify checkpoints.</summary>
public static class AuditKeys
{
    private const string Label = "PUBLIC KEY";

    /// <summary>The keys in a PEM text, known by the first 16 characters of the digest of each; <c>key/unusable</c>, <c>key/too-many</c>.</summary>
    public static Parsed<JwsKeys> Read(string untrustedPem)
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var rest = untrustedPem.AsSpan(); PemEncoding.TryFind(rest, out var found) && keys.Count <= JwsKeys.Max; rest = rest[found.Location.End..])
        {
            if (!rest[found.Label].SequenceEqual(Label)) return new Problem("key/unusable", $"a block of the file is not a `{Label}`");
            var key = Convert.FromBase64String(new string(rest[found.Base64Data]));
            keys[Digest.Of(key)[..16]] = Convert.ToBase64String(key);
        }

        return keys.Count > 0 ? JwsKeys.Read(keys) : new Problem("key/unusable", $"there is no `{Label}` in PEM");
    }
}
