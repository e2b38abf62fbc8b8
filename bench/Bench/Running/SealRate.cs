using System.Diagnostics;
using System.Security.Cryptography;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;

namespace Twofold.Bench.Running;

/// <summary>How many events a second are linked to their chain, with and without the sealing of a person's name, on one thread and without a disk.</summary>
internal static class SealRate
{
    private const int Events = 20_000;

    /// <summary>Prints both, of the event that tells of a phone's new owner. The person's key is at hand, as it is after the first event.</summary>
    /// <param name="path">A store with phones.</param>
    public static async Task PrintAsync(string path)
    {
        await using var store = await SqliteStore.OpenAsync(new SqliteOptions(path), FleetKinds.All);
        var (write, head) = await DescribedAsync(store);
        var plain = await RateAsync(new EventSealer(FleetKinds.All, null, null), write, head);
        var named = await RateAsync(new EventSealer(FleetKinds.All, new PersonKeys(store, new OpenVault()), store), write, head);
        Console.WriteLine($"    events chained a second on one thread: {plain:0} plain, {named:0} with the name of a person sealed");
    }

    private static async Task<(GrainWrite Write, ReadOnlyMemory<byte> Head)> DescribedAsync(SqliteStore store)
    {
        var (id, kind) = (PhoneStore.Ref(0).Id, FleetKinds.All.Kind(PhoneStore.Ref(0).Id.Kind));
        var phone = kind.Load(id, await store.LoadAsync(id, CancellationToken.None), FleetKinds.All);
        var command = new CommandEnvelope(id, "describe", Actor.System, null, 0, kind.Encode(PhoneStore.Describe(0, "ada")));
        return (phone.Turn(command, DateTimeOffset.UtcNow).Write ?? throw new InvalidOperationException("the phone took no command"), phone.Head);
    }

    private static async Task<double> RateAsync(EventSealer sealer, GrainWrite write, ReadOnlyMemory<byte> head)
    {
        for (var n = 0; n < Events; n++) await sealer.SealAsync(write, head, CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        for (var n = 0; n < Events; n++) await sealer.SealAsync(write, head, CancellationToken.None);
        return Events * write.Events.Length / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Keys as they are: how they are protected at rest is not measured.</summary>
    private sealed class OpenVault : IPersonVault
    {
        public byte[] Protect(byte[] key) => key;

        public byte[] Unprotect(byte[] kept) => kept;

        public byte[] Random(int bytes) => RandomNumberGenerator.GetBytes(bytes);
    }
}
