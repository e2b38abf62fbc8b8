using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Carries steps out, one at a time. It holds the floored hypervisor, never the driver beneath.</summary>
internal sealed class StepCarrier(FlooredHypervisor hypervisor, FlowBroker flows, WipeCarrier wipes, OrderDesk orders, DeviceJournal journal)
{
    /// <summary>What was plugged into each VM since it started.</summary>
    public ImmutableDictionary<VmRef, GivenDevices> Given { get; private set; } = ImmutableDictionary<VmRef, GivenDevices>.Empty;

    /// <summary>A VM that does not run any more has lost what was plugged in.</summary>
    public void Keep(Observed observed) =>
        Given = Given.RemoveRange(Given.Keys.Where(vm => observed.Find(vm)?.State is not (VmState.Running or VmState.Paused)));

    /// <summary>Carries one step out.</summary>
    /// <exception cref="DeviceException">It failed; it may be tried again.</exception>
    public Task CarryAsync(Step step, CancellationToken cancellation) => step switch
    {
        Step.Provision it => ProvisionAsync(it, cancellation),
        Step.Start it => hypervisor.StartAsync(it.Vm, it.Hardware, cancellation),
        Step.Stop it => hypervisor.StopAsync(it.Vm, cancellation),
        Step.Pause it => hypervisor.PauseAsync(it.Vm, cancellation),
        Step.Resume it => hypervisor.ResumeAsync(it.Vm, cancellation),
        Step.Suspend it => hypervisor.SuspendAsync(it.Vm, cancellation),
        Step.SetNetwork it => hypervisor.SetNetworkAsync(it.Vm, it.Mode, cancellation),
        Step.SetUsb it => SetUsbAsync(it, cancellation),
        Step.SetPeripherals it => SetPeripheralsAsync(it, cancellation),
        Step.SetLimits it => hypervisor.SetLimitsAsync(it.Vm, it.Limits, cancellation),
        Step.SetAutoLock it => hypervisor.SetAutoLockAsync(it.Vm, it.Seconds, cancellation),
        Step.SetFlow it => Now(() => flows.Apply(it.Kind, it.Direction)),
        Step.OfWipe it => wipes.CarryAsync(it, cancellation),
        Step.AcceptLock it => Now(() => orders.AcceptLock(it.Order)),
        Step.RefuseOrder it => Now(() => orders.Refuse(it.Order, it.Code)),
        _ => throw new InvalidOperationException($"a step of the kind {step.GetType().Name} is not carried out here"),
    };

    private async Task ProvisionAsync(Step.Provision step, CancellationToken cancellation)
    {
        await hypervisor.ProvisionAsync(step.Vm, step.DiskMiB, cancellation);
        journal.Change(record => record with { Provisioned = record.Provisioned.Add(step.Vm.ToString()) });
    }

    private async Task SetUsbAsync(Step.SetUsb step, CancellationToken cancellation)
    {
        await hypervisor.SetUsbAsync(step.Vm, step.Allowed, cancellation);
        Given = Given.SetItem(step.Vm, GivenTo(step.Vm) with { Usb = step.Allowed });
    }

    private async Task SetPeripheralsAsync(Step.SetPeripherals step, CancellationToken cancellation)
    {
        await hypervisor.SetPeripheralsAsync(step.Vm, step.Allowed, cancellation);
        Given = Given.SetItem(step.Vm, GivenTo(step.Vm) with { Peripherals = step.Allowed });
    }

    private GivenDevices GivenTo(VmRef vm) => Given.GetValueOrDefault(vm) ?? new GivenDevices();

    private static Task Now(Action act)
    {
        act();
        return Task.CompletedTask;
    }
}
