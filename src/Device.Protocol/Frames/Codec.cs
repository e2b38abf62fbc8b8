using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Twofold.Protocol;

/// <summary>
/// Every message of the protocol to bytes and back. Reading is strict and never throws: what does not parse or breaks a limit of
/// <see cref="Limits"/> is a problem with one of <see cref="FrameCodes"/>.
/// </summary>
public static class Codec
{
    /// <summary>Bytes of the largest body of an HTTP request on the gateway.</summary>
    public const int MaxBody = 64 * 1024;

    private static readonly ProtocolJson Json = ProtocolJson.Default;

    // The same contracts, but forgiving unknown members: only used to tell why the strict reading failed, and for a hello.
    private static readonly ProtocolJson Forgiving = new(new JsonSerializerOptions(Json.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip });

    /// <summary>A frame as the phone sends it.</summary>
    public static byte[] Write(PhoneFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Json.PhoneFrame);

    /// <summary>A frame as the server sends it.</summary>
    public static byte[] Write(ServerFrame frame) => JsonSerializer.SerializeToUtf8Bytes(frame, Json.ServerFrame);

    /// <summary>The payload of a phone envelope, before it is signed.</summary>
    public static byte[] Write(PhoneEnvelope envelope) => JsonSerializer.SerializeToUtf8Bytes(envelope, Json.PhoneEnvelope);

    /// <summary>The payload of an orders envelope, before it is signed.</summary>
    public static byte[] Write(OrdersEnvelope envelope) => JsonSerializer.SerializeToUtf8Bytes(envelope, Json.OrdersEnvelope);

    /// <summary>The payload of a receipt, before it is signed.</summary>
    public static byte[] Write(WipeReceipt receipt) => JsonSerializer.SerializeToUtf8Bytes(receipt, Json.WipeReceipt);

    /// <summary>The body of an enrolment request.</summary>
    public static byte[] Write(EnrolRequest request) => JsonSerializer.SerializeToUtf8Bytes(request, Json.EnrolRequest);

    /// <summary>The body of the answer to an enrolment.</summary>
    public static byte[] Write(EnrolAnswer answer) => JsonSerializer.SerializeToUtf8Bytes(answer, Json.EnrolAnswer);

    /// <summary>The body of an error.</summary>
    public static byte[] Write(Problem problem) => JsonSerializer.SerializeToUtf8Bytes(problem, Json.Problem);

    /// <summary>
    /// A frame from a phone. A hello comes before there is a version to be strict about: what a newer agent says there beyond this version is
    /// passed over, or it would be locked and wiped by no older server.
    /// </summary>
    public static Parsed<PhoneFrame> ReadPhoneFrame(ReadOnlySpan<byte> untrustedBytes)
    {
        var read = Read(untrustedBytes, ChannelLimits.MaxFrame, FrameType.PhoneTypes, Json.PhoneFrame, Forgiving.PhoneFrame, Limits.Fault);
        if (read.IsRead || read.Problem.Code != FrameCodes.UnknownMember) return read;
        return TryRead(untrustedBytes, Forgiving.PhoneFrame) is PhoneFrame.Hello hello && Limits.Fault(hello) is null ? hello : read;
    }

    /// <summary>A frame from the server.</summary>
    public static Parsed<ServerFrame> ReadServerFrame(ReadOnlySpan<byte> untrustedBytes) =>
        Read(untrustedBytes, ChannelLimits.MaxFrame, FrameType.ServerTypes, Json.ServerFrame, Forgiving.ServerFrame, Limits.Fault);

    /// <summary>The verified payload of a phone envelope.</summary>
    public static Parsed<PhoneEnvelope> ReadPhoneEnvelope(ReadOnlySpan<byte> untrustedBytes) =>
        Read(untrustedBytes, MaxBody, types: null, Json.PhoneEnvelope, Forgiving.PhoneEnvelope, Limits.Fault);

    /// <summary>The verified payload of an orders envelope.</summary>
    public static Parsed<OrdersEnvelope> ReadOrdersEnvelope(ReadOnlySpan<byte> untrustedBytes) =>
        Read(untrustedBytes, MaxBody, types: null, Json.OrdersEnvelope, Forgiving.OrdersEnvelope, Limits.Fault);

    /// <summary>The verified payload of a receipt.</summary>
    public static Parsed<WipeReceipt> ReadReceipt(ReadOnlySpan<byte> untrustedBytes) =>
        Read(untrustedBytes, MaxBody, types: null, Json.WipeReceipt, Forgiving.WipeReceipt, Limits.Fault);

    /// <summary>The body of an enrolment request.</summary>
    public static Parsed<EnrolRequest> ReadEnrolRequest(ReadOnlySpan<byte> untrustedBytes) =>
        Read(untrustedBytes, MaxBody, types: null, Json.EnrolRequest, Forgiving.EnrolRequest, Limits.Fault);

    /// <summary>The body of the answer to an enrolment.</summary>
    public static Parsed<EnrolAnswer> ReadEnrolAnswer(ReadOnlySpan<byte> untrustedBytes) =>
        Read(untrustedBytes, MaxBody, types: null, Json.EnrolAnswer, Forgiving.EnrolAnswer, Limits.Fault);

    /// <summary>The body of an error.</summary>
    public static Parsed<Problem> ReadProblem(ReadOnlySpan<byte> untrustedBytes) =>
        Read(untrustedBytes, MaxBody, types: null, Json.Problem, Forgiving.Problem, Limits.Fault);

    private static Parsed<T> Read<T>(
        ReadOnlySpan<byte> bytes, int max, IReadOnlySet<string>? types, JsonTypeInfo<T> strict, JsonTypeInfo<T> forgiving, Func<T, string?> fault)
        where T : class
    {
        if (bytes.Length > max) return new Problem(FrameCodes.TooLarge, $"a message of this kind has at most {max} bytes");
        if (types is not null && FrameType.Check(bytes, types) is { } problem) return problem;
        if (TryRead(bytes, strict) is not { } value) return Why(bytes, forgiving);
        return fault(value) is { } found ? new Problem(FrameCodes.Malformed, found) : value;
    }

    private static Problem Why<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> forgiving)
        where T : class =>
        TryRead(bytes, forgiving) is null
            ? new(FrameCodes.Malformed, "this is not a message of the protocol")
            : new(FrameCodes.UnknownMember, "the message has a member that this version does not know");

    private static T? TryRead<T>(ReadOnlySpan<byte> bytes, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, type);
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            // An abstract frame without its type is reported as not supported.
            return null;
        }
    }
}
