using Twofold.Fleet;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Web.Desk;

/// <summary>Lifecycle and wipe of work VMs.</summary>
public sealed class VmDesk(Counter counter)
{
    /// <summary>A VM; <c>vm/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<VmView>> GetAsync(string phone, string slot, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "vm.read", () => ViewAsync(phone, slot, cancel), cancel);

    /// <summary>Wants a work VM in a state.</summary>
    public Task<Answer<Done>> SetLifecycleAsync(string phone, string slot, Lifecycle target, CancellationToken cancel = default) =>
        SendAsync("vm.lifecycle", phone, slot, new VmCommand.SetLifecycle(target), cancel);

    /// <summary>Makes a new, empty work VM after a proved wipe.</summary>
    public Task<Answer<Done>> ReprovisionAsync(string phone, string slot, CancellationToken cancel = default) =>
        SendAsync("vm.reprovision", phone, slot, new VmCommand.Reprovision(), cancel);

    /// <summary>Orders the wipe of a work VM and answers how far it came; the same order again changes nothing.</summary>
    /// <param name="reason">3 to 500 characters, kept in the audit log.</param>
    /// <param name="epoch">The VM that was looked at; another one in its place is not wiped: <c>vm/other-epoch</c>. Null means the present one.</param>
    /// <param name="orderId">Chosen by a caller that may have to ask again; 1 to 64 letters, digits, dots, underscores and hyphens.</param>
    public Task<Answer<WipeOrder>> RequestWipeAsync(string phone, string slot, string reason, string? orderId = null, long? epoch = null, CancellationToken cancel = default)
    {
        var order = orderId ?? $"wipe-{Secret.NewId()}";
        return counter.ServeAsync("vm.wipe", actor => RequestAsync(actor, phone, slot, new VmCommand.RequestWipe(order, reason, epoch), cancel), cancel);
    }

    /// <summary>Takes a wipe back before it is delivered.</summary>
    public Task<Answer<Done>> CancelWipeAsync(string phone, string slot, string orderId, CancellationToken cancel = default) =>
        SendAsync("vm.wipe.cancel", phone, slot, new VmCommand.CancelWipe(orderId), cancel);

    /// <summary>Orders that a work VM is locked until the order is taken back, and answers how far it came.</summary>
    /// <param name="reason">3 to 500 characters, kept in the audit log.</param>
    /// <param name="epoch">The VM that was looked at; null means the present one.</param>
    /// <param name="orderId">As for a wipe.</param>
    public Task<Answer<LockOrder>> RequestLockAsync(string phone, string slot, string reason, string? orderId = null, long? epoch = null, CancellationToken cancel = default)
    {
        var order = orderId ?? $"lock-{Secret.NewId()}";
        return counter.ServeAsync("vm.lock", actor => LockAsync(actor, phone, slot, new VmCommand.RequestLock(order, reason, epoch), cancel), cancel);
    }

    /// <summary>Takes a lock back, at any time; the VM opens once its phone has heard of it.</summary>
    public Task<Answer<Done>> UnlockAsync(string phone, string slot, string orderId, CancellationToken cancel = default) =>
        SendAsync("vm.unlock", phone, slot, new VmCommand.Unlock(orderId), cancel);

    /// <summary>How far a lock came; <c>lock/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<LockOrder>> LockAsync(string phone, string slot, string orderId, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "vm.lock.read", async () =>
            (await ViewAsync(phone, slot, cancel)) is { Ok: true } vm ? FindLock(vm.Value, orderId) : UnknownVm<LockOrder>(phone, slot), cancel);

    /// <summary>How far a wipe came; <c>wipe/unknown</c>. Needs <c>fleet.read</c>.</summary>
    public Task<Answer<WipeOrder>> WipeAsync(string phone, string slot, string orderId, CancellationToken cancel = default) =>
        counter.ReadAsync(Capability.FleetRead, "vm.wipe.read", async () =>
            (await ViewAsync(phone, slot, cancel)) is { Ok: true } vm ? Find(vm.Value, orderId) : UnknownVm<WipeOrder>(phone, slot), cancel);

    private async Task<Answer<WipeOrder>> RequestAsync(Actor actor, string phone, string slot, VmCommand.RequestWipe order, CancellationToken cancel)
    {
        if (!await CanStandAsync(phone, slot, cancel)) return UnknownVm<WipeOrder>(phone, slot);
        if (!Grammar.IsOrderId(order.OrderId)) return Answer.No<WipeOrder>("wipe/bad-order", $"`{Refs.Shown(order.OrderId)}` is not the id of an order");
        var asked = await counter.AskAsync(Refs.Vm(phone, slot), order, actor, cancel);
        if (!asked.Ok) return new(null, asked.Refusal);
        var view = await counter.Watcher.UntilAsync(
            Refs.Vm(phone, slot), v => Find(v, order.OrderId).Value?.Step != WipeStep.Requested, cancel);
        return Find(view, order.OrderId);
    }

    private async Task<Answer<LockOrder>> LockAsync(Actor actor, string phone, string slot, VmCommand.RequestLock order, CancellationToken cancel)
    {
        if (!await CanStandAsync(phone, slot, cancel)) return UnknownVm<LockOrder>(phone, slot);
        if (!Grammar.IsOrderId(order.OrderId)) return Answer.No<LockOrder>("lock/bad-order", $"`{Refs.Shown(order.OrderId)}` is not the id of an order");
        var asked = await counter.AskAsync(Refs.Vm(phone, slot), order, actor, cancel);
        if (!asked.Ok) return new(null, asked.Refusal);
        var view = await counter.Watcher.UntilAsync(
            Refs.Vm(phone, slot), v => FindLock(v, order.OrderId).Value?.Step != LockStep.Requested, cancel);
        return FindLock(view, order.OrderId);
    }

    // An order may stand for hardware that never enrolled here, if it is written as such hardware is; a slip of the pen is not.
    private async Task<bool> CanStandAsync(string phone, string slot, CancellationToken cancel) =>
        IsName(phone, slot) && (PhoneId.IsOne(phone) || (await counter.ViewAsync(Refs.Phone(phone), cancel)).Version > 0);

    private Task<Answer<Done>> SendAsync(string what, string phone, string slot, VmCommand command, CancellationToken cancel) =>
        IsName(phone, slot) ? counter.SendAsync(what, Refs.Vm(phone, slot), command, cancel) : Task.FromResult(UnknownVm<Done>(phone, slot));

    private async Task<Answer<VmView>> ViewAsync(string phone, string slot, CancellationToken cancel)
    {
        if (!IsName(phone, slot)) return UnknownVm<VmView>(phone, slot);
        var seen = await counter.ViewAsync(Refs.Vm(phone, slot), cancel);
        return seen.Version == 0 ? UnknownVm<VmView>(phone, slot) : Answer.Of(seen.View);
    }

    private static bool IsName(string phone, string slot) => Refs.IsId(phone) && Grammar.IsSlot(slot);

    private static Answer<WipeOrder> Find(VmView vm, string orderId) =>
        new[] { vm.Wipe }.Concat(vm.EarlierWipes.IsDefault ? [] : vm.EarlierWipes).FirstOrDefault(w => w?.OrderId == orderId) is { } order
            ? Answer.Of(order)
            : Answer.No<WipeOrder>("wipe/unknown", $"there is no wipe order `{Refs.Shown(orderId)}`");

    private static Answer<LockOrder> FindLock(VmView vm, string orderId) =>
        new[] { vm.Lock }.Concat(vm.EarlierLocks.IsDefault ? [] : vm.EarlierLocks).FirstOrDefault(l => l?.OrderId == orderId) is { } order
            ? Answer.Of(order)
            : Answer.No<LockOrder>("lock/unknown", $"there is no lock `{Refs.Shown(orderId)}`");

    private static Answer<T> UnknownVm<T>(string phone, string slot)
        where T : notnull => Answer.No<T>("vm/unknown", $"there is no VM `{Refs.Shown(slot)}` on a phone `{Refs.Shown(phone)}`");
}
