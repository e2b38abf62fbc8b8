using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Turns what a phone reports into commands to its grain, as that phone and no other.</summary>
internal sealed class FrameTaker(IFleet fleet, Judge judge, TimeProvider time)
{
    private const int Attempts = 6;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);

    /// <summary>Takes one frame; the answer is null when there is nothing to say.</summary>
    public async Task<ServerFrame?> TakeAsync(string phoneId, PhoneFrame frame, CancellationToken cancel)
    {
        if (frame is PhoneFrame.Receipt receipt) return await TakeAsync(phoneId, receipt, cancel);
        PhoneCommand command = frame switch
        {
            PhoneFrame.Received received => new PhoneCommand.Received(received.Version),
            PhoneFrame.Observed observed => await judge.JudgeAsync(await PhoneAsync(phoneId, cancel), observed.Report, cancel),
            PhoneFrame.OrderStatus status => new PhoneCommand.OrderReported(status.OrderId, status.Accepted, status.Code),
            PhoneFrame.Complaint complaint => new PhoneCommand.Complained(complaint.Code, complaint.Explanation, complaint.Version),
            _ => throw new InvalidOperationException("a hello and a receipt are taken elsewhere"),
        };
        return await SendAsync(phoneId, command, cancel) is { } problem ? Refused(problem) : null;
    }

    /// <summary>Sends a command as the phone; null when its effect is durable. While the fleet is busy it waits, so the phone is not read.</summary>
    /// <param name="actor">Who gives the command, when it is not the phone.</param>
    public async Task<Problem?> SendAsync(string phoneId, PhoneCommand command, CancellationToken cancel, Actor? actor = null)
    {
        var commandId = Guid.CreateVersion7().ToString("N");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var reply = await fleet.AskAsync(Phones.Phones.Id(phoneId), command, actor ?? Actor.Phone(phoneId), commandId, cancel);
                return reply.Ok ? null : new Problem(reply.Code!, reply.Explanation ?? string.Empty);
            }
            catch (FleetBusyException busy) when (attempt == Attempts)
            {
                return new Problem(busy.Code, "the server is busy; send it again later");
            }
            catch (FleetBusyException)
            {
                await Task.Delay(FirstWait * (1 << attempt), time, cancel);
            }
            catch (GrainFaultException fault)
            {
                return new Problem(fault.Code, $"the server failed, incident {fault.Incident}");
            }
        }
    }

    private async Task<PhoneView> PhoneAsync(string phoneId, CancellationToken cancel) => (await fleet.ViewAsync(Phones.Phones.Id(phoneId), cancel)).View;

    private static ServerFrame.Refused Refused(Problem problem) => new(problem.Code, problem.Message);

    private async Task<ServerFrame> TakeAsync(string phoneId, PhoneFrame.Receipt frame, CancellationToken cancel)
    {
        var receipt = Verify(await PhoneAsync(phoneId, cancel), frame.Jws);
        if (!receipt.IsRead) return Refused(receipt.Problem);
        // The command is durable when it is answered: only then the phone may forget the receipt.
        return await SendAsync(phoneId, new PhoneCommand.ReceiptVerified(receipt.Value, frame.Jws), cancel) is { } problem
            ? Refused(problem)
            : new ServerFrame.ReceiptStored(receipt.Value.OrderId);
    }

    private static Parsed<WipeReceipt> Verify(PhoneView phone, string untrustedJws)
    {
        var keys = JwsKeys.Read(new Dictionary<string, string>(StringComparer.Ordinal) { [phone.PhoneId] = phone.PublicKey });
        if (!keys.IsRead) return keys.Problem;
        var checkedJws = Jws.Verify(untrustedJws, JwsTypes.Receipt, keys.Value);
        if (checkedJws is JwsResult.Refused refused) return refused.Problem;
        return ReadReceipt(((JwsResult.Verified)checkedJws).Payload.Span, phone.PhoneId);
    }

    private static Parsed<WipeReceipt> ReadReceipt(ReadOnlySpan<byte> payload, string phoneId)
    {
        var receipt = Codec.ReadReceipt(payload);
        return receipt.IsRead && receipt.Value.Phone != phoneId
            ? new Problem("receipt/other-phone", "the receipt is one of another phone")
            : receipt;
    }
}
