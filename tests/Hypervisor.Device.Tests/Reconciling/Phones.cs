using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Reconciling;

/// <summary>A phone in any state whatsoever, and what it is told to be.</summary>
public sealed record Situation(Desired Desired, Observed Observed, DeviceFacts Facts, DateTimeOffset Now);

/// <summary>Makes situations, likely and absurd ones alike.</summary>
public static class Phones
{
    public static readonly SlotTable Slots = new(
        [new("personal", SlotOwner.Personal), new("work", SlotOwner.Organisation), new("lab", SlotOwner.Organisation), new("family", SlotOwner.Personal)]);

    public static readonly DateTimeOffset Start = ManualTime.Start;

    private static readonly Gen<string> Slot = Gen.Elements("personal", "work", "lab", "family", "unheard-of");

    private static readonly Gen<VmRef> Ref =
        from slot in Slot
        from epoch in Gen.Choose(0, 3)
        select new VmRef(slot, epoch);

    private static readonly Gen<PeripheralSet> Peripherals =
        from accesses in Gen.Elements(Enum.GetValues<PeripheralAccess>()).ArrayOf(PeripheralSet.Kinds.Count)
        select PeripheralSet.Kinds.Aggregate(default(PeripheralSet), (set, kind) => set.With(kind, accesses[(int)kind]));

    private static readonly Gen<VmLimits> Limits =
        from throughput in Gen.Elements(1, 10_000)
        from share in Gen.Choose(1, 100)
        from bandwidth in Gen.Elements(5, 10_000)
        from egress in Gen.Elements(ItemSet.Everything, ItemSet.Nothing, new ItemSet(["10.0.0.0/8", "mail.example.org:993"]))
        select new VmLimits(throughput, share, bandwidth, egress);

    private static readonly Gen<SeenLimits?> SeenLimits =
        from limits in Limits
        from seen in Gen.Elements<SeenLimits?>(null, Ports.SeenLimits.Unknown, Ports.SeenLimits.Of(limits))
        select seen;

    private static readonly Gen<WorkSettings> Settings =
        from memory in Gen.Choose(72, 4096)
        from cpus in Gen.Choose(1, 4)
        from network in Gen.Elements(Enum.GetValues<Ports.NetworkMode>())
        from usb in Gen.Elements(UsbKinds.None, UsbKinds.Hid, UsbKinds.Storage | UsbKinds.Audio, UsbKinds.All)
        from peripherals in Peripherals
        from autoLock in Gen.Choose(15, 3600)
        from locks in Gen.Choose(0, 100_000)
        from wipe in Gen.Choose(0, 200_000)
        from hours in Gen.Elements(WeeklyHours.Always, WeeklyHours.Never, WeeklyHours.Never.With(0, 32, 40))
        from least in Gen.Elements(new Version(0, 0, 0), new Version(7, 0, 0))
        from limits in Limits
        from closed in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select closed
            ? WorkSettings.Closed
            : new WorkSettings(new VmHardware(memory, cpus), network, usb, autoLock, new Lease(TimeSpan.FromSeconds(locks), TimeSpan.FromSeconds(wipe)))
            {
                Peripherals = peripherals,
                Limits = limits,
                Hours = hours,
                LeastHypervisor = least,
            };

    private static readonly Gen<WantedVm> Wanted =
        from vm in Ref
        from lifecycle in Gen.Elements(Enum.GetValues<Lifecycle>())
        from settings in Settings
        select new WantedVm(vm.Slot, vm.Epoch, lifecycle, new string('a', 64), settings);

    private static readonly Gen<DeviceOrder> Order =
        from vm in Ref
        from kind in Gen.Elements(Enum.GetValues<OrderKind>())
        from number in Gen.Choose(1, 6)
        select new DeviceOrder($"order-{number}", kind, vm.Slot, vm.Epoch);

    private static readonly Gen<FlowRules> Flows =
        from directions in Gen.Elements(Enum.GetValues<FlowDirection>()).ArrayOf(4)
        select new FlowRules(directions[0], directions[1], directions[2], directions[3]);

    private static readonly Gen<Desired> Desired =
        from vms in Wanted.ListOf()
        from flows in Flows
        from orders in Order.ListOf()
        select new Desired(
            7, [.. vms.DistinctBy(vm => vm.Slot)], flows, [.. orders.DistinctBy(order => order.OrderId).Take(OrdersEnvelope.MaxOrders)], []);

    private static readonly Gen<VmObservation> Seen =
        from vm in Ref.Where(vm => Slots.Find(vm.Slot) is not null)
        from state in Gen.Elements(Enum.GetValues<VmState>())
        from memory in Gen.Elements<int?>(null, 128, 512)
        from network in Gen.Elements<Ports.NetworkMode?>(null, Ports.NetworkMode.None, Ports.NetworkMode.Restricted, Ports.NetworkMode.Internet)
        from usb in Gen.Elements<UsbKinds?>(null, UsbKinds.None, UsbKinds.Hid, UsbKinds.Storage)
        from peripherals in Gen.OneOf(Gen.Constant<PeripheralSet?>(null), Peripherals.Select(set => (PeripheralSet?)set))
        from autoLock in Gen.Elements<int?>(null, 0, 300)
        from secret in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        from limits in SeenLimits
        select new VmObservation(vm, state, memory, 1, network, usb is { } kinds ? kinds != UsbKinds.None : null, autoLock, 4096, secret)
        {
            UsbKinds = usb,
            Peripherals = peripherals,
            Limits = limits,
        };

    private static readonly Gen<DeviceFacts> Facts =
        from wipes in Ref.Where(vm => Slots.Find(vm.Slot) is { Owner: SlotOwner.Organisation }).ListOf()
        from stage in Gen.Elements(Enum.GetValues<WipeStage>())
        from wiped in Gen.Choose(-1, 3)
        from closed in Gen.Choose(1, 6).ListOf()
        from provisioned in Ref.ListOf()
        select DeviceFacts.Fresh(Slots, Start) with
        {
            Wipes = [.. wipes.Take(1).Select(vm => new WipeUnderway("order-1", vm.Slot, vm.Epoch, stage))],
            WipedEpochs = wiped < 0 ? Empty : Empty.Add("work", wiped),
            Closed = [.. closed.Distinct().Where(number => number != 1).Select(number => new ClosedOrder($"order-{number}", Code: null))],
            Provisioned = [.. provisioned.Distinct()],
        };

    private static ImmutableSortedDictionary<string, long> Empty => ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>Any situation.</summary>
    public static Arbitrary<Situation> Any { get; } = (
        from desired in Desired
        from seen in Seen.ListOf()
        from flows in Flows
        from facts in Facts
        from hypervisor in Gen.Elements("6.9", "qemu 7.2.22 tcg", "nameless")
        from offline in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(0, 300_000)), (1, Gen.Choose(2_000_000, 3_000_000)))
        select new Situation(
            desired, new Observed([.. seen.DistinctBy(vm => vm.Vm)], flows) { Versions = PhoneVersions.Of(hypervisor, "agent 1.0.0") }, facts, Start + TimeSpan.FromSeconds(offline))).ToArbitrary();
}
