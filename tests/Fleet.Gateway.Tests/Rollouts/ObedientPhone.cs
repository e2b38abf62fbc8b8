using System.Collections.Immutable;
using System.Net.WebSockets;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Rollouts;

/// <summary>
/// A phone that stores whatever it is sent and reads back what the documents require, over the real protocol. One whose hypervisor does
/// not cut networks off reads back an open one all the same.
/// </summary>
internal sealed class ObedientPhone(TestPhone phone, TestSocket socket, bool cutsNetworks) : IDisposable
{
    public string Id => phone.Id;

    public static async Task<ObedientPhone> StartAsync(GatewayRig rig, string hardware, bool cutsNetworks)
    {
        var phone = await rig.PhoneAsync(hardware);
        var it = new ObedientPhone(phone, await phone.ConnectAsync(), cutsNetworks);
        _ = it.ObeyAsync();
        return it;
    }

    public void Dispose()
    {
        socket.Vanish();
        socket.Dispose();
        phone.Dispose();
    }

    private async Task ObeyAsync()
    {
        try
        {
            while (true)
            {
                var desired = await socket.ReadAsync<ServerFrame.Desired>();
                var version = Codec.ReadPhoneEnvelope(Verified(desired.Envelope, JwsTypes.Phone).Span).Value!.State.Version;
                await socket.SendAsync(new PhoneFrame.Received(version));
                await socket.SendAsync(new PhoneFrame.Observed(Report(desired, version)));
            }
        }
        catch (Exception end) when (end is WebSocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private PhoneReport Report(ServerFrame.Desired desired, long version)
    {
        var payloads = desired.Documents.Select(d => PolicyPayload.Read(Verified(d, JwsTypes.Policy).Span).Payload!).ToList();
        var report = TestReport.Of(version);
        var work = Settings(payloads, PolicyScope.Vm("work"));
        if (!cutsNetworks) work = work.SetItem(NetworkMode.Instance.Key, new("internet", Claimed: false));
        return report with { Flows = Settings(payloads, PolicyScope.Phone), Work = [report.Work[0] with { Settings = work }] };
    }

    private static ImmutableSortedDictionary<string, ObservedSetting> Settings(IReadOnlyList<PolicyPayload> payloads, PolicyScope scope) =>
        payloads.Where(p => p.Scope == scope).SelectMany(p => p.Values)
            .ToImmutableSortedDictionary(v => v.Key.Key, v => new ObservedSetting(v.Value, Claimed: false), StringComparer.Ordinal);

    private ReadOnlyMemory<byte> Verified(string jws, string type) => Assert.IsType<JwsResult.Verified>(Jws.Verify(jws, type, phone.ServerKeys)).Payload;
}
