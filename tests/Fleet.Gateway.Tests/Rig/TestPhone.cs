using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Rig;

/// <summary>The client side of the protocol by hand: a key, a certificate, and sockets that send whatever a test wants.</summary>
internal sealed class TestPhone(GatewayRig rig, string hardware) : IDisposable
{
    private X509Certificate2? _certificate;

    public string Hardware => hardware;

    public string Id { get; } = PhoneId.From(hardware);

    public ECDsa Key { get; private set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public X509Certificate2 Certificate => _certificate!;

    public EnrolAnswer Answer { get; private set; } = null!;

    public JwsKeys ServerKeys => JwsKeys.Read(Answer.SigningKeys).Value!;

    public static bool IsOurs(GatewayRig rig, X509Certificate? certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(rig.Authority.Root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return certificate is X509Certificate2 given && chain.Build(given);
    }

    public string Csr() => new CertificateRequest("CN=whatever,O=elsewhere", Key, HashAlgorithmName.SHA256).CreateSigningRequestPem();

    public EnrolRequest Request(EnrolmentToken token) =>
        new(token.Text(), Csr(), hardware, [new("work", VmOwner.Organisation), new("personal", VmOwner.Personal)]);

    public async Task EnrolAsync(EnrolmentToken token)
    {
        var answer = await PostAsync(rig, ChannelLimits.EnrolPath, Codec.Write(Request(token)));
        Assert.True(answer.IsRead, answer.Problem?.ToString());
        Take(answer.Value);
    }

    public async Task<Problem?> RenewAsync()
    {
        var answer = await PostAsync(rig, ChannelLimits.RenewPath, [], Certificate);
        if (answer.IsRead) Take(answer.Value);
        return answer.Problem;
    }

    /// <summary>Posts bytes as they are.</summary>
    public static async Task<Parsed<EnrolAnswer>> PostAsync(GatewayRig rig, string path, byte[] body, X509Certificate2? certificate = null)
    {
        using var http = new HttpClient(Handler(rig, certificate));
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await http.PostAsync(new Uri(rig.Address, path), content);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? Codec.ReadEnrolAnswer(bytes) : Codec.ReadProblem(bytes).Value!;
    }

    /// <summary>The status of a plain GET.</summary>
    public static async Task<string> StatusAsync(GatewayRig rig, string path)
    {
        using var http = new HttpClient(Handler(rig, certificate: null));
        using var response = await http.GetAsync(new Uri(rig.Address, path));
        return $"{(int)response.StatusCode}";
    }

    /// <summary>Trusts the organisation's root only.</summary>
    public static SocketsHttpHandler Handler(GatewayRig rig, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _, _) => IsOurs(rig, given);
        if (certificate is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return handler;
    }

    public Task<TestSocket> DialAsync() => TestSocket.DialAsync(rig, Certificate);

    /// <summary>Dials and says hello; the welcome has been read.</summary>
    public async Task<TestSocket> ConnectAsync(long applied = 0)
    {
        var socket = await DialAsync();
        await socket.SendAsync(Hello(applied));
        Assert.IsType<ServerFrame.Welcome>(await socket.ReadAsync());
        return socket;
    }

    public PhoneFrame.Hello Hello(long applied = 0) => new([1], "test/1", "fake", hardware, ["vm.memory"], applied);

    public void ForgetKey()
    {
        Key.Dispose();
        Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    public void Dispose()
    {
        Key.Dispose();
        _certificate?.Dispose();
    }

    private void Take(EnrolAnswer answer)
    {
        Answer = answer;
        using var plain = X509Certificate2.CreateFromPem(answer.Certificate);
        _certificate?.Dispose();
        _certificate = plain.CopyWithPrivateKey(Key);
    }
}
