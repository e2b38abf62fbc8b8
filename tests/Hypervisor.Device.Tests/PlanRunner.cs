using System.Collections.Immutable;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests;

/// <summary>A phone as pure values, on which plans are carried out: what a driver does, without one.</summary>
internal sealed record PlanRunner(ImmutableArray<VmObservation> Vms, FlowRules Flows, DeviceFacts Facts)
{
    public Observed Observed => new(Vms, Flows) { Versions = Versions };

    public PhoneVersions Versions { get; init; } = PhoneVersions.Unknown;

    public ImmutableArray<VmRef> Destroyed { get; private init; } = [];

    public PlanRunner Carry(DevicePlan plan) => plan.Steps.Aggregate(this, (phone, step) => phone.Carry(step));

    private PlanRunner Carry(Step step) => step switch
    {
        Step.Provision it => Set(it.Vm, Make(it.Vm)) with { Facts = Facts with { Provisioned = Facts.Provisioned.Add(it.Vm) } },
        Step.Start it => Set(it.Vm, See(it.Vm) with
        {
            State = VmState.Running, MemoryMiB = it.Hardware.MemoryMiB, VCpus = it.Hardware.VCpus, Network = Ports.NetworkMode.None, UsbAttached = false,
            UsbKinds = UsbKinds.None, Peripherals = default(PeripheralSet),
            Limits = SeenLimits.Of(VmLimits.Open),
        }),
        Step.Stop it => Close(it.Vm, VmState.Stopped),
        Step.Suspend it => Close(it.Vm, VmState.Suspended),
        Step.Pause it => Set(it.Vm, See(it.Vm) with { State = VmState.Paused }),
        Step.Resume it => Set(it.Vm, See(it.Vm) with { State = VmState.Running }),
        Step.SetNetwork it => Set(it.Vm, See(it.Vm) with { Network = it.Mode }),
        Step.SetUsb it => Usb(it),
        Step.SetPeripherals it => Peripherals(it),
        Step.SetLimits it => Set(it.Vm, See(it.Vm) with { Limits = SeenLimits.Of(it.Limits) }),
        Step.SetAutoLock it => Set(it.Vm, See(it.Vm) with { GuestAutoLockSeconds = it.Seconds }),
        Step.SetFlow it => this with { Flows = Flows.With(it.Kind, it.Direction) },
        Step.BeginWipe it => this with { Facts = Facts with { Wipes = Facts.Wipes.Add(new(it.OrderId, it.Vm.Slot, it.Vm.Epoch, WipeStage.Begun, false)) } },
        Step.KillVm it => Observed.Find(it.Vm) is null ? this : Close(it.Vm, VmState.Stopped),
        Step.Unlink it => this with { Vms = Vms.RemoveAll(vm => vm.Vm == it.Vm), Destroyed = Destroyed.Add(it.Vm) },
        Step.SignReceipt it => Sign(it),
        Step.AcceptLock it => this with { Facts = Facts with { LocksAccepted = Facts.LocksAccepted.Add(it.Order.OrderId) } },
        Step.RefuseOrder it => this with { Facts = Facts with { Closed = Facts.Closed.Add(new(it.Order.OrderId, it.Code)) } },
        _ => this,
    };

    private static VmObservation Make(VmRef vm) => new(vm, VmState.Stopped, null, null, null, null, null, 4096, SecretPresent: true);

    private VmObservation See(VmRef vm) => Observed.Find(vm) ?? throw new InvalidOperationException($"{vm} is not on the phone");

    private PlanRunner Set(VmRef vm, VmObservation seen) => this with { Vms = [.. Vms.Where(other => other.Vm != vm), seen] };

    private PlanRunner Close(VmRef vm, VmState state) => Set(vm, Make(vm) with { State = state, SecretPresent = See(vm).SecretPresent }) with
    {
        Facts = Facts with { Given = Facts.Given.Remove(vm) },
    };

    // The socket is empty: nothing is ever seen in it.
    private PlanRunner Usb(Step.SetUsb step) => Set(step.Vm, See(step.Vm) with { UsbAttached = false, UsbKinds = UsbKinds.None }) with
    {
        Facts = Give(step.Vm, GivenTo(step.Vm) with { Usb = step.Allowed }),
    };

    // The phone has no camera.
    private PlanRunner Peripherals(Step.SetPeripherals step) =>
        Set(step.Vm, See(step.Vm) with { Peripherals = step.Allowed.With(Peripheral.Camera, PeripheralAccess.Blocked) }) with
        {
            Facts = Give(step.Vm, GivenTo(step.Vm) with { Peripherals = step.Allowed }),
        };

    private GivenDevices GivenTo(VmRef vm) => Facts.Given.GetValueOrDefault(vm) ?? new GivenDevices();

    private DeviceFacts Give(VmRef vm, GivenDevices given) => Facts with { Given = Facts.Given.SetItem(vm, given) };

    private PlanRunner Sign(Step.SignReceipt step) => this with
    {
        Facts = Facts with
        {
            Wipes = Facts.Wipes.RemoveAll(wipe => wipe.OrderId == step.OrderId),
            Closed = Facts.Closed.Add(new(step.OrderId, Code: null)),
            WipedEpochs = Facts.WipedEpochs.SetItem(step.Vm.Slot, Math.Max(step.Vm.Epoch, Facts.WipedEpochs.GetValueOrDefault(step.Vm.Slot))),
            Provisioned = Facts.Provisioned.Remove(step.Vm),
        },
    };
}
