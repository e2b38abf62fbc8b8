using FsCheck;
using FsCheck.Fluent;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Reconciling;

public sealed class ReconcilerLawTests
{
    // Wipes of one VM follow each other, and each needs a plan of its own; everything else is one plan.
    private const int PlansUntilRest = 3;

    private static readonly Config Thorough = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void Whatever_is_desired_no_step_touches_a_personal_or_unknown_slot() => Check(it =>
        Plan(it).Steps.OfType<Step.OnVm>().All(step => Phones.Slots.Find(step.Vm.Slot) is { Owner: SlotOwner.Organisation }));

    [Fact]
    public void An_order_for_a_personal_or_unknown_slot_is_refused_with_its_code() => Check(it => it.Desired.Orders
        .Where(order => !it.Facts.IsClosed(order.OrderId) && it.Facts.Wipes.All(wipe => wipe.OrderId != order.OrderId))
        .Where(order => Phones.Slots.Find(order.Slot) is not { Owner: SlotOwner.Organisation })
        .All(order => Plan(it).Steps.OfType<Step.RefuseOrder>().Single(step => step.Order == order).Code
            == (Phones.Slots.Find(order.Slot) is null ? PlanCodes.SlotUnknown : PlanCodes.FloorPersonal)));

    [Fact]
    public void A_plan_that_was_carried_out_leaves_nothing_to_do() => Check(it =>
    {
        var phone = AtRest(it);
        return Reconciler.Plan(it.Desired, phone.Observed, phone.Facts, it.Now).Steps.IsEmpty;
    });

    [Fact]
    public void Without_a_wipe_one_plan_is_enough() => Check(it =>
    {
        var plan = Plan(it);
        var phone = new PlanRunner(it.Observed.Vms, it.Observed.Flows, it.Facts) { Versions = it.Observed.Versions }.Carry(plan);
        return plan.Steps.OfType<Step.OfWipe>().Any() || Reconciler.Plan(it.Desired, phone.Observed, phone.Facts, it.Now).Steps.IsEmpty;
    });

    [Fact]
    public void A_closed_order_never_runs_again() => Check(it => it.Facts.Closed.All(closed =>
        Plan(it).Steps.OfType<Step.OfWipe>().All(step => step.OrderId != closed.OrderId)));

    [Fact]
    public void Only_the_epoch_that_an_order_names_is_destroyed() => Check(it => AtRest(it).Destroyed.All(vm =>
        it.Facts.Wipes.Any(wipe => wipe.Slot == vm.Slot && wipe.Epoch == vm.Epoch)
        || it.Desired.Orders.Any(order => order.Kind == OrderKind.Wipe && order.Slot == vm.Slot && order.Epoch == vm.Epoch)
        || it.Now - it.Facts.LastContact > Lease.LeastWipe));

    [Fact]
    public void A_wiped_epoch_never_comes_back() => Check(it =>
        Plan(it).Steps.OfType<Step.Provision>().Concat<Step.OnVm>(Plan(it).Steps.OfType<Step.Start>()).All(step => !it.Facts.WasWiped(step.Vm)));

    [Fact]
    public void Nothing_is_locked_or_wiped_for_a_lease_before_the_phones_own_minimum() => Check(it =>
        it.Now - it.Facts.LastContact > Lease.LeastLock || Plan(it).Locks.Values.All(reason => reason != LockReasons.Offline));

    [Fact]
    public void A_wipe_kills_before_it_destroys_and_signs_last() => Check(it => Plan(it).Steps.OfType<Step.OfWipe>()
        .GroupBy(step => step.OrderId)
        .All(wipe => wipe.Select(Rank).SequenceEqual(wipe.Select(Rank).Order().Distinct())));

    [Fact]
    public void A_work_vm_never_gets_the_memory_kept_for_the_personal_vms() => Check(it => Plan(it).Steps.OfType<Step.Start>()
        .All(step => step.Hardware.MemoryMiB <= Phones.Slots.PhoneMemoryMiB - 256));

    private static int Rank(Step.OfWipe step) => step switch
    {
        Step.BeginWipe => 0,
        Step.KillVm => 1,
        Step.DestroySecret => 2,
        Step.EraseSlots => 3,
        Step.Unlink => 4,
        _ => 5,
    };

    private static DevicePlan Plan(Situation it) => Reconciler.Plan(it.Desired, it.Observed, it.Facts, it.Now);

    // A wipe claims its slot, and the wipe after it finds only something to sign: that takes another plan.
    private static PlanRunner AtRest(Situation it)
    {
        var phone = new PlanRunner(it.Observed.Vms, it.Observed.Flows, it.Facts) { Versions = it.Observed.Versions };
        for (var round = 0; round < PlansUntilRest; round++)
            phone = phone.Carry(Reconciler.Plan(it.Desired, phone.Observed, phone.Facts, it.Now));
        return phone;
    }

    private static void Check(Func<Situation, bool> law) => Prop.ForAll(Phones.Any, law).Check(Thorough);
}
