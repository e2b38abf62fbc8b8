using System.Text;
using System.Text.Json.Nodes;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Agent;

/// <summary>What the phone's user agrees to, and takes back.</summary>
public sealed class ConsentTests : IDisposable
{
    private const string View = "screen.remote-view";
    private readonly AgentBench _bench = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("twofold-consent-").FullName;

    public void Dispose()
    {
        _bench.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_consent_is_reported_survives_a_restart_and_ends_by_itself()
    {
        await RunAsync();
        Assert.Equal("never", Reading());

        Assert.True(Give());
        await _bench.RestAsync();
        Assert.Equal("with-consent", Reading());
        _bench.Restart();
        _bench.Server.Connect();
        await _bench.RestAsync();
        Assert.Equal("with-consent", Reading());

        _bench.Time.Advance(Consent.Lasts);
        await _bench.RestAsync();
        Assert.Equal("never", Reading());
    }

    [Fact]
    public async Task A_consent_that_is_taken_back_stands_no_longer()
    {
        await RunAsync();
        Give();
        await _bench.RestAsync();
        Assert.True(Desk().Withhold(View, "work", Wanted));
        await _bench.RestAsync();
        Assert.Equal("never", Reading());
        Assert.Empty(_bench.Record.Given());
    }

    [Fact]
    public async Task What_policy_forbids_cannot_be_agreed_to_and_no_later_policy_brings_back_what_was()
    {
        await RunAsync();
        Give();
        await WantAsync(2, (View, "never"));
        Assert.Equal("never", Reading());
        Assert.False(Give());

        await WantAsync(3, (View, "with-consent"));
        Assert.Equal("never", Reading());
        Assert.True(Give());
        await _bench.RestAsync();
        Assert.Equal("with-consent", Reading());
    }

    [Fact]
    public async Task A_new_vm_is_asked_about_anew()
    {
        await RunAsync();
        Give();
        _bench.Server.Want(2, Lifecycle.Running, 1, AgentBench.Wipe());
        await _bench.RestAsync();
        _bench.Server.Want(3, Lifecycle.Running, epoch: 2);
        await _bench.RestAsync();
        Assert.Equal((2, "never"), (_bench.LastReport.Work[0].Epoch, Reading()));
    }

    [Fact]
    public void Nothing_is_ever_asked_about_a_personal_vm()
    {
        var settings = WorkSettings.Closed with { RemoteView = RemoteView.WithConsent };
        var desired = Desired.Nothing with { Vms = [new WantedVm("personal", 1, Lifecycle.Running, "policy", settings), new WantedVm("unknown", 1, Lifecycle.Running, "policy", settings)] };
        Assert.Empty(AskedConsent.In(desired, AgentBench.Slots));
        Assert.False(Desk().Give(View, "personal", desired, _bench.Time.GetUtcNow()));
        Assert.Empty(_bench.Record.Given());
    }

    [Fact]
    public async Task What_the_user_said_is_in_the_log_that_the_user_reads()
    {
        await RunAsync();
        Give();
        Desk().Withhold(View, "work", Wanted);
        Assert.Equal(
            ["user consent work-1 screen.remote-view given for 60 minutes", "user consent work-1 screen.remote-view taken back"],
            Log.Read().Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
    }

    [Fact]
    public void A_journal_from_before_consents_were_kept_is_read()
    {
        var before = JsonNode.Parse(_bench.File.Read())!.AsObject();
        Assert.True(before.Remove("consents"));
        var file = new MemoryFile();
        file.Write(Encoding.UTF8.GetBytes(before.ToJsonString()));
        Assert.Empty(DeviceJournal.Open(file).Record.Given());
    }

    private OrderLog Log => new(Path.Combine(_folder, "orders.log"), _bench.Time);

    private Desired Wanted => LocalView.Wanted(_bench.Record);

    private ConsentDesk Desk() => new(_bench.Journal, AgentBench.Slots, Log);

    private bool Give() => Desk().Give(View, "work", Wanted, _bench.Time.GetUtcNow());

    private string? Reading() => _bench.LastReport.Work[0].Settings[View].Text;

    private async Task RunAsync()
    {
        _bench.Server.Connect();
        await WantAsync(1);
    }

    private async Task WantAsync(long version, params (string Key, string Text)[] values)
    {
        var work = FakeServer.Work([.. values, ("lease.offline-lock", "3d"), ("lease.offline-wipe", "30d")]);
        _bench.Server.Say(_bench.Server.Frame(version, [new DesiredVm("work", 1, Lifecycle.Running, work.Digest)], [], [work]));
        await _bench.RestAsync();
    }
}
