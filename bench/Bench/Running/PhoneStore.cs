using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Phones;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Bench.Running;

/// <summary>
/// A store of phones that enrolled with two VMs, got their policies, connected and reported, all through the host. Benchmarks work on copies
/// of it, so that each begins with the same file.
/// </summary>
internal sealed class PhoneStore(int phones)
{
    private const string Name = "stored-phones";
    private const string Owner = "nobody";

    /// <summary>Commands that wait at a time while it is made.</summary>
    private const int AtOnce = 256;

    private static readonly ImmutableSortedDictionary<string, string> Labels =
        ImmutableSortedDictionary<string, string>.Empty.Add("team", "field").Add("kind", "simulated");

    private bool _made;

    /// <summary>How many phones there are.</summary>
    public int Phones => phones;

    /// <summary>The grain of the phone with this number, from 0.</summary>
    public static GrainRef<PhoneCommand, PhoneView> Ref(int number) => Fleet.Phones.Phones.Id(IdOf(number));

    /// <summary>What a person says to give it another owner.</summary>
    public static PhoneCommand.Describe Describe(int number, string owner) => new(NameOf(number), owner, Labels);

    /// <summary>What a person says to give it to another team, of which it tells no other grain.</summary>
    public static PhoneCommand.Describe Relabel(int number, string team) => new(NameOf(number), Owner, Labels.SetItem("team", team));

    /// <summary>Starts a host over a file.</summary>
    public static Task<EmbeddedHost> HostAsync(string path, EmbeddedOptions? options = null) =>
        EmbeddedHost.StartAsync(new SqliteOptions(path), FleetKinds.All, TimeProvider.System, Report, options);

    /// <summary>A copy in a folder that is emptied first; the first call makes the phones.</summary>
    public async Task<string> CopyAsync(string folder)
    {
        if (!_made) await MakeAsync();
        _made = true;
        if (File.Exists(Path.Combine(Scratch.PathOf(Name), "fleet.db-wal"))) throw new InvalidOperationException("the store was not closed in order");
        if (Directory.Exists(Scratch.PathOf(folder))) Directory.Delete(Scratch.PathOf(folder), recursive: true);
        var path = Path.Combine(Scratch.Folder(folder), "fleet.db");
        File.Copy(Path.Combine(Scratch.PathOf(Name), "fleet.db"), path);
        return path;
    }

    private async Task MakeAsync()
    {
        await using var host = await HostAsync(Path.Combine(Scratch.Folder(Name), "fleet.db"));
        await Parallel.ForEachAsync(Enumerable.Range(0, phones), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await EnrolAsync(host, number));
        await Until.ComesAsync(async () => (await host.Store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty, () => "letters wait for ever");
        await Parallel.ForEachAsync(Enumerable.Range(0, phones), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) => await ReportAsync(host, number));
        await Until.ComesAsync(async () => (await host.Store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty, () => "letters wait for ever");
    }

    private static string IdOf(int number) => PhoneId.From($"hardware-{number}");

    private static string NameOf(int number) => $"phone-{number:D6}";

    private static async Task EnrolAsync(EmbeddedHost host, int number)
    {
        await AskAsync(host, number, Actor.System, new PhoneCommand.Enrol(
            $"enrolment-{number}", $"hardware-{number}", NameOf(number), Owner, Labels,
            PublicKey: new string('k', 124), Thumbprint: new string('f', 64),
            [new SlotDeclaration("personal", VmOwner.Personal), new SlotDeclaration("work", VmOwner.Organisation)]));
        await AskAsync(host, number, Actor.System, new PhoneCommand.SetPolicies(
            1, new string('a', 64), ImmutableSortedDictionary<string, string>.Empty.Add("work", new string('b', 64))));
    }

    private static async Task ReportAsync(EmbeddedHost host, int number)
    {
        var (self, version) = (Actor.Phone(IdOf(number)), (await host.Fleet.ViewAsync(Ref(number))).View.Desired.Version);
        await AskAsync(host, number, self, new PhoneCommand.Connected($"session-{number}", "twofold-agent 0.1.0", "fake 1", 1, [.. SettingCatalogue.CarriedOut.Select(s => s.Key)], version));
        var settings = SettingCatalogue.CarriedOut.ToImmutableSortedDictionary(s => s.Key, _ => new ObservedSetting("as required", Claimed: false));
        var work = new WorkVmReport("work", 1, GuestState.Running, new string('b', 64), settings, 6_442_450_944, Lock: null);
        var report = new PhoneReport(
            version, Settled: true, DateTimeOffset.UtcNow, [work], [new PersonalVmReport("personal", GuestState.Running, 21_474_836_480)],
            ImmutableSortedDictionary<string, ObservedSetting>.Empty, []);
        await AskAsync(host, number, self, new PhoneCommand.Observed(report, VerdictState.Compliant, []));
        await AskAsync(host, number, self, new PhoneCommand.Disconnected($"session-{number}"));
    }

    private static async Task AskAsync(EmbeddedHost host, int number, Actor actor, PhoneCommand command)
    {
        var reply = await host.Fleet.AskAsync(Ref(number), command, actor);
        if (!reply.Ok) throw new InvalidOperationException($"{reply.Code}: {reply.Explanation}");
    }

    private static void Report(HostIncident incident) => Console.Error.WriteLine($"{incident.Code} at {incident.Grain}: {incident.Error?.Message}");
}
