namespace Twofold.Protocol;

/// <summary>What a check of a signature came to.</summary>
public abstract record JwsResult
{
    private JwsResult()
    {
    }

    /// <summary>Signed by that key, as that type, and exactly these bytes.</summary>
    /// <param name="Payload">The bytes as they were signed.</param>
    /// <param name="Kid">The id of the key.</param>
    public sealed record Verified(ReadOnlyMemory<byte> Payload, string Kid) : JwsResult;

    /// <summary>Not to be believed.</summary>
    /// <param name="Problem">Its code is one of <see cref="JwsCodes"/>.</param>
    public sealed record Refused(Problem Problem) : JwsResult;
}

/// <summary>Why a signature is refused.</summary>
public static class JwsCodes
{
    /// <summary>Not three parts in canonical base64url, too large, a header with other members than alg, kid and typ, or another algorithm.</summary>
    public const string Malformed = "jws/malformed";

    /// <summary>Signed as something else than what is expected here.</summary>
    public const string WrongType = "jws/wrong-type";

    /// <summary>Signed with a key that is not trusted for this.</summary>
    public const string UnknownKey = "jws/unknown-key";

    /// <summary>The signature does not fit bytes and key.</summary>
    public const string BadSignature = "jws/bad-signature";
}
