using System.Collections.Immutable;

namespace Twofold.Protocol;

/// <summary>What the values of every message may be: the one place that says it. Each check answers what is wrong, or null.</summary>
public static class Limits
{
    /// <summary>VMs on one phone.</summary>
    public const int MaxSlots = 16;

    /// <summary>Settings that a report shows of one VM.</summary>
    public const int MaxSettings = 128;

    /// <summary>Setting keys that a hello names.</summary>
    public const int MaxKnownSettings = 256;

    /// <summary>Findings in a report.</summary>
    public const int MaxFindings = 64;

    /// <summary>Policy documents in one desired frame: one for each VM and one for the phone.</summary>
    public const int MaxDocuments = MaxSlots + 1;

    /// <summary>Notices that a phone is shown.</summary>
    public const int MaxNotices = 64;

    /// <summary>Characters of an explanation.</summary>
    public const int MaxExplanation = 1000;

    /// <summary>Characters of a setting's value.</summary>
    public const int MaxValue = 1024;

    /// <summary>What is wrong with a frame from a phone, or null.</summary>
    public static string? Fault(PhoneFrame frame) => frame switch
    {
        PhoneFrame.Hello hello => Fault(hello),
        PhoneFrame.Received received => Count(received.Version, "version"),
        PhoneFrame.Observed observed => ReportLimits.Fault(observed.Report),
        PhoneFrame.OrderStatus status => Unless(Grammar.IsOrderId(status.OrderId), "orderId")
            ?? Unless(status.Accepted ? status.Code is null : Grammar.IsCode(status.Code), "code"),
        PhoneFrame.Receipt receipt => Signed(receipt.Jws, "jws"),
        PhoneFrame.Complaint complaint => Unless(Grammar.IsCode(complaint.Code), "code")
            ?? Unless(Grammar.IsText(complaint.Explanation, 0, MaxExplanation), "explanation") ?? Count(complaint.Version ?? 0, "version"),
        _ => "this is not a frame of a phone",
    };

    /// <summary>What is wrong with a frame from the server, or null.</summary>
    public static string? Fault(ServerFrame frame) => frame switch
    {
        ServerFrame.Welcome welcome => Unless(welcome.Protocol > 0, "protocol"),
        ServerFrame.Desired desired => Signed(desired.Envelope, "envelope") ?? Signed(desired.Orders, "orders")
            ?? Unless(desired.Documents.Length <= MaxDocuments, "documents")
            ?? desired.Documents.Select(d => Signed(d, "documents")).FirstOrDefault(f => f is not null),
        ServerFrame.StandingOrders standing => Signed(standing.Orders, "orders"),
        ServerFrame.ReceiptStored stored => Unless(Grammar.IsOrderId(stored.OrderId), "orderId"),
        ServerFrame.Notices notices => Each(notices.All, MaxNotices, "all", Fault),
        ServerFrame.Refused refused => Unless(Grammar.IsCode(refused.Code), "code")
            ?? Unless(Grammar.IsText(refused.Explanation, 0, MaxExplanation), "explanation"),
        _ => "this is not a frame of the server",
    };

    /// <summary>What is wrong with a phone envelope, or null.</summary>
    public static string? Fault(PhoneEnvelope envelope) => Unless(envelope.Format == 1, "format")
        ?? Unless(PhoneId.IsOne(envelope.Phone), "phone") ?? Count(envelope.State.Version, "version")
        ?? Unless(envelope.State.PhonePolicy is null || Digest.IsOne(envelope.State.PhonePolicy), "phonePolicy")
        ?? Each(envelope.State.Vms, MaxSlots, "vms", Fault) ?? Distinct(envelope.State.Vms.Select(v => v.Slot), "vms");

    /// <summary>What is wrong with an orders envelope, or null.</summary>
    public static string? Fault(OrdersEnvelope envelope) => Unless(envelope.Format == 1, "format")
        ?? Unless(PhoneId.IsOne(envelope.Phone), "phone") ?? Count(envelope.Version, "version")
        ?? Each(envelope.Orders, OrdersEnvelope.MaxOrders, "orders", Fault) ?? Distinct(envelope.Orders.Select(o => o.OrderId), "orders");

    /// <summary>What is wrong with a receipt, or null.</summary>
    public static string? Fault(WipeReceipt receipt) => Unless(receipt.Format == 1, "format")
        ?? Unless(PhoneId.IsOne(receipt.Phone), "phone") ?? Unless(Grammar.IsOrderId(receipt.OrderId), "orderId")
        ?? Unless(Grammar.IsSlot(receipt.Slot), "slot") ?? Count(receipt.Epoch, "epoch");

    /// <summary>What is wrong with an enrolment request, or null. The token's secret is never part of the answer.</summary>
    public static string? Fault(EnrolRequest request) => Unless(request.Token.Length <= 128, "token")
        ?? Unless(request.Csr.Length is > 0 and <= 8192, "csr") ?? Unless(Grammar.IsText(request.Hardware, 1, 256), "hardware")
        ?? Each(request.Slots, MaxSlots, "slots", Fault) ?? Distinct(request.Slots.Select(s => s.Slot), "slots");

    /// <summary>What is wrong with the answer to an enrolment, or null.</summary>
    public static string? Fault(EnrolAnswer answer) => Unless(PhoneId.IsOne(answer.PhoneId), "phoneId")
        ?? Unless(answer.Certificate.Length <= 8192, "certificate") ?? Unless(answer.Root.Length <= 8192, "root")
        ?? Unless(answer.SigningKeys.Count is > 0 and <= JwsKeys.Max, "signingKeys")
        ?? Unless(answer.SigningKeys.All(k => Grammar.IsKeyId(k.Key) && k.Value is { Length: <= 256 }), "signingKeys");

    /// <summary>What is wrong with an error, or null.</summary>
    public static string? Fault(Problem problem) =>
        Unless(Grammar.IsCode(problem.Code), "code") ?? Unless(Grammar.IsText(problem.Message, 0, MaxExplanation), "message");

    internal static string? Unless(bool holds, string member) => holds ? null : $"the value of `{member}` is not allowed";

    internal static string? Count(long value, string member) => Unless(value >= 0, member);

    internal static string? Each<T>(ImmutableArray<T> all, int max, string member, Func<T, string?> fault)
        where T : class =>
        Unless(all.Length <= max && all.All(one => one is not null), member) ?? all.Select(fault).FirstOrDefault(f => f is not null);

    internal static string? Distinct(IEnumerable<string> names, string member)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return Unless(names.All(seen.Add), member);
    }

    private static string? Fault(PhoneFrame.Hello hello) => Unless(hello.Protocols.Length is > 0 and <= 16, "protocols")
        ?? Unless(Grammar.IsText(hello.Agent, 1, 128), "agent") ?? Unless(Grammar.IsText(hello.Hypervisor, 1, 128), "hypervisor")
        ?? Unless(Grammar.IsText(hello.Hardware, 8, 128), "hardware")
        ?? Unless(hello.Settings.Length <= MaxKnownSettings && hello.Settings.All(Grammar.IsSettingKey), "settings")
        ?? Count(hello.AppliedVersion, "appliedVersion") ?? Count(hello.OrdersVersion, "ordersVersion");

    private static string? Fault(DesiredVm vm) => Unless(Grammar.IsSlot(vm.Slot), "slot") ?? Count(vm.Epoch, "epoch")
        ?? Unless(Enum.IsDefined(vm.Lifecycle), "lifecycle") ?? Unless(vm.Policy is null || Digest.IsOne(vm.Policy), "policy");

    private static string? Fault(PhoneNotice notice) =>
        Unless(Grammar.IsSlot(notice.Slot), "slot") ?? Unless(Grammar.IsSettingKey(notice.Setting), "setting");

    private static string? Fault(DeviceOrder order) => Unless(Grammar.IsOrderId(order.OrderId), "orderId")
        ?? Unless(Enum.IsDefined(order.Kind), "kind") ?? Unless(Grammar.IsSlot(order.Slot), "slot") ?? Count(order.Epoch, "epoch");

    private static string? Fault(SlotDeclaration slot) =>
        Unless(Grammar.IsSlot(slot.Slot), "slot") ?? Unless(Enum.IsDefined(slot.Owner), "owner");

    private static string? Signed(string? jws, string member) => Unless(jws is { Length: > 0 and <= Jws.MaxLength }, member);
}
