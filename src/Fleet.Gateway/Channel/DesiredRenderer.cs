using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>Makes the frames that carry the desired state, signed for one phone.</summary>
internal sealed partial class DesiredRenderer(
    OrganisationAuthority authority, DocumentCache documents, GatewayCounters counters, TimeProvider time, ILogger<DesiredRenderer> log)
{
    /// <summary>The whole desired state; the orders alone when a document it names is missing, because orders never wait for policy.</summary>
    public async Task<ServerFrame> RenderAsync(PhoneView phone, CancellationToken cancel)
    {
        var texts = await DocumentsAsync(phone, cancel);
        if (texts is null) return Orders(phone);
        var envelope = new PhoneEnvelope(1, phone.PhoneId, time.GetUtcNow(), phone.Desired);
        var frame = new ServerFrame.Desired(Sign(JwsTypes.Phone, Codec.Write(envelope)), SignOrders(phone), texts.Value);
        return Fits(frame) ? frame : TooLarge(phone);
    }

    /// <summary>The standing orders alone.</summary>
    public ServerFrame Orders(PhoneView phone) => new ServerFrame.StandingOrders(SignOrders(phone));

    private static bool Fits(ServerFrame.Desired frame) =>
        frame.Documents.Length <= Limits.MaxDocuments
        && frame.Envelope.Length + frame.Orders.Length + frame.Documents.Sum(d => d.Length + 3) + 128 <= ChannelLimits.MaxFrame;

    private static IEnumerable<string> DigestsOf(DesiredState desired) =>
        desired.Vms.Select(v => v.Policy).Append(desired.PhonePolicy).OfType<string>().Distinct(StringComparer.Ordinal);

    private string SignOrders(PhoneView phone) =>
        Sign(JwsTypes.Orders, Codec.Write(new OrdersEnvelope(1, phone.PhoneId, phone.Desired.Version, time.GetUtcNow(), phone.Orders)));

    private string Sign(string type, byte[] payload) => authority.Signer.Sign(type, payload);

    private async Task<ImmutableArray<string>?> DocumentsAsync(PhoneView phone, CancellationToken cancel)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var digest in DigestsOf(phone.Desired))
        {
            if (await documents.FindAsync(digest, cancel) is not { } document) return Missing(phone, digest);
            texts.Add(document.Jws);
        }

        return texts.ToImmutable();
    }

    private ImmutableArray<string>? Missing(PhoneView phone, string digest)
    {
        counters.Refused("push/missing-document");
        LogMissing(digest, phone.PhoneId);
        return null;
    }

    private ServerFrame TooLarge(PhoneView phone)
    {
        counters.Refused("push/too-large");
        LogTooLarge(phone.PhoneId);
        return Orders(phone);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "policy document {Digest}, which phone {Phone} needs, is missing: only its orders are sent")]
    private partial void LogMissing(string digest, string phone);

    [LoggerMessage(Level = LogLevel.Error, Message = "the desired state of phone {Phone} does not fit into a frame: only its orders are sent")]
    private partial void LogTooLarge(string phone);
}
