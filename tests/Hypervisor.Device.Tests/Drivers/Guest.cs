using System.Diagnostics;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

internal static class Guest
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(2);

    /// <summary>Waits until the guest answers; a machine under load boots slowly.</summary>
    public static async Task AnswersAsync(IGuestChannel guests, VmRef vm, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (!await PingedAsync(guests, vm, cancellation))
            Assert.True(waited.Elapsed < BootLimit, $"the guest of {vm} did not answer within {BootLimit}");
    }

    public static async Task<string> AskAsync(this IGuestChannel guests, VmRef vm, GuestRequest request)
    {
        var reply = await guests.AskAsync(vm, request, TestContext.Current.CancellationToken);
        Assert.True(reply.Ok, reply.UntrustedText);
        return reply.UntrustedText;
    }

    private static async Task<bool> PingedAsync(IGuestChannel guests, VmRef vm, CancellationToken cancellation)
    {
        try
        {
            return (await guests.AskAsync(vm, new GuestRequest.Ping(), cancellation)).UntrustedText == "pong";
        }
        catch (DeviceException notYet) when (notYet.Code is DeviceCodes.GuestTimeout or DeviceCodes.GuestClosed)
        {
            return false;
        }
    }
}
