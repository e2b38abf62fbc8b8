namespace Twofold.Protocol;

/// <summary>Everything a phone needs to enrol; shown once, as text and as a QR code.</summary>
/// <remarks>Written <c>twofold:1:TOKEN:FINGERPRINT:https://host:port/</c>. It holds the token's secret: never log it.</remarks>
/// <param name="Server">Where the gateway listens: https, a host, a port, nothing else.</param>
/// <param name="Token">The whole token, <c>id.secret</c>.</param>
/// <param name="RootFingerprint">SHA-256 of the organisation's root certificate (DER), hex; the phone trusts no other root.</param>
public sealed record EnrolmentCode(Uri Server, string Token, string RootFingerprint)
{
    /// <summary>Characters of the longest code.</summary>
    public const int MaxLength = 512;

    private const string Prefix = "twofold:1:";

    /// <summary>The code as text, suitable for a QR code.</summary>
    public string Text() => $"{Prefix}{Token}:{RootFingerprint}:{Server.GetLeftPart(UriPartial.Authority)}/";

    /// <summary>The server only, so that a secret never gets into a log by accident.</summary>
    public override string ToString() => Server.ToString();

    /// <summary>Reads what <see cref="Text"/> wrote, and nothing else: <c>enrolment/bad-code</c>.</summary>
    public static Parsed<EnrolmentCode> Parse(string? untrustedText)
    {
        if (untrustedText is not { Length: <= MaxLength } || !untrustedText.StartsWith(Prefix, StringComparison.Ordinal))
            return Refuse($"an enrolment code begins with `{Prefix}` and has at most {MaxLength} characters");
        var parts = untrustedText[Prefix.Length..].Split(':', 3);
        if (parts.Length != 3) return Refuse("an enrolment code has a token, a fingerprint and a server");
        if (EnrolmentToken.TryParse(parts[0]) is null) return Refuse("the token in the code is not one");
        if (!Digest.IsOne(parts[1])) return Refuse("the fingerprint in the code is not 64 hexadecimal digits");
        if (!Uri.TryCreate(parts[2], UriKind.Absolute, out var server) || !IsServer(server))
            return Refuse("the server in the code is not `https://host:port/`");
        var code = new EnrolmentCode(server, parts[0], parts[1]);
        return string.Equals(code.Text(), untrustedText, StringComparison.Ordinal) ? code : Refuse("the code is not spelt as one is");
    }

    private static bool IsServer(Uri server) =>
        string.Equals(server.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) && server.UserInfo.Length == 0 && server.PathAndQuery == "/"
        && server.Fragment.Length == 0;

    private static Problem Refuse(string explanation) => new("enrolment/bad-code", explanation);
}
