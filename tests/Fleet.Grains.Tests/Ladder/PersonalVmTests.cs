using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Laws;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ladder;

/// <summary>Nothing that can be sent reaches a personal VM.</summary>
public sealed class PersonalVmTests
{
    [Fact]
    public void No_command_in_any_order_makes_a_personal_VM_ask_anything_of_anyone() => Law.Holds(200, 40, choices =>
    {
        var personal = VmRules.Apply(VmRules.Initial, new VmEvent.Attached(Sample.ThePhone, "Ada's phone", "home", VmOwner.Personal, 0));
        foreach (var step in choices.Select(c => VmSamples.Commands[c % VmSamples.Commands.Length]))
        {
            var decision = VmRules.Decide(personal, step.Command, new(Sample.Start, new("vm", "p1:home"), step.Actor, step.Sender, step.Name));
            if (decision is not Decision<VmEvent>.Accepted yes) continue;
            Assert.Empty(yes.Letters);
            personal = yes.Events.Aggregate(personal, VmRules.Apply);
        }

        Assert.Null(VmRules.View(personal, Sample.Start).Desired);
        Assert.Empty(personal.Wipes);
        Assert.Null(personal.Work);
    });

    [Fact]
    public void No_command_in_any_order_puts_a_personal_VM_into_the_desired_state_or_under_an_order() => Law.Holds(200, 60, choices =>
    {
        var phone = PhoneRules.Initial;
        foreach (var step in choices.Select(c => PhoneSamples.Commands[c % PhoneSamples.Commands.Length]))
        {
            var decision = PhoneRules.Decide(phone, step.Command, new(Sample.Start, new("phone", "p1"), step.Actor, step.Sender, step.Name));
            if (decision is not Decision<PhoneEvent>.Accepted yes) continue;
            Assert.All(yes.Letters.Where(l => l.To.Key == "p1:home"), l => Assert.True(l.Command is VmCommand.Attach or VmCommand.Observe { Work: null }));
            phone = yes.Events.Aggregate(phone, PhoneRules.Apply);
        }

        var view = PhoneRules.View(phone, Sample.Start);
        Assert.All(view.Desired.Vms, vm => Assert.Equal("work", vm.Slot));
        if (view.Enrolled) Assert.DoesNotContain(view.Orders, order => order.Slot == "home");
        Assert.DoesNotContain(view.Report?.Work ?? [], w => w.Slot == "home");
    });

    [Fact]
    public void A_re_enrolment_cannot_turn_a_personal_VM_into_a_work_VM_nor_a_work_VM_into_a_personal_one()
    {
        var phone = Enrolled();
        var swapped = PhoneSamples.Enrol with
        {
            EnrolmentId = "e2", Slots = [new("work", VmOwner.Personal), new("home", VmOwner.Organisation), new("extra", VmOwner.Organisation)],
        };
        phone = Take(phone, swapped);
        Assert.Equal(
            [new("work", VmOwner.Organisation), new("home", VmOwner.Personal), new("extra", VmOwner.Organisation)],
            PhoneRules.View(phone, Sample.Start).Slots);
    }

    [Fact]
    public void Orders_and_epochs_survive_a_re_enrolment_that_leaves_the_slot_out()
    {
        var phone = Take(Take(Enrolled(), new PhoneCommand.SetVm("work", 3, Lifecycle.Paused)), new PhoneCommand.AddOrder(Sample.Order("o1", 3)));
        phone = Take(phone, PhoneSamples.Enrol with { EnrolmentId = "e2", PublicKey = "bmV3", Slots = [new("home", VmOwner.Personal)] });
        var view = PhoneRules.View(phone, Sample.Start);
        Assert.Equal(Sample.Order("o1", 3), Assert.Single(view.Orders));
        Assert.Equal(3, Assert.Single(view.Desired.Vms).Epoch);
        Assert.Equal("bmV3", view.PublicKey);
    }

    [Fact]
    public void A_wipe_of_an_older_epoch_touches_no_newer_VM()
    {
        var phone = Take(Take(Enrolled(), new PhoneCommand.SetVm("work", 1, Lifecycle.Running)), new PhoneCommand.AddOrder(Sample.Order("o1")));
        phone = Take(phone, new PhoneCommand.SetVm("work", 2, Lifecycle.Running));
        phone = Take(phone, new PhoneCommand.ReceiptVerified(Sample.Receipt("o1"), "jws"));
        Assert.Equal(2, Assert.Single(PhoneRules.View(phone, Sample.Start).Desired.Vms).Epoch);
    }

    private static PhoneState Enrolled() => Take(PhoneRules.Initial, PhoneSamples.Enrol);

    private static PhoneState Take(PhoneState state, PhoneCommand command)
    {
        var decision = PhoneRules.Decide(state, command, new(Sample.Start, new("phone", "p1"), Actor.System, null, "c"));
        return Assert.IsType<Decision<PhoneEvent>.Accepted>(decision).Events.Aggregate(state, PhoneRules.Apply);
    }
}
