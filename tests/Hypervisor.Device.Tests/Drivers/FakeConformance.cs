using Twofold.Device.Drivers.Fake;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

public sealed class FakePhoneUnderTest : IPhoneUnderTest
{
    private readonly FakePhone phone = new();

    public FakePhoneUnderTest() => (Hypervisor, Guests) = (new FakeHypervisor(phone), new FakeGuests(phone));

    public IHypervisor Hypervisor { get; private set; }

    public IGuestChannel Guests { get; private set; }

    public Task ReopenAsync()
    {
        (Hypervisor, Guests) = (new FakeHypervisor(phone), new FakeGuests(phone));
        return Task.CompletedTask;
    }
}

public sealed class FakeConformance(FakePhoneUnderTest phone) : HypervisorConformance(phone), IClassFixture<FakePhoneUnderTest>;
