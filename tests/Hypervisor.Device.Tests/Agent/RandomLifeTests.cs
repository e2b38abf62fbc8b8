using FsCheck;
using FsCheck.Fluent;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Agent;

/// <summary>Whatever happens to a phone in whatever order, certain things hold after each of it.</summary>
public sealed class RandomLifeTests
{
    private const int Lives = 60;

    private static readonly Gen<Happening> Any = Gen.Frequency(
        (6, from lifecycle in Gen.Elements(Enum.GetValues<Lifecycle>()) from epoch in Gen.Choose(1, 3) select (Happening)new Happening.Wanted(lifecycle, epoch)),
        (2, from epoch in Gen.Choose(1, 3) from number in Gen.Choose(1, 4) select (Happening)new Happening.Ordered(OrderKind.Wipe, epoch, number)),
        (2, from epoch in Gen.Choose(1, 3) from number in Gen.Choose(5, 6) select (Happening)new Happening.Ordered(OrderKind.Lock, epoch, number)),
        (1, Gen.Constant((Happening)new Happening.OrdersGone())),
        (2, Gen.Constant((Happening)new Happening.Connected())),
        (2, Gen.Constant((Happening)new Happening.HungUp())),
        (3, from minutes in Gen.Elements(1, 30, 90, 2000) select (Happening)new Happening.Passed(minutes)),
        (1, Gen.Constant((Happening)new Happening.Restarted())),
        (3, from at in Gen.Choose(0, 30) select (Happening)new Happening.WillCrash(at)));

    [Fact]
    public void Through_any_life_the_floor_holds_no_epoch_returns_and_no_order_runs_twice() =>
        Prop.ForAll(Any.NonEmptyListOf().ToArbitrary(), happenings =>
        {
            LiveAsync([.. happenings]).GetAwaiter().GetResult();
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));

    private static async Task LiveAsync(IReadOnlyList<Happening> happenings)
    {
        using var life = new Life();
        await life.BeginAsync();
        foreach (var happening in happenings) await life.LiveAsync(happening);
    }

    private abstract record Happening
    {
        private Happening()
        {
        }

        public sealed record Wanted(Lifecycle Lifecycle, int Epoch) : Happening;

        public sealed record Ordered(OrderKind Kind, int Epoch, int Number) : Happening;

        public sealed record OrdersGone : Happening;

        public sealed record Connected : Happening;

        public sealed record HungUp : Happening;

        public sealed record Passed(int Minutes) : Happening;

        public sealed record Restarted : Happening;

        public sealed record WillCrash(int At) : Happening;
    }

    private sealed class Life : IDisposable
    {
        private readonly AgentBench _bench = new();
        private readonly List<DeviceOrder> _orders = [];
        private Happening.Wanted _wanted = new(Lifecycle.Running, 1);
        private long _version;

        public void Dispose() => _bench.Dispose();

        public async Task BeginAsync()
        {
            await _bench.Agent.BootAsync(CancellationToken.None);
            _bench.Hypervisor.Calls.Clear();
        }

        public async Task LiveAsync(Happening happening)
        {
            Happen(happening);
            await RestAsync(happening as Happening.WillCrash);
            Check();
        }

        private void Happen(Happening happening)
        {
            switch (happening)
            {
                case Happening.Wanted wanted:
                    _wanted = wanted;
                    Send();
                    break;
                case Happening.Ordered ordered when _orders.All(order => order.OrderId != $"order-{ordered.Number}"):
                    _orders.Add(new DeviceOrder($"order-{ordered.Number}", ordered.Kind, "work", ordered.Epoch));
                    Send();
                    break;
                case Happening.OrdersGone:
                    _orders.Clear();
                    Send();
                    break;
                case Happening.Connected:
                    _bench.Server.Connect();
                    break;
                case Happening.HungUp:
                    _bench.Server.HangUp();
                    break;
                case Happening.Passed passed:
                    _bench.Time.Advance(TimeSpan.FromMinutes(passed.Minutes));
                    break;
                case Happening.Restarted:
                    _bench.Restart();
                    break;
            }
        }

        private void Send() => _bench.Server.Want(++_version, _wanted.Lifecycle, _wanted.Epoch, [.. _orders]);

        // What the crashed agent had taken from the line is lost; the server says it again to the next one.
        private async Task RestAsync(Happening.WillCrash? will)
        {
            var crash = new Crash(will?.At ?? int.MaxValue);
            if (will is not null) Send();
            crash.Arm(_bench);
            try
            {
                await _bench.RestAsync();
            }
            catch (CrashException)
            {
                crash.Disarm(_bench);
                _bench.Restart();
                Send();
                await _bench.RestAsync();
            }

            crash.Disarm(_bench);
        }

        private void Check()
        {
            var record = _bench.Record;
            Assert.DoesNotContain(_bench.Hypervisor.Calls, call => call.EndsWith("personal-1", StringComparison.Ordinal));
            Assert.Equal(VmState.Running, _bench.Hypervisor.See(AgentBench.Personal)!.State);
            for (var epoch = 1; epoch <= record.WipedEpochs.GetValueOrDefault("work"); epoch++)
                Assert.Null(_bench.Hypervisor.See(new VmRef("work", epoch)));
            Assert.Empty(record.Wipes);
            Assert.All(_orders.Where(order => order.Kind == OrderKind.Wipe), order => Assert.Contains(record.Closed, closed => closed.OrderId == order.OrderId));
            Assert.Equal(record.Closed.Length, record.Closed.Select(order => order.OrderId).Distinct().Count());
            Assert.All(_bench.Receipts().GroupBy(receipt => receipt.OrderId), receipts => Assert.Single(receipts.Select(receipt => receipt.At).Distinct()));
            Assert.All(_bench.Receipts(), receipt => Assert.True(receipt.Complete));
        }
    }
}
