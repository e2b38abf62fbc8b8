using System.Globalization;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ladder;

/// <summary>One desired state, however long the phone is away, and what happens when it comes back.</summary>
public sealed class OfflinePhoneTests
{
    private static readonly GrainRef<PhoneCommand, PhoneView> Phone = Phones.Phones.Id(Sample.ThePhone);
    private static readonly GrainRef<VmCommand, VmView> Vm = Vms.Vms.Of(Sample.ThePhone, "work");

    [Fact]
    public void A_redeemed_token_leads_to_a_phone_with_a_running_work_VM_and_an_untouched_personal_one()
    {
        var pump = new Pump();
        var enrolment = Enrolments.Enrolments.Id("t1");
        Accepted(pump.Ask(enrolment, EnrolmentSamples.Commands[0].Command, Sample.Ada));
        Accepted(pump.Ask(enrolment, EnrolmentSamples.Redeem, Actor.System));
        pump.DeliverAll();
        Assert.Equal(new DesiredVm("work", 1, Lifecycle.Running, null), Assert.Single(pump.View(Phone).Desired.Vms));
        Assert.Equal("Ada's phone", pump.View(Vm).PhoneName);
        Assert.Null(pump.View(Vms.Vms.Of(Sample.ThePhone, "home")).Desired);
    }

    [Fact]
    public void Ten_thousand_revisions_for_an_offline_phone_are_one_desired_state()
    {
        var pump = Enrolled();
        var before = pump.View(Phone).Desired.Version;
        for (var n = 1; n <= 5000; n++)
        {
            var digest = n.ToString("x64", CultureInfo.InvariantCulture);
            Accepted(pump.Ask(Phone, new PhoneCommand.SetPolicies(n, digest, PhoneSamples.VmPolicies("work", digest)), Actor.System));
            Accepted(pump.Ask(Phone, new PhoneCommand.SetVm("work", 1, (Lifecycle)((n + 1) % 2)), Actor.System));
        }

        var desired = pump.View(Phone).Desired;
        Assert.Equal(before + 10_000, desired.Version);
        Assert.Equal(new DesiredVm("work", 1, Lifecycle.Running, 5000.ToString("x64", CultureInfo.InvariantCulture)), Assert.Single(desired.Vms));
        Assert.InRange(pump.Stored(Phone.Id)!.State.Length, 1, 4000);
        Assert.InRange(pump.Stored(Phone.Id)!.Ledger.Length, 1, 4000);
    }

    [Fact]
    public void Policies_that_change_no_digest_make_no_new_version_and_keep_the_verdict()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Phone, new PhoneCommand.SetPolicies(1, "pp", PhoneSamples.VmPolicies("work", "w1")), Actor.System));
        Accepted(pump.Ask(Phone, new PhoneCommand.Observed(Sample.Report(pump.View(Phone).Desired.Version), VerdictState.Compliant, []), Sample.Phone));
        var version = pump.View(Phone).Desired.Version;
        Accepted(pump.Ask(Phone, new PhoneCommand.SetPolicies(2, "pp", PhoneSamples.VmPolicies("work", "w1")), Actor.System));
        Assert.Equal((version, 2L, VerdictState.Compliant), Facts(pump));
        Accepted(pump.Ask(Phone, new PhoneCommand.SetPolicies(3, "pp", PhoneSamples.VmPolicies("work", "w2")), Actor.System));
        Assert.Equal((version + 1, 3L, VerdictState.Unknown), Facts(pump));
    }

    [Fact]
    public void A_report_that_says_the_same_later_writes_nothing()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Phone, new PhoneCommand.Observed(Sample.Report(1), VerdictState.Compliant, []), Sample.Phone));
        pump.DeliverAll();
        var (events, version) = (pump.Events.Count, pump.Stored(Phone.Id)!.Version);
        Accepted(pump.Ask(Phone, new PhoneCommand.Observed(Sample.Report(1, second: 30), VerdictState.Compliant, []), Sample.Phone));
        Assert.Equal((events, version, 0), (pump.Events.Count, pump.Stored(Phone.Id)!.Version, pump.PairsWaiting));
    }

    [Fact]
    public void Only_the_VM_of_which_something_else_is_reported_hears_of_it()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Phone, new PhoneCommand.Observed(Sample.Report(1), VerdictState.Compliant, []), Sample.Phone));
        pump.DeliverAll();
        Accepted(pump.Ask(Phone, new PhoneCommand.Observed(Sample.Report(1, GuestState.Paused), VerdictState.Compliant, []), Sample.Phone));
        Assert.Equal(1, pump.PairsWaiting);
        pump.DeliverAll();
        Assert.Equal(GuestState.Paused, pump.View(Vm).State);
    }

    [Fact]
    public void A_phone_may_speak_only_for_itself()
    {
        var pump = Enrolled();
        Assert.Equal("access/denied", pump.Ask(Phone, new PhoneCommand.Received(1), Actor.Phone("p2")).Code);
        Assert.Equal("access/denied", pump.Ask(Phone, new PhoneCommand.AddOrder(Sample.Order("o1")), Sample.Phone).Code);
        Assert.Equal("access/denied", pump.Ask(Vm, new VmCommand.Released("o1", null), Sample.Ada).Code);
        Assert.Equal("access/denied", pump.Ask(Vm, new VmCommand.RequestWipe("o1", "left in a train"), new(ActorKind.Token, "ci", [Capability.VmLifecycle])).Code);
    }

    [Fact]
    public void A_phone_from_another_past_gets_no_order_delivered_until_a_person_resumes_it()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Phone, new PhoneCommand.Connected("s1", "a", "h", 1, [], 900), Sample.Phone));
        Accepted(pump.Ask(Vm, new VmCommand.RequestWipe("o1", "left in a train"), Sample.Ada));
        pump.DeliverAll();
        Accepted(pump.Ask(Phone, new PhoneCommand.Received(900), Sample.Phone));
        pump.DeliverAll();
        Assert.Equal((true, WipeStep.Released), (pump.View(Phone).Conflict, pump.View(Vm).Wipe!.Step));

        Accepted(pump.Ask(Phone, new PhoneCommand.ResumeFromConflict(), Sample.Ada));
        Assert.Equal((false, 901L), (pump.View(Phone).Conflict, pump.View(Phone).Desired.Version));
        Accepted(pump.Ask(Phone, new PhoneCommand.Received(900), Sample.Phone));
        pump.DeliverAll();
        Assert.Equal(WipeStep.Released, pump.View(Vm).Wipe!.Step);
        Accepted(pump.Ask(Phone, new PhoneCommand.Received(901), Sample.Phone));
        pump.DeliverAll();
        Assert.Equal(WipeStep.Delivered, pump.View(Vm).Wipe!.Step);
    }

    [Fact]
    public void A_receipt_that_overtakes_every_other_message_fills_the_steps_before_it()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Vm, new VmCommand.RequestWipe("o1", "left in a train"), Sample.Ada));
        pump.DeliverAll();
        pump.Now += TimeSpan.FromMinutes(1);
        Accepted(pump.Ask(Phone, new PhoneCommand.ReceiptVerified(Sample.Receipt("o1"), "jws"), Sample.Phone));
        pump.DeliverAll();
        var wipe = pump.View(Vm).Wipe!;
        Assert.Equal(WipeStep.Proved, wipe.Step);
        Assert.Equal([Sample.Start, Sample.Start, pump.Now, pump.Now, pump.Now], wipe.Times.Values);
        Assert.Empty(pump.View(Phone).Desired.Vms);
    }

    [Fact]
    public void An_order_cancelled_too_late_to_stop_it_is_shown_as_what_it_became()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Vm, new VmCommand.RequestWipe("o1", "left in a train"), Sample.Ada));
        pump.DeliverAll();
        Accepted(pump.Ask(Vm, new VmCommand.CancelWipe("o1"), Sample.Ada));
        Assert.Equal((WipeStep.Released, true), (pump.View(Vm).Wipe!.Step, pump.View(Vm).Wipe!.Cancelling));
        pump.DeliverAll();
        Assert.Equal(WipeStep.Cancelled, pump.View(Vm).Wipe!.Step);
        Accepted(pump.Ask(Phone, new PhoneCommand.OrderReported("o1", Accepted: true, null), Sample.Phone));
        pump.DeliverAll();
        Assert.Equal(WipeStep.Acknowledged, pump.View(Vm).Wipe!.Step);
        Assert.Equal("o1", Assert.Single(pump.View(Phone).Orders).OrderId);
    }

    [Fact]
    public void A_VM_that_its_phone_wiped_when_the_lease_ran_out_is_shown_as_wiped_and_can_be_made_anew()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Phone, new PhoneCommand.ReceiptVerified(Sample.Receipt("lease.work.1.0"), "jws"), Sample.Phone));
        pump.DeliverAll();
        Assert.Equal((WipeStep.Proved, "phone"), (pump.View(Vm).Wipe!.Step, pump.View(Vm).Wipe!.RequestedBy));
        Assert.Empty(pump.View(Phone).Desired.Vms);
        Accepted(pump.Ask(Vm, new VmCommand.Reprovision(), Sample.Ada));
        pump.DeliverAll();
        Assert.Equal(2, Assert.Single(pump.View(Phone).Desired.Vms).Epoch);
    }

    [Fact]
    public void An_order_that_the_phone_can_no_longer_take_is_refused_and_not_lost()
    {
        var pump = Enrolled();
        Accepted(pump.Ask(Vm, new VmCommand.RequestWipe("o1", "left in a train"), Sample.Ada));
        Accepted(pump.Ask(Phone, new PhoneCommand.ReceiptVerified(Sample.Receipt("lease.work.1.0"), "jws"), Sample.Phone));
        pump.DeliverAll();
        var order = pump.View(Vm).EarlierWipes.Add(pump.View(Vm).Wipe!).Single(w => w.OrderId == "o1");
        Assert.Equal((WipeStep.Refused, "phone/epoch-gone"), (order.Step, order.Code));
        Assert.Empty(pump.View(Phone).Orders);
    }

    private static Pump Enrolled()
    {
        var pump = new Pump();
        Accepted(pump.Ask(Phone, PhoneSamples.Enrol, Actor.System));
        pump.DeliverAll();
        return pump;
    }

    private static (long Version, long Revision, VerdictState Verdict) Facts(Pump pump)
    {
        var view = pump.View(Phone);
        return (view.Desired.Version, view.PolicyRevision, view.Verdict);
    }

    private static void Accepted(Reply reply) => Assert.True(reply.Ok, reply.Code);
}
