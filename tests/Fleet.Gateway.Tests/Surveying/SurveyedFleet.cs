using System.Collections.Immutable;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Gateway.Tests.Rig;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway.Tests.Surveying;

/// <summary>Phones in a fleet without a gateway: their labels, and what was read back of them, are drawn at random.</summary>
internal sealed class SurveyedFleet : IAsyncDisposable
{
    private static readonly string[] Teams = ["red", "green", "blue"];
    private static readonly string[] Networks = ["none", "restricted", "internet"];
    private static readonly string?[] Clipboards = ["none", "both", null];

    private readonly TestFolder _folder = new();
    private EmbeddedHost _host = null!;

    public IFleet Fleet => _host.Fleet;

    public IFleetIndex Index => _host.Index;

    public ImmutableArray<string> Phones { get; private set; } = [];

    public static async Task<SurveyedFleet> StartAsync(int phones, Random chance)
    {
        var fleet = new SurveyedFleet();
        fleet._host = await EmbeddedHost.StartAsync(new SqliteOptions(fleet._folder.In("fleet.db")), FleetKinds.All, TimeProvider.System, _ => { });
        for (var n = 0; n < phones; n++) await fleet.EnrolAsync(n, chance);
        await Eventually.SeeAsync(async () => await fleet._host.Store.PendingLettersAsync(0, 1, CancellationToken.None), letters => letters.IsEmpty);
        return fleet;
    }

    public async Task<PhoneView> ViewAsync(string phone) => (await Fleet.ViewAsync(Ref(phone))).View;

    /// <summary>The phone reads this of its work VM back.</summary>
    public Task ReportAsync(string phone, string network, string? clipboard) => AskAsync(phone, Actor.Phone(phone), new PhoneCommand.Observed(
        new PhoneReport(
            0, Settled: true, DateTimeOffset.UnixEpoch, [new("work", 1, GuestState.Running, null, Work(network), 0, Lock: null)],
            [], clipboard is null ? Nothing : Nothing.Add(ClipboardDirection.Instance.Key, new(clipboard, Claimed: false)), []),
        VerdictState.Unknown, []));

    /// <summary>How many events there ever were.</summary>
    public async Task<long> PositionAsync() => (await _host.Store.ReadAsync(new EventQuery(Take: 1), CancellationToken.None)).Single().Position;

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    private static ImmutableSortedDictionary<string, ObservedSetting> Nothing { get; } = ImmutableSortedDictionary.Create<string, ObservedSetting>(StringComparer.Ordinal);

    private static GrainRef<PhoneCommand, PhoneView> Ref(string phone) => Twofold.Fleet.Phones.Phones.Id(phone);

    private static ImmutableSortedDictionary<string, ObservedSetting> Work(string network) => SettingCatalogue.Of(PolicyScope.Vm("work"))
        .ToImmutableSortedDictionary(s => s.Key, s => new ObservedSetting(s == NetworkMode.Instance ? network : s.StrictestText, Claimed: false), StringComparer.Ordinal);

    private async Task EnrolAsync(int number, Random chance)
    {
        var (hardware, id) = ($"hardware-{number}", PhoneId.From($"hardware-{number}"));
        var labels = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("team", chance.GetItems(Teams, 1)[0]);
        await AskAsync(id, Actor.System, new PhoneCommand.Enrol(
            $"enrolment-{number}", hardware, $"phone-{number:D3}", "owner", labels, "key", "thumbprint",
            [new("personal", VmOwner.Personal), new("work", VmOwner.Organisation)]));
        if (chance.Next(5) > 0) await ReportAsync(id, chance.GetItems(Networks, 1)[0], chance.GetItems(Clipboards, 1)[0]);
        Phones = Phones.Add(id);
    }

    private async Task AskAsync(string phone, Actor actor, PhoneCommand command)
    {
        var reply = await Fleet.AskAsync(Ref(phone), command, actor);
        Assert.True(reply.Ok, reply.Code);
    }
}
