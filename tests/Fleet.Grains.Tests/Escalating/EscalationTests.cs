using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Vms;
using Twofold.Policies;

namespace Twofold.Fleet.Tests.Escalating;

/// <summary>From the first report of a broken rule to the wipe, and every way out of it.</summary>
public sealed class EscalationTests
{
    private readonly EscalationScene _scene = new();

    [Fact]
    public void A_broken_rule_is_in_grace_until_the_first_step_and_then_the_vm_is_locked_and_wiped()
    {
        _scene.Report(["vm.memory"]);
        Assert.Equal((VerdictState.InGrace, VerdictState.InGrace), (_scene.View.Verdict, Assert.Single(_scene.View.Findings).State));
        _scene.Pass(2.9);
        Assert.Equal((VerdictState.InGrace, (LockStep?)null), (_scene.View.Verdict, _scene.Orders.Lock));
        _scene.Pass(0.2);
        Assert.Equal((VerdictState.NonCompliant, LockStep.Released, (WipeStep?)null), (_scene.View.Verdict, _scene.Orders.Lock, _scene.Orders.Wipe));
        Assert.Equal("twofold", _scene.VmView.Lock!.RequestedBy);
        _scene.Pass(11);
        Assert.Equal(WipeStep.Released, _scene.Orders.Wipe);
    }

    [Fact]
    public void Where_policy_gives_no_days_a_broken_rule_is_non_compliant_at_once_and_nothing_follows()
    {
        _scene.Terms = "lock 3d; for vm.memory notify";
        _scene.Report(["vm.memory"]);
        Assert.Equal(VerdictState.NonCompliant, _scene.View.Verdict);
        _scene.Pass(400);
        Assert.Equal(((LockStep?)null, (WipeStep?)null), _scene.Orders);
        Assert.Equal((null, null), (Assert.Single(_scene.View.Escalating).LockAt, _scene.View.Escalating[0].WipeAt));
    }

    [Fact]
    public void Every_rule_keeps_its_own_first_time_and_the_most_severe_step_acts()
    {
        _scene.Terms = "lock 5d; for vm.memory lock 10d; for vm.vcpus wipe 6d";
        _scene.Report(["vm.memory"]);
        _scene.Pass(1);
        _scene.Report(["vm.memory", "vm.vcpus", "storage.quota"]);
        Assert.Equal([Sample.Start.AddDays(1), Sample.Start, Sample.Start.AddDays(1)], _scene.View.Escalating.Select(r => r.Since));
        _scene.Pass(5.5);
        Assert.Equal((LockStep.Released, (WipeStep?)null), _scene.Orders);
        Assert.Equal("out of compliance for longer than policy allows: storage.quota", _scene.VmView.Lock!.Reason);
        _scene.Pass(1);
        Assert.Equal(WipeStep.Released, _scene.Orders.Wipe);
        Assert.Equal("out of compliance for longer than policy allows: vm.vcpus", _scene.VmView.Wipe!.Reason);
    }

    [Fact]
    public void After_a_long_silence_a_vm_is_wiped_and_not_locked_first()
    {
        _scene.Report(["vm.memory"]);
        _scene.Pump.Now = _scene.Pump.Now.AddDays(30);
        _scene.Settle();
        Assert.Equal(((LockStep?)null, WipeStep.Released), _scene.Orders);
    }

    [Fact]
    public void A_lock_is_lifted_when_the_last_rule_behind_it_is_mended()
    {
        _scene.Report(["vm.memory", "vm.vcpus"]);
        _scene.Pass(4);
        _scene.Report(["vm.vcpus"]);
        Assert.Equal(LockStep.Delivered, _scene.Orders.Lock);
        _scene.Report([]);
        Assert.Equal(LockStep.Lifting, _scene.Orders.Lock);
        Assert.Equal((VerdictState.Compliant, 0, 0), (_scene.View.Verdict, _scene.View.Escalating.Length, _scene.View.Steps.Length));
    }

    [Fact]
    public void A_wipe_that_is_held_is_cancelled_when_the_rule_is_mended()
    {
        var scene = new EscalationScene(GovernorSettings.Default with { Organisation = new Budget(0, 0) }) { Terms = "wipe 2d" };
        scene.Report(["vm.memory"]);
        scene.Pass(2);
        Assert.Equal(WipeStep.Held, scene.Orders.Wipe);
        Assert.Equal("twofold", Assert.Single(scene.Pump.View(Governors.Governors.Organisation).Holds).RequestedBy);
        scene.Report([]);
        Assert.Equal(WipeStep.Cancelled, scene.Orders.Wipe);
        Assert.Empty(scene.Pump.View(Governors.Governors.Organisation).Holds);
    }

    [Fact]
    public void A_wipe_that_was_released_is_not_taken_back()
    {
        _scene.Terms = "wipe 2d";
        _scene.Report(["vm.memory"]);
        _scene.Pass(2);
        Assert.Equal(WipeStep.Released, _scene.Orders.Wipe);
        _scene.Report([]);
        Assert.Equal(WipeStep.Delivered, _scene.Orders.Wipe);
        Assert.Single(_scene.View.Orders);
    }

    [Fact]
    public void A_rule_that_flaps_gets_no_new_days_and_one_that_held_for_a_day_does()
    {
        _scene.Report(["vm.memory"]);
        _scene.Pass(2);
        _scene.Report([]);
        _scene.Pass(0.9);
        _scene.Report(["vm.memory"]);
        Assert.Equal(Sample.Start, Assert.Single(_scene.View.Escalating).Since);
        _scene.Report([]);
        _scene.Pass(1);
        _scene.Report(["vm.memory"]);
        Assert.Equal(_scene.Pump.Now, Assert.Single(_scene.View.Escalating).Since);
    }

    [Fact]
    public void A_value_that_is_hidden_wins_no_time()
    {
        _scene.Report(["vm.memory"]);
        _scene.Pass(1);
        _scene.Report([], "vm.memory");
        Assert.Equal(VerdictState.Unknown, _scene.View.Verdict);
        _scene.Pass(2.5);
        Assert.Equal(LockStep.Released, _scene.Orders.Lock);
    }

    [Fact]
    public void Nothing_is_ordered_on_what_was_judged_by_documents_of_before()
    {
        _scene.Report(["vm.memory"]);
        _scene.SetPolicies();
        _scene.Pass(20);
        Assert.Equal(((LockStep?)null, (WipeStep?)null), _scene.Orders);
        _scene.Report(["vm.memory"]);
        Assert.Equal(WipeStep.Released, _scene.Orders.Wipe);
        Assert.Equal(Sample.Start, Assert.Single(_scene.View.Escalating).Since);
    }

    [Fact]
    public void Shorter_days_count_from_the_first_time_and_longer_ones_give_grace_again()
    {
        _scene.Report(["vm.memory"]);
        _scene.Pass(4);
        Assert.Equal(VerdictState.NonCompliant, _scene.View.Verdict);
        _scene.Terms = "lock 9d";
        _scene.Report(["vm.memory"]);
        Assert.Equal((VerdictState.InGrace, LockStep.Lifting), (_scene.View.Verdict, _scene.Orders.Lock));
        _scene.Terms = "lock 1d";
        _scene.Report(["vm.memory"]);
        Assert.Equal((VerdictState.NonCompliant, LockStep.Released), (_scene.View.Verdict, _scene.Orders.Lock));
    }

    [Fact]
    public void A_rule_about_what_passes_between_vms_is_broken_by_the_work_vm_and_never_by_the_personal_one()
    {
        _scene.Report(["clipboard.direction"]);
        Assert.Equal("work", Assert.Single(_scene.View.Escalating).Slot);
        _scene.Pass(30);
        Assert.All(_scene.View.Orders, o => Assert.Equal("work", o.Slot));
        Assert.Null(_scene.Pump.View(Vms.Vms.Of(Sample.ThePhone, "home")).Wipe);
    }

    [Fact]
    public void A_person_may_open_what_escalation_locked_and_it_is_not_locked_again_for_the_same()
    {
        _scene.Report(["vm.memory"]);
        _scene.Pass(3);
        EscalationScene.Accepted(_scene.Pump.Ask(EscalationScene.Vm, new VmCommand.Unlock(_scene.VmView.Lock!.OrderId), Sample.Ada));
        _scene.Pass(5);
        Assert.Equal(LockStep.Cancelled, _scene.Orders.Lock);
        _scene.Pass(6);
        Assert.Equal(WipeStep.Released, _scene.Orders.Wipe);
    }

    [Fact]
    public void A_lock_that_a_person_gave_before_is_enough_and_the_refusal_is_shown()
    {
        EscalationScene.Accepted(_scene.Pump.Ask(EscalationScene.Vm, new VmCommand.RequestLock("mine", "stolen"), Sample.Ada));
        _scene.Settle();
        _scene.Report(["vm.memory"]);
        _scene.Pass(3);
        Assert.Equal("vm/lock-in-progress", Assert.Single(_scene.View.Steps).Refused);
        _scene.Report([]);
        Assert.Equal(("mine", LockStep.Delivered), (_scene.VmView.Lock!.OrderId, _scene.VmView.Lock.Step));
    }

    [Fact]
    public void What_the_governor_has_no_room_for_is_asked_for_again_a_day_later()
    {
        var scene = new EscalationScene(GovernorSettings.Default with { Organisation = new Budget(0, 0) });
        scene.Report(["vm.memory"]);
        scene.Pass(3);
        var first = scene.VmView.Lock!.OrderId;
        var no = new VmCommand.Rejected(first, "governor", "governor/too-many-held");
        EscalationScene.Accepted(scene.Pump.Tell(EscalationScene.Vm, no, Actor.System, Governors.Governors.Organisation.Id));
        scene.Settle();
        Assert.Equal((LockStep.Rejected, "governor/too-many-held"), (scene.Orders.Lock, Assert.Single(scene.View.Steps).Refused));
        scene.Pass(0.9);
        Assert.Equal(first, scene.VmView.Lock!.OrderId);
        scene.Pass(0.2);
        Assert.NotEqual(first, scene.VmView.Lock!.OrderId);
        Assert.Equal((LockStep.Held, (string?)null), (scene.Orders.Lock, Assert.Single(scene.View.Steps).Refused));
    }

    [Fact]
    public void A_hold_that_a_person_rejects_is_not_asked_for_again()
    {
        var scene = new EscalationScene(GovernorSettings.Default with { Organisation = new Budget(0, 0) }) { Terms = "lock 3d" };
        scene.Report(["vm.memory"]);
        scene.Pass(3);
        var hold = Assert.Single(scene.Pump.View(Governors.Governors.Organisation).Holds).Id;
        EscalationScene.Accepted(scene.Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Reject(hold, "they are on leave"), Sample.Bob));
        scene.Pass(30);
        Assert.Equal(LockStep.Rejected, scene.Orders.Lock);
        Assert.Empty(scene.Pump.View(Governors.Governors.Organisation).Holds);
    }

    [Fact]
    public void A_removed_phone_is_left_to_its_lease()
    {
        _scene.Report(["vm.memory"]);
        EscalationScene.Accepted(_scene.Pump.Ask(EscalationScene.Phone, new PhoneCommand.Ask("b1", PhoneBar.Removed, "left the company"), Sample.Ada));
        _scene.Settle();
        Assert.Equal(PhoneBar.Removed, _scene.View.Barred);
        _scene.Pass(30);
        Assert.Equal(((LockStep?)null, (WipeStep?)null), _scene.Orders);
    }
}
