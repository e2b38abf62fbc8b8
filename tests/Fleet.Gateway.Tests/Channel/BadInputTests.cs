using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Channel;

/// <summary>The table of bad input: each refused with its code, and nothing else disturbed.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private GatewayRig _rig = null!;
    private TestPhone _phone = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await GatewayRig.StartAsync(o => o with { HelloWithin = TimeSpan.FromSeconds(2) });
        _phone = await _rig.PhoneAsync("hardware-of-bad-input");
        await _rig.ComposedAsync(_phone.Id);
    }

    public async ValueTask DisposeAsync()
    {
        _phone.Dispose();
        await _rig.DisposeAsync();
    }

    [Theory]
    [InlineData("frame/malformed", "not json")]
    [InlineData("frame/malformed", "")]
    [InlineData("frame/malformed", "{\"type\":\"received\"}")]
    [InlineData("frame/malformed", "{\"type\":\"received\",\"version\":-1}")]
    [InlineData("frame/unknown-type", "{\"type\":\"desired\"}")]
    [InlineData("frame/unknown-member", "{\"type\":\"received\",\"version\":1,\"x\":2}")]
    [InlineData("jws/malformed", "{\"type\":\"receipt\",\"jws\":\"a.b.c\"}")]
    [InlineData("channel/hello-again", "{\"type\":\"hello\",\"protocols\":[1],\"agent\":\"a\",\"hypervisor\":\"h\",\"hardware\":\"hardware\",\"settings\":[],\"appliedVersion\":0}")]
    public async Task A_bad_frame_is_refused_with_its_code_and_the_session_goes_on(string code, string frame)
    {
        using var socket = await _phone.ConnectAsync();
        await socket.SendAsync(frame);
        Assert.Equal(code, await socket.ReadRefusalAsync());
        await AssertWorksAsync(socket);
    }

    [Fact]
    public async Task A_binary_message_is_malformed()
    {
        using var socket = await _phone.ConnectAsync();
        await socket.SendAsync(Codec.Write(new PhoneFrame.Received(0)), WebSocketMessageType.Binary);
        Assert.Equal(FrameCodes.Malformed, await socket.ReadRefusalAsync());
        await AssertWorksAsync(socket);
    }

    [Fact]
    public async Task A_report_of_a_slot_that_was_not_declared_is_refused()
    {
        using var socket = await _phone.ConnectAsync();
        var report = TestReport.Of(0) with { Personal = [new("elsewhere", GuestState.Running, 1)] };
        await socket.SendAsync(new PhoneFrame.Observed(report));
        Assert.Equal("phone/bad-report", await socket.ReadRefusalAsync());
        await AssertWorksAsync(socket);
    }

    [Fact]
    public async Task A_frame_above_the_limit_closes_the_socket_with_its_code_and_no_other()
    {
        using var socket = await _phone.ConnectAsync();
        using var neighbour = await _rig.PhoneAsync("hardware-of-a-neighbour");
        using var undisturbed = await neighbour.ConnectAsync();
        await socket.SendAsync(new byte[ChannelLimits.MaxFrame + 1]);
        Assert.Equal("channel/frame-too-large", (await socket.ReadToEndAsync()).Code);
        await undisturbed.SendAsync("?");
        Assert.Equal(FrameCodes.Malformed, await undisturbed.ReadRefusalAsync());
    }

    [Fact]
    public async Task Twenty_bad_frames_close_the_socket_and_one_line_is_logged()
    {
        using var socket = await _phone.ConnectAsync();
        for (var n = 0; n < 20; n++) await socket.SendAsync("?");
        var (code, frames) = await socket.ReadToEndAsync();
        Assert.Equal("channel/too-many-refused", code);
        Assert.Equal(19, frames.Count(f => f is ServerFrame.Refused { Code: FrameCodes.Malformed }));
        Assert.Single(_rig.Log.Lines, l => l.Contains("first refused frame", StringComparison.Ordinal));
        using var again = await _phone.ConnectAsync();
    }

    [Fact]
    public async Task Anything_before_a_hello_closes_the_socket()
    {
        using var socket = await _phone.DialAsync();
        await socket.SendAsync(new PhoneFrame.Received(1));
        Assert.Equal("channel/hello-first", (await socket.ReadToEndAsync()).Code);
    }

    [Fact]
    public async Task A_phone_that_says_nothing_is_not_waited_for()
    {
        using var socket = await _phone.DialAsync();
        Assert.Equal("channel/hello-late", (await socket.ReadToEndAsync()).Code);
    }

    [Fact]
    public async Task Without_a_common_version_there_is_no_session()
    {
        using var socket = await _phone.DialAsync();
        await socket.SendAsync(_phone.Hello() with { Protocols = [99] });
        Assert.Equal("channel/no-common-version", (await socket.ReadToEndAsync()).Code);
    }

    [Fact]
    public async Task A_certificate_on_other_hardware_is_refused()
    {
        using var socket = await _phone.DialAsync();
        await socket.SendAsync(_phone.Hello() with { Hardware = "somebody-else" });
        Assert.Equal("channel/other-hardware", (await socket.ReadToEndAsync()).Code);
    }

    [Fact]
    public async Task Without_a_certificate_nobody_is_a_phone()
    {
        using var socket = await TestSocket.DialAsync(_rig, certificate: null);
        Assert.Equal("channel/no-certificate", (await socket.ReadToEndAsync()).Code);
    }

    [Fact]
    public async Task A_certificate_of_another_root_does_not_pass_the_handshake()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var foreign = new CertificateRequest($"CN={_phone.Id}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await Assert.ThrowsAsync<WebSocketException>(() => TestSocket.DialAsync(_rig, foreign));
    }

    [Fact]
    public async Task The_key_that_a_re_enrolment_replaced_is_nobodys()
    {
        using var open = await _phone.ConnectAsync();
        using var old = new X509Certificate2Copy(_phone.Certificate);
        _phone.ForgetKey();
        await _phone.EnrolAsync(await _rig.TokenAsync());
        Assert.Equal("channel/unknown-certificate", (await open.ReadToEndAsync()).Code);
        using var socket = await TestSocket.DialAsync(_rig, old.Certificate);
        Assert.Equal("channel/unknown-certificate", (await socket.ReadToEndAsync()).Code);
        using var again = await _phone.ConnectAsync();
    }

    [Fact]
    public async Task The_phones_listener_serves_phones_paths_only()
    {
        Assert.Equal("404", await TestPhone.StatusAsync(_rig, "/"));
        Assert.Equal("404", await TestPhone.StatusAsync(_rig, "/phone"));
        Assert.Equal("426", await TestPhone.StatusAsync(_rig, ChannelLimits.Path));
    }

    private async Task AssertWorksAsync(TestSocket socket)
    {
        var version = (await _rig.ViewAsync(_phone.Id)).Desired.Version;
        await socket.SendAsync(new PhoneFrame.Observed(TestReport.Of(version)));
        await _rig.SeeAsync(_phone.Id, p => p.ObservedVersion == version && p.Session is not null);
    }

    private sealed class X509Certificate2Copy(X509Certificate2 certificate) : IDisposable
    {
        public X509Certificate2 Certificate { get; } = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);

        public void Dispose() => Certificate.Dispose();
    }
}
