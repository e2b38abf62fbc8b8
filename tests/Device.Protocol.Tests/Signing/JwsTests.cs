using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Twofold.Protocol.Tests.Signing;

public sealed class JwsTests : IDisposable
{
    private static readonly byte[] Payload = "exactly these bytes \0 ÿ"u8.ToArray();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly JwsSigner _signer;

    public JwsTests() => _signer = new JwsSigner("k1", _key);

    public void Dispose() => _key.Dispose();

    [Fact]
    public void A_signed_payload_is_verified_byte_for_byte()
    {
        var result = Assert.IsType<JwsResult.Verified>(Jws.Verify(_signer.Sign(JwsTypes.Phone, Payload), JwsTypes.Phone, _signer.Keys));
        Assert.Equal(Payload, result.Payload.ToArray());
        Assert.Equal("k1", result.Kid);
    }

    [Fact]
    public void A_signature_that_another_tool_made_is_verified()
    {
        var signed = $"{Text("{\"typ\":\"twofold-phone+jws\",\"alg\":\"ES256\",\"kid\":\"k1\"}")}.{Base64Url.EncodeToString(Payload)}";
        Assert.IsType<JwsResult.Verified>(Jws.Verify($"{signed}.{Signature(signed, _key)}", JwsTypes.Phone, _signer.Keys));
    }

    [Fact]
    public void A_receipt_cannot_be_taken_for_an_envelope() =>
        AssertRefused(JwsCodes.WrongType, _signer.Sign(JwsTypes.Receipt, Payload), JwsTypes.Phone);

    [Fact]
    public void A_foreign_key_is_not_trusted()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AssertRefused(JwsCodes.UnknownKey, new JwsSigner("k2", foreign).Sign(JwsTypes.Phone, Payload));
    }

    [Fact]
    public void A_foreign_key_under_a_known_id_is_a_forgery()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        AssertRefused(JwsCodes.BadSignature, new JwsSigner("k1", foreign).Sign(JwsTypes.Phone, Payload));
    }

    [Fact]
    public void A_changed_payload_is_a_forgery()
    {
        var parts = _signer.Sign(JwsTypes.Phone, Payload).Split('.');
        AssertRefused(JwsCodes.BadSignature, $"{parts[0]}.{Text("other bytes")}.{parts[2]}");
    }

    [Theory]
    [InlineData("{\"alg\":\"none\",\"kid\":\"k1\",\"typ\":\"twofold-phone+jws\"}")]
    [InlineData("{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"twofold-phone+jws\"}")]
    [InlineData("{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"twofold-phone+jws\",\"jwk\":{}}")]
    [InlineData("{\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"twofold-phone+jws\",\"crit\":[\"b64\"]}")]
    [InlineData("{\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"k1\",\"typ\":\"twofold-phone+jws\"}")]
    [InlineData("{\"alg\":\"ES256\",\"kid\":null,\"typ\":\"twofold-phone+jws\"}")]
    [InlineData("{\"alg\":\"ES256\",\"kid\":\"k1\"}")]
    [InlineData("[]")]
    public void A_header_that_says_anything_else_is_malformed_even_if_signed(string header)
    {
        var signed = $"{Text(header)}.{Base64Url.EncodeToString(Payload)}";
        AssertRefused(JwsCodes.Malformed, $"{signed}.{Signature(signed, _key)}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("e30.e30.e30")]
    [InlineData("\u0000.\ud800.é")]
    public void Text_that_is_no_jws_is_malformed(string text) => AssertRefused(JwsCodes.Malformed, text);

    [Fact]
    public void There_is_one_spelling_of_a_signature()
    {
        var jws = _signer.Sign(JwsTypes.Phone, Payload);
        AssertRefused(JwsCodes.Malformed, jws + "=");
        AssertRefused(JwsCodes.Malformed, jws + "\n");
        AssertRefused(JwsCodes.Malformed, jws.Replace(".", ". ", StringComparison.Ordinal));
        AssertRefused(JwsCodes.Malformed, WithLooseTrailingBits(jws));
    }

    [Fact]
    public void A_jws_above_the_limit_is_not_looked_at() =>
        AssertRefused(JwsCodes.Malformed, _signer.Sign(JwsTypes.Phone, new byte[Jws.MaxLength]));

    [Fact]
    public void The_largest_policy_document_fits() =>
        Assert.IsType<JwsResult.Verified>(Jws.Verify(_signer.Sign(JwsTypes.Policy, new byte[64 * 1024]), JwsTypes.Policy, _signer.Keys));

    [Fact]
    public void A_document_that_the_envelope_does_not_name_is_refused()
    {
        var jws = _signer.Sign(JwsTypes.Policy, Payload);
        Assert.IsType<JwsResult.Verified>(Jws.VerifyDocument(jws, Digest.Of(Payload), _signer.Keys));
        var refused = Assert.IsType<JwsResult.Refused>(Jws.VerifyDocument(jws, Digest.Of("other"u8), _signer.Keys));
        Assert.Equal("document/wrong-digest", refused.Problem.Code);
    }

    [Fact]
    public void Keys_survive_being_written_and_read() =>
        Assert.IsType<JwsResult.Verified>(Jws.Verify(_signer.Sign(JwsTypes.Phone, Payload), JwsTypes.Phone, JwsKeys.Read(_signer.Keys.Write()).Value!));

    [Fact]
    public void Only_keys_for_P256_are_usable()
    {
        using var larger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Equal("key/unusable", ReadKey("k", Convert.ToBase64String(larger.ExportSubjectPublicKeyInfo())));
        Assert.Equal("key/unusable", ReadKey("k", "AAAA"));
        Assert.Equal("key/unusable", ReadKey("k", "*"));
        Assert.Equal("key/unusable", ReadKey("a key", Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo())));
    }

    private static string? ReadKey(string kid, string spki) =>
        JwsKeys.Read(new Dictionary<string, string>(StringComparer.Ordinal) { [kid] = spki }).Problem?.Code;

    private static string WithLooseTrailingBits(string jws)
    {
        // 64 bytes are 86 characters, the last of which carries four loose bits that the canonical spelling leaves zero.
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        return jws[..^1] + alphabet[alphabet.IndexOf(jws[^1], StringComparison.Ordinal) + 1];
    }

    private static string Text(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Signature(string signed, ECDsa key) => Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256));

    private void AssertRefused(string code, string jws, string type = JwsTypes.Phone) =>
        Assert.Equal(code, Assert.IsType<JwsResult.Refused>(Jws.Verify(jws, type, _signer.Keys)).Problem.Code);
}
