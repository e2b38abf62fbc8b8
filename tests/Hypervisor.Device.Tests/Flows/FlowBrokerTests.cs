using Twofold.Device.Drivers.Fake;
using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device.Tests.Flows;

public sealed class FlowBrokerTests : IAsyncLifetime
{
    private static readonly VmRef Work = new("work", 1);
    private static readonly VmRef Lab = new("lab", 1);
    private static readonly VmRef Personal = new("personal", 1);
    private readonly FakePhone _phone = new();
    private readonly CountingGuests _guests;
    private readonly FlowBroker _broker;

    public FlowBrokerTests()
    {
        _guests = new CountingGuests(new FakeGuests(_phone));
        _broker = new FlowBroker(
            _guests, new SlotTable([new("personal", SlotOwner.Personal), new("work", SlotOwner.Organisation), new("lab", SlotOwner.Organisation)]));
    }

    public async ValueTask InitializeAsync()
    {
        var driver = new FakeHypervisor(_phone);
        foreach (var vm in new[] { Work, Lab, Personal })
        {
            await driver.ProvisionAsync(vm, 64, CancellationToken.None);
            await driver.StartAsync(vm, new VmHardware(128, 1), CancellationToken.None);
        }

        _broker.Watch(new Observed([.. await driver.ObserveAsync(CancellationToken.None)], FlowRules.Closed));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(FlowDirection.None, "", "")]
    [InlineData(FlowDirection.WorkToPersonal, "from work", "")]
    [InlineData(FlowDirection.PersonalToWork, "", "from personal")]
    public async Task A_text_passes_in_the_allowed_direction_only(FlowDirection rule, string atPersonal, string atWork)
    {
        _broker.Apply(FlowKind.Clipboard, rule);
        await CopyAsync(Work, "from work");
        Assert.Equal(atPersonal, await PasteAsync(Personal));
        await CopyAsync(Work, string.Empty);
        await CopyAsync(Personal, "from personal");
        Assert.Equal(atWork, await PasteAsync(Work));
    }

    [Fact]
    public async Task With_both_directions_open_the_latest_text_is_everywhere_and_nothing_echoes()
    {
        _broker.Apply(FlowKind.Clipboard, FlowDirection.Both);
        await CopyAsync(Work, "one");
        Assert.Equal("one", await PasteAsync(Personal));
        await CopyAsync(Personal, "two");
        Assert.Equal("two", await PasteAsync(Work));
        var set = _guests.Sets;
        await _broker.PassAsync(CancellationToken.None);
        await _broker.PassAsync(CancellationToken.None);
        Assert.Equal(set, _guests.Sets);
    }

    [Fact]
    public async Task Work_vms_do_not_hear_each_other()
    {
        _broker.Apply(FlowKind.Clipboard, FlowDirection.WorkToPersonal);
        await CopyAsync(Work, "for the lab?");
        Assert.Equal(string.Empty, await PasteAsync(Lab));
    }

    [Fact]
    public async Task While_nothing_is_open_no_guest_is_even_asked()
    {
        await CopyAsync(Work, "secret");
        Assert.Equal(0, _guests.Asked);
    }

    [Fact]
    public async Task The_personal_guest_is_not_read_unless_its_texts_may_pass()
    {
        _broker.Apply(FlowKind.Clipboard, FlowDirection.WorkToPersonal);
        await CopyAsync(Work, "hello");
        Assert.DoesNotContain(Personal, _guests.Read);
    }

    [Fact]
    public async Task A_direction_that_closes_between_reading_and_telling_stays_closed()
    {
        _broker.Apply(FlowKind.Clipboard, FlowDirection.WorkToPersonal);
        _guests.AfterRead = () => _broker.Apply(FlowKind.Clipboard, FlowDirection.None);
        await CopyAsync(Work, "too late");
        Assert.Equal(string.Empty, await PasteAsync(Personal));
    }

    [Fact]
    public async Task A_text_beyond_the_bound_does_not_pass()
    {
        _broker.Apply(FlowKind.Clipboard, FlowDirection.WorkToPersonal);
        _guests.Instead = new GuestReply(true, new string('x', IGuestChannel.MaxClipboardBytes + 1));
        await _broker.PassAsync(CancellationToken.None);
        Assert.Equal(0, _guests.Sets);
    }

    [Fact]
    public async Task A_direction_that_is_open_for_one_kind_is_closed_for_the_others()
    {
        _broker.Apply(FlowKind.Notification, FlowDirection.WorkToPersonal);
        await CopyAsync(Work, "copied");
        await OfferAsync(Work, FlowKind.Contact, FlowSamples.Sound(FlowKind.Contact));
        Assert.Equal((string.Empty, string.Empty), (await PasteAsync(Personal), await DeliveredAsync(Personal, FlowKind.Contact)));
        Assert.DoesNotContain(Personal, _guests.Read);
    }

    [Fact]
    public async Task The_same_thing_passes_once_and_of_several_between_two_rounds_the_newest()
    {
        _broker.Apply(FlowKind.Notification, FlowDirection.WorkToPersonal);
        await new FakeGuests(_phone).AskAsync(Work, new GuestRequest.Offer(FlowKind.Notification, "first"), CancellationToken.None);
        await OfferAsync(Work, FlowKind.Notification, "second");
        Assert.Equal("second", await DeliveredAsync(Personal, FlowKind.Notification));
        await _broker.PassAsync(CancellationToken.None);
        await _broker.PassAsync(CancellationToken.None);
        Assert.Equal(1, _guests.Delivered);
    }

    [Fact]
    public async Task A_guest_that_does_not_answer_is_asked_once_in_a_round_and_holds_up_nobody_else()
    {
        foreach (var kind in Enum.GetValues<FlowKind>()) _broker.Apply(kind, FlowDirection.WorkToPersonal);
        await new FakeHypervisor(_phone).PauseAsync(Lab, CancellationToken.None);
        await OfferAsync(Work, FlowKind.Notification, "still here");
        Assert.Equal(1, _guests.AskedOf(Lab));
        Assert.Equal("still here", await DeliveredAsync(Personal, FlowKind.Notification));
    }

    private async Task OfferAsync(VmRef vm, FlowKind kind, string text)
    {
        await new FakeGuests(_phone).AskAsync(vm, new GuestRequest.Offer(kind, text), CancellationToken.None);
        await _broker.PassAsync(CancellationToken.None);
    }

    private async Task<string> DeliveredAsync(VmRef vm, FlowKind kind) =>
        (await new FakeGuests(_phone).AskAsync(vm, new GuestRequest.GetDelivered(kind), CancellationToken.None)).UntrustedText;

    private async Task CopyAsync(VmRef vm, string text)
    {
        await new FakeGuests(_phone).AskAsync(vm, new GuestRequest.SetClipboard(text), CancellationToken.None);
        await _broker.PassAsync(CancellationToken.None);
    }

    private async Task<string> PasteAsync(VmRef vm) =>
        (await new FakeGuests(_phone).AskAsync(vm, new GuestRequest.GetClipboard(), CancellationToken.None)).UntrustedText;

    private sealed class CountingGuests(IGuestChannel guests) : IGuestChannel
    {
        public int Asked { get; private set; }

        public int Sets { get; private set; }

        public int Delivered { get; private set; }

        public List<VmRef> Read { get; } = [];

        private readonly List<VmRef> _asked = [];

        public int AskedOf(VmRef vm) => _asked.Count(asked => asked == vm);

        public Action? AfterRead { get; set; }

        public GuestReply? Instead { get; set; }

        public async Task<GuestReply> AskAsync(VmRef vm, GuestRequest request, CancellationToken cancellation)
        {
            Asked++;
            _asked.Add(vm);
            if (request is GuestRequest.Deliver) Delivered++;
            if (request is GuestRequest.SetClipboard) Sets++;
            if (request is GuestRequest.GetClipboard) Read.Add(vm);
            var reply = await guests.AskAsync(vm, request, cancellation);
            if (request is not GuestRequest.GetClipboard) return reply;
            AfterRead?.Invoke();
            return Instead ?? reply;
        }
    }
}
