using System.Collections.Immutable;
using System.Diagnostics;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Phones;
using Twofold.Floor;
using Twofold.Protocol;

namespace Twofold.Bench.Benchmarks;

/// <summary>10,000 durable commands, 256 in flight over 256 phones, through the single-machine host.</summary>
internal sealed class Commands : Benchmark
{
    private const int Grains = 256;
    private const int Count = 10_000;

    private static readonly ImmutableSortedDictionary<string, string> Labels =
        ImmutableSortedDictionary<string, string>.Empty.Add("team", "field").Add("kind", "simulated");

    private EmbeddedHost? _host;
    private PlainRows? _rows;
    private int _next;

    public override string Name => "commands";

    public override string Beside => "plain SQLite that writes a state, an event and a list row for each of 10,000 commands in transactions of 256";

    public override async Task PrepareAsync()
    {
        var folder = Scratch.Folder("commands");
        _rows = new PlainRows(Path.Combine(folder, "floor.db"));
        _host = await EmbeddedHost.StartAsync(new SqliteOptions(Path.Combine(folder, "fleet.db")), FleetKinds.All, TimeProvider.System, Report);
        await Task.WhenAll(Enumerable.Range(0, Grains).Select(n => AskAsync(n, Enrol(n))));
        var waiting = true;
        while (waiting) waiting = !(await _host.Store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty;
    }

    public override async Task<double> OursAsync()
    {
        var (start, end) = (Stopwatch.GetTimestamp(), _next + Count);
        await Task.WhenAll(Enumerable.Range(0, Grains).Select(grain => Task.Run(() => DescribeAsync(grain, end))));
        _next = end;
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public override Task<double> TheirsAsync()
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var group in Enumerable.Range(0, Count).Select(n => n % Grains).Chunk(Grains)) _rows!.Write(group);
        return Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    public override async ValueTask DisposeAsync()
    {
        _rows?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
    }

    // One command after the other on each phone, so that as many are in flight as there are phones.
    private async Task DescribeAsync(int grain, int end)
    {
        while (Interlocked.Increment(ref _next) is var n && n <= end)
            await AskAsync(grain, new PhoneCommand.Describe($"phone-{grain:D4}", $"owner-{n}", Labels));
    }

    private async Task AskAsync(int grain, PhoneCommand command)
    {
        var reply = await _host!.Fleet.AskAsync(Phones.Id(PhoneId.From($"hardware-{grain}")), command, Actor.System);
        if (!reply.Ok) throw new InvalidOperationException($"{reply.Code}: {reply.Explanation}");
    }

    private static PhoneCommand Enrol(int grain) => new PhoneCommand.Enrol(
        $"enrolment-{grain}", $"hardware-{grain}", $"phone-{grain:D4}", "nobody", Labels,
        PublicKey: new string('k', 124), Thumbprint: new string('f', 64),
        [new SlotDeclaration("personal", VmOwner.Personal), new SlotDeclaration("work", VmOwner.Organisation)]);

    private static void Report(HostIncident incident) => Console.Error.WriteLine($"{incident.Code} at {incident.Grain}: {incident.Error?.Message}");
}
