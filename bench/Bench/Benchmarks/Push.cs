using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>A policy revision in force until the last of a thousand phones has read its effect back and the console has that on its disk.</summary>
internal sealed class Push(PhoneFleet phones) : Benchmark
{
    /// <summary>About the bytes of the frame with a desired state and its two policy documents.</summary>
    private const int DesiredBytes = 1750;

    /// <summary>About the bytes of the frame with a report.</summary>
    private const int ReportBytes = 900;

    /// <summary>Durable writes that one push makes per phone: policies set, received, observed by the phone, observed by the VM.</summary>
    private const int WritesPerPhone = 4;

    private FloorSockets? _floor;
    private Pipeline? _pipeline;
    private StoreView? _store;
    private int _turn;

    public override string Name => "push";

    public override string Beside =>
        $"bare Kestrel with {phones.Phones} mutual-TLS WebSockets: a message to each, an answer from each, {WritesPerPhone} durable writes per answer";

    public override async Task PrepareAsync()
    {
        await phones.StartAsync();
        (_pipeline, _store) = (phones.Home.Speak(), phones.Home.Look());
        var folder = Scratch.Folder("push");
        _floor = await FloorSockets.StartAsync(folder, phones.Phones, Path.Combine(folder, "floor.db"), ReportBytes);
    }

    public override async Task<double> OursAsync()
    {
        var before = _store!.Position;
        var revision = await _pipeline!.ApplyPolicyAsync(Policy(++_turn));
        await Until.TrueAsync(() => _store.AllObserved(revision), () => $"not every phone has read back revision {revision}");
        var end = DateTime.UtcNow;
        var released = _store.FirstAfter(before, "policy-set", "organisation", "put-in-force")
            ?? throw new InvalidOperationException("no revision came into force");
        if (_turn == 1) Console.WriteLine($"    events of one push: {_store.CountAfter(before)}");
        return (end - released).TotalSeconds;
    }

    public override Task<double> TheirsAsync() => _floor!.PushAsync(DesiredBytes, WritesPerPhone);

    public override async ValueTask DisposeAsync()
    {
        _pipeline?.Dispose();
        _store?.Dispose();
        if (_floor is not null) await _floor.DisposeAsync();
        await phones.DisposeAsync();
    }

    private static string Policy(int turn) =>
        $"""
        apiVersion: twofold/v1
        kind: Policy
        metadata: {"{"} name: bench {"}"}
        spec:
          settings:
            network.mode: {(turn % 2 == 0 ? "restricted" : "none")}

        """;
}
