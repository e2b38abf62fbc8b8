using Twofold.Device.Ports;
using Twofold.Device.Tests.Reconciling;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Reporting;

public sealed class DiscretionTests
{
    private static readonly Desired Nothing = Desired.Nothing;
    private static readonly Observed Unseen = new([], FlowRules.Closed);

    [Theory]
    [InlineData("vm/start-failed", "anything at all", "family")]
    [InlineData("floor/personal", "it holds 3 GiB of photographs", "personal")]
    public void Of_a_personal_slot_the_fixed_words_are_reported_and_no_others(string code, string explanation, string slot) =>
        Assert.Equal([DeviceFinding.OfPersonal(slot)], Reported(new DeviceFinding(code, explanation, slot)));

    [Theory]
    [InlineData("`family-1` is in the way")]
    [InlineData("cannot open /phones/a/family-1/disk")]
    [InlineData("the slot `personal` takes 2048 MiB")]
    public void A_text_that_names_a_personal_vm_is_not_reported(string explanation) =>
        Assert.DoesNotContain(Reported(new DeviceFinding("vm/start-failed", explanation, "work")), finding => finding.Explanation == explanation);

    [Fact]
    public void A_text_about_a_work_vm_is_reported_as_it_is()
    {
        var finding = new DeviceFinding("vm/memory-capped", "the rest is kept for the personal VM", "work");
        Assert.Equal([finding], Reported(finding));
    }

    [Fact]
    public void What_a_driver_says_about_a_personal_vm_is_not_reported()
    {
        Step step = new Step.Start(new VmRef("family", 1), new VmHardware(128, 1));
        var failed = new Attempt(1, Phones.Start, new DeviceException("vm/start-failed", "the user's album does not fit"));
        var report = ReportBuilder.Build(Nothing, Unseen, Plan(), Phones.Slots, new Dictionary<string, string>(), [new(step, failed)], Phones.Start);
        Assert.Equal([DeviceFinding.OfPersonal("family")], report.Findings);
    }

    private static IEnumerable<DeviceFinding> Reported(DeviceFinding finding) =>
        ReportBuilder.Build(Nothing, Unseen, Plan(finding), Phones.Slots, new Dictionary<string, string>(), [], Phones.Start).Findings;

    private static DevicePlan Plan(params DeviceFinding[] findings) => new([], [.. findings], Reconciler.Plan(Nothing, Unseen, DeviceFacts.Fresh(Phones.Slots, Phones.Start), Phones.Start).Locks, null);
}
