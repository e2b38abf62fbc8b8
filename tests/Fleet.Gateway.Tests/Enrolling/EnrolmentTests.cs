using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Enrolling;

/// <summary>Tokens, requests and certificates at the enrolment path.</summary>
public sealed class EnrolmentTests : IAsyncLifetime
{
    private GatewayRig _rig = null!;
    private TestPhone _phone = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync();
        _phone = new TestPhone(_rig, "hardware-that-enrols");
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task A_phone_gets_a_certificate_with_nothing_from_its_request_but_the_key()
    {
        await _phone.EnrolAsync(await _rig.TokenAsync("a name"));
        Assert.True(TestPhone.IsOurs(_rig, _phone.Certificate));
        Assert.Equal($"CN={_phone.Id}", _phone.Certificate.Subject);
        Assert.Equal(_phone.Key.ExportSubjectPublicKeyInfo(), _phone.Certificate.PublicKey.ExportSubjectPublicKeyInfo());
        Assert.False(_phone.Certificate.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.Equal(_rig.Authority.RootFingerprint, Digest.Of(X509Certificate2.CreateFromPem(_phone.Answer.Root).RawData));
        Assert.Equal("a name", (await _rig.ViewAsync(_phone.Id)).Name);
    }

    [Fact]
    public async Task An_unknown_token_and_a_wrong_secret_are_the_same_answer()
    {
        var token = await _rig.TokenAsync();
        var wrong = EnrolmentToken.From(Convert.FromHexString(token.Id), RandomNumberGenerator.GetBytes(32));
        var unknown = EnrolmentToken.From(RandomNumberGenerator.GetBytes(10), RandomNumberGenerator.GetBytes(32));
        var answers = new[] { await RefusalAsync(_phone.Request(wrong)), await RefusalAsync(_phone.Request(unknown)) };
        Assert.Equal("enrolment/unknown", answers[0].Code);
        Assert.Equal(answers[0], answers[1]);
        await _phone.EnrolAsync(token);
    }

    [Fact]
    public async Task A_used_token_is_refused_to_other_hardware_and_to_another_key()
    {
        var token = await _rig.TokenAsync();
        await _phone.EnrolAsync(token);
        using var other = new TestPhone(_rig, "other-hardware");
        Assert.Equal("enrolment/used", (await RefusalAsync(other.Request(token))).Code);
        _phone.ForgetKey();
        Assert.Equal("enrolment/used", (await RefusalAsync(_phone.Request(token))).Code);
    }

    [Fact]
    public async Task A_phone_whose_first_answer_was_lost_gets_another()
    {
        var token = await _rig.TokenAsync();
        await _phone.EnrolAsync(token);
        using (var first = await _phone.ConnectAsync()) await _phone.EnrolAsync(token);
        using var socket = await _phone.ConnectAsync();
    }

    [Fact]
    public async Task One_token_enrols_one_phone_however_many_try_at_once()
    {
        var token = await _rig.TokenAsync();
        var phones = Enumerable.Range(0, 8).Select(n => new TestPhone(_rig, $"hardware-{n:000}")).ToList();
        var answers = await Task.WhenAll(phones.Select(p => TestPhone.PostAsync(_rig, ChannelLimits.EnrolPath, Codec.Write(p.Request(token)))));
        Assert.Single(answers, a => a.IsRead);
        Assert.All(answers.Where(a => !a.IsRead), a => Assert.Equal("enrolment/used", a.Problem!.Code));
        phones.ForEach(p => p.Dispose());
    }

    [Fact]
    public async Task The_same_hardware_enrols_again_with_a_new_token()
    {
        await _phone.EnrolAsync(await _rig.TokenAsync("first"));
        _phone.ForgetKey();
        await _phone.EnrolAsync(await _rig.TokenAsync("second"));
        Assert.Equal("second", (await _rig.ViewAsync(_phone.Id)).Name);
        using var socket = await _phone.ConnectAsync();
    }

    [Fact]
    public async Task A_token_ends_with_its_time_or_when_it_is_revoked()
    {
        var revoked = await _rig.TokenAsync();
        await _rig.Fleet.AskAsync(Enrolments.Enrolments.Id(revoked.Id), new EnrolmentCommand.Revoke(), Actor.System);
        Assert.Equal("enrolment/revoked", (await RefusalAsync(_phone.Request(revoked))).Code);
        var expired = await _rig.TokenAsync();
        _rig.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal("enrolment/expired", (await RefusalAsync(_phone.Request(expired))).Code);
    }

    [Fact]
    public async Task A_request_that_is_not_one_uses_nothing_up()
    {
        var token = await _rig.TokenAsync();
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        string[] bad =
        [
            "not a request", Tampered(_phone.Csr()),
            new CertificateRequest("CN=x", large, HashAlgorithmName.SHA256).CreateSigningRequestPem(),
            new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(),
        ];
        foreach (var csr in bad) Assert.Equal("enrolment/bad-csr", (await RefusalAsync(_phone.Request(token) with { Csr = csr })).Code);
        Assert.Equal("enrolment/bad-hardware", (await RefusalAsync(_phone.Request(token) with { Hardware = "short" })).Code);
        Assert.Equal("enrolment/bad-slots", (await RefusalAsync(_phone.Request(token) with { Slots = [] })).Code);
        await _phone.EnrolAsync(token);
    }

    [Fact]
    public async Task A_body_that_is_not_one_is_refused()
    {
        var request = JsonNode.Parse(Codec.Write(_phone.Request(await _rig.TokenAsync())))!;
        Assert.Equal(FrameCodes.Malformed, await PostAsync("{}"u8.ToArray()));
        Assert.Equal(FrameCodes.TooLarge, await PostAsync(new byte[Codec.MaxBody + 1]));
        request["more"] = 1;
        Assert.Equal(FrameCodes.UnknownMember, await PostAsync(Encoding.UTF8.GetBytes(request.ToJsonString())));
    }

    [Fact]
    public async Task Renewing_takes_the_certificate_of_an_enrolled_phone()
    {
        await _phone.EnrolAsync(await _rig.TokenAsync());
        var before = _phone.Certificate.SerialNumber;
        Assert.Null(await _phone.RenewAsync());
        Assert.NotEqual(before, _phone.Certificate.SerialNumber);
        Assert.Equal("channel/no-certificate", (await TestPhone.PostAsync(_rig, ChannelLimits.RenewPath, [])).Problem?.Code);
    }

    [Fact]
    public async Task No_secret_is_in_any_log()
    {
        var token = await _rig.TokenAsync();
        await RefusalAsync(_phone.Request(token) with { Csr = "not a request" });
        await _phone.EnrolAsync(token);
        using (var socket = await _phone.ConnectAsync()) await socket.SendAsync("?");
        Assert.NotEmpty(_rig.Log.Lines);
        Assert.DoesNotContain(_rig.Log.Lines, l => l.Contains(token.Secret, StringComparison.Ordinal));
    }

    private static string Tampered(string csr)
    {
        var der = Convert.FromBase64String(string.Concat(csr.Split('\n').Where(l => !l.StartsWith('-'))));
        der[^1] ^= 1;
        return PemEncoding.WriteString("CERTIFICATE REQUEST", der);
    }

    private async Task<Problem> RefusalAsync(EnrolRequest request)
    {
        var answer = await TestPhone.PostAsync(_rig, ChannelLimits.EnrolPath, Codec.Write(request));
        Assert.False(answer.IsRead);
        return answer.Problem;
    }

    private async Task<string?> PostAsync(byte[] body) => (await TestPhone.PostAsync(_rig, ChannelLimits.EnrolPath, body)).Problem?.Code;
}
