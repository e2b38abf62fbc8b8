using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>
/// Carries out the steps of a wipe. INVARIANT: its begin is durable before anything is done or said, its proof before it is said, and each
/// step in between may be done twice; so an agent that was killed between any two of them does them again, and the order ends once.
/// </summary>
internal sealed class WipeCarrier(FlooredHypervisor hypervisor, DeviceJournal journal, OrderDesk orders, JwsSigner signer, TrustedClock clock)
{
    public Task CarryAsync(Step.OfWipe step, CancellationToken cancellation) => step switch
    {
        Step.BeginWipe => Begin(step),
        Step.KillVm => StageAsync(step, WipeStage.Killed, hypervisor.KillAsync, cancellation),
        Step.DestroySecret => StageAsync(step, WipeStage.SecretDestroyed, hypervisor.DestroySecretAsync, cancellation),
        Step.EraseSlots => StageAsync(step, WipeStage.SlotsErased, hypervisor.EraseSlotsAsync, cancellation),
        Step.Unlink => StageAsync(step, WipeStage.Unlinked, hypervisor.UnlinkAsync, cancellation),
        Step.SignReceipt => SignAsync(step, cancellation),
        _ => throw new InvalidOperationException($"a step of the kind {step.GetType().Name} is not one of a wipe"),
    };

    private Task Begin(Step.OfWipe step)
    {
        journal.Change(record => record.Begin(step.OrderId, step.Vm));
        orders.Begun(step.OrderId, step.Vm);
        return Task.CompletedTask;
    }

    private async Task StageAsync(Step.OfWipe step, WipeStage reached, Func<VmRef, CancellationToken, Task> act, CancellationToken cancellation)
    {
        await act(step.Vm, cancellation);
        journal.Note(record => record.Reach(step.OrderId, reached));
    }

    // What is signed is what is observed; while anything is left, the wipe starts over instead.
    private async Task SignAsync(Step.OfWipe step, CancellationToken cancellation)
    {
        var seen = await hypervisor.ObserveWipeAsync(step.Vm, cancellation);
        if (!seen.Complete)
        {
            journal.Note(record => record.Reach(step.OrderId, WipeStage.Begun));
            throw new DeviceException("wipe/incomplete", $"something of `{step.Vm}` is left after its wipe: {Left(seen)}");
        }

        var receipt = Receipt(step, seen);
        journal.Change(record => record.Prove(step.OrderId, step.Vm, receipt));
        orders.Proved(step.OrderId, receipt);
    }

    private string Receipt(Step.OfWipe step, WipeEvidence seen) => signer.Sign(JwsTypes.Receipt, Codec.Write(new WipeReceipt(
        1, signer.Kid, step.OrderId, step.Vm.Slot, step.Vm.Epoch, seen.ProcessGone, seen.SecretGone, seen.SlotsErased, seen.FilesGone, clock.Now())));

    private static string Left(WipeEvidence seen) => string.Join(", ", new[]
    {
        seen.ProcessGone ? null : "a process",
        seen.SecretGone ? null : "the secret",
        seen.SlotsErased ? null : "a key slot",
        seen.FilesGone ? null : "a file",
    }.OfType<string>());
}
