using Twofold.Device.Ports;
using Twofold.Device.Tests.Drivers;
using Twofold.Policies;

namespace Twofold.Device.Tests.Flows;

/// <summary>Two guests that share through the broker, and try to share more than they may.</summary>
public abstract class FlowConformance(IPhoneUnderTest phone)
{
    private static readonly VmRef Work = new("work", 1);
    private static readonly VmRef Personal = new("personal", 1);
    private static readonly SlotTable Slots = new([new("personal", SlotOwner.Personal), new("work", SlotOwner.Organisation)]);

    private readonly FlowBroker broker = new(phone.Guests, Slots);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(FlowKind.File)]
    [InlineData(FlowKind.Notification)]
    [InlineData(FlowKind.Contact)]
    public async Task What_a_guest_offers_arrives_in_the_allowed_direction_and_whatever_it_tries_not_in_the_other(FlowKind kind)
    {
        await RunningAsync();
        foreach (var (rule, workHears, personalHears) in new[]
        {
            (FlowDirection.None, false, false), (FlowDirection.WorkToPersonal, false, true), (FlowDirection.PersonalToWork, true, false),
            (FlowDirection.Both, true, true), (FlowDirection.None, false, false),
        })
        {
            broker.Apply(kind, rule);
            var (fromWork, fromPersonal) = (FlowSamples.Sound(kind, $"work {rule}"), FlowSamples.Sound(kind, $"personal {rule}"));
            await OfferAsync(Work, kind, fromWork);
            await OfferAsync(Personal, kind, fromPersonal);
            await broker.PassAsync(Cancellation);

            Assert.Equal((rule, workHears), (rule, await DeliveredAsync(Work, kind) == fromPersonal));
            Assert.Equal((rule, personalHears), (rule, await DeliveredAsync(Personal, kind) == fromWork));
        }
    }

    [Theory]
    [InlineData(FlowKind.File)]
    [InlineData(FlowKind.Notification)]
    [InlineData(FlowKind.Contact)]
    public async Task A_hostile_guest_loses_what_is_too_long_or_malformed_and_nothing_else(FlowKind kind)
    {
        await RunningAsync();
        broker.Apply(kind, FlowDirection.WorkToPersonal);
        await CarryAsync(kind, FlowSamples.Sound(kind, "before"));
        foreach (var hostile in FlowSamples.Hostile(kind))
        {
            await CarryAsync(kind, hostile);
            Assert.Equal((hostile, FlowSamples.Sound(kind, "before")), (hostile, await DeliveredAsync(Personal, kind)));
        }

        await CarryAsync(kind, FlowSamples.Largest(kind));
        Assert.Equal(FlowSamples.Largest(kind), await DeliveredAsync(Personal, kind));
    }

    private async Task CarryAsync(FlowKind kind, string text)
    {
        await OfferAsync(Work, kind, text);
        await broker.PassAsync(Cancellation);
    }

    private async Task OfferAsync(VmRef vm, FlowKind kind, string text) => await phone.Guests.AskAsync(vm, new GuestRequest.Offer(kind, text));

    private async Task<string> DeliveredAsync(VmRef vm, FlowKind kind) => await phone.Guests.AskAsync(vm, new GuestRequest.GetDelivered(kind));

    private async Task RunningAsync()
    {
        foreach (var vm in new[] { Work, Personal })
        {
            await phone.Hypervisor.ProvisionAsync(vm, 16, Cancellation);
            await phone.Hypervisor.StartAsync(vm, new VmHardware(112, 1), Cancellation);
            await phone.Hypervisor.ResumeAsync(vm, Cancellation);
        }

        foreach (var vm in new[] { Work, Personal }) await Guest.AnswersAsync(phone.Guests, vm, Cancellation);
        broker.Watch(new Observed([.. await phone.Hypervisor.ObserveAsync(Cancellation)], FlowRules.Closed));
    }
}

public sealed class FakeFlows(FakePhoneUnderTest phone) : FlowConformance(phone), IClassFixture<FakePhoneUnderTest>;

[Collection(nameof(RealPhone))]
public sealed class QemuFlows(QemuPhoneUnderTest phone) : FlowConformance(phone);
