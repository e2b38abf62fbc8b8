using Twofold.Fleet.Gateway.Tests.Rig;

namespace Twofold.Fleet.Gateway.Tests.Listening;

/// <summary>What a quiet connection costs.</summary>
public sealed class IdleTlsTests
{
    [Fact]
    public async Task The_buffers_of_a_quiet_connection_are_given_back()
    {
        await using var rig = await GatewayRig.StartAsync();
        var before = IdleTls.Released;
        using var phone = await rig.PhoneAsync("hardware-that-is-quiet");
        using var socket = await phone.ConnectAsync();
        Assert.True(IdleTls.GiveBackBuffers());
        Assert.True(IdleTls.Released > before, "the listener's TLS keeps its buffers");
    }
}
