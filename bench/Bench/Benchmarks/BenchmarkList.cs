using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>Every benchmark. What each measures, and beside what, is in docs/benchmarks.md.</summary>
internal static class BenchmarkList
{
    /// <summary>In the order in which they run. Those of one group share what takes long to prepare, and a process.</summary>
    public static IReadOnlyList<IReadOnlyList<Benchmark>> Groups()
    {
        var (stored, phones) = (new PhoneStore(10_000), new PhoneFleet(Scratch.PathOf("thousand"), 1000));
        return
        [
            [new Commands(stored), new Activations(stored, threads: 1), new Activations(stored, Environment.ProcessorCount), new IdleActivation(stored)],
            [new ColdStart()],
            [new Push(phones), new ResidentMemory(phones)],
            [new MillionPhones()],
            [new Wipe()],
            [new IndexPages(), new IndexAny()],
            [new PolicyReading(), new PolicyMerge()],
            [new WhatIfFleet()],
        ];
    }
}
