using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Twofold.Protocol.Tests.Frames;

/// <summary>
/// Every message as it stands on the wire. A change to a golden file is a change to the protocol: phones in the field speak the old one.
/// Run with TWOFOLD_GOLDEN=write to write the files anew.
/// </summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Names => [.. Messages().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_message_looks_as_its_golden_file_says(string name)
    {
        var written = JsonNode.Parse(Messages()[name])!.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("TWOFOLD_GOLDEN") == "write") File.WriteAllText(Source(name), written);
        Assert.Equal(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", $"{name}.json")), written);
    }

    [Fact]
    public void Every_type_of_frame_has_a_golden_file()
    {
        var sampled = Samples.PhoneFrames.Select(f => f.GetType()).Concat(Samples.ServerFrames.Select(f => f.GetType())).ToHashSet();
        var frames = new[] { typeof(PhoneFrame), typeof(ServerFrame) }.SelectMany(t => t.GetNestedTypes());
        Assert.DoesNotContain(frames, f => !sampled.Contains(f));
    }

    [Fact]
    public void Every_golden_message_is_still_read()
    {
        foreach (var (name, bytes) in Messages()) Assert.True(Reads(name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", $"{name}.json"))), name + Encoding.UTF8.GetString(bytes));
    }

    internal static bool Reads(string name, byte[] golden) => name switch
    {
        _ when name.StartsWith("phone-frame-", StringComparison.Ordinal) => Codec.ReadPhoneFrame(golden).IsRead,
        _ when name.StartsWith("server-frame-", StringComparison.Ordinal) => Codec.ReadServerFrame(golden).IsRead,
        "phone-envelope" => Codec.ReadPhoneEnvelope(golden).IsRead,
        "orders-envelope" => Codec.ReadOrdersEnvelope(golden).IsRead,
        "wipe-receipt" => Codec.ReadReceipt(golden).IsRead,
        "enrol-request" => Codec.ReadEnrolRequest(golden).IsRead,
        "enrol-answer" => Codec.ReadEnrolAnswer(golden).IsRead,
        _ => false,
    };

    private static Dictionary<string, byte[]> Messages()
    {
        var all = new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["phone-envelope"] = Codec.Write(Samples.Envelope),
            ["orders-envelope"] = Codec.Write(Samples.Orders),
            ["wipe-receipt"] = Codec.Write(Samples.Receipt),
            ["enrol-request"] = Codec.Write(Samples.EnrolRequest),
            ["enrol-answer"] = Codec.Write(Samples.EnrolAnswer),
        };
        foreach (var frame in Samples.PhoneFrames) all[$"phone-frame-{TypeOf(Codec.Write(frame))}{Suffix(frame)}"] = Codec.Write(frame);
        foreach (var frame in Samples.ServerFrames) all[$"server-frame-{TypeOf(Codec.Write(frame))}"] = Codec.Write(frame);
        return all;
    }

    private static string Suffix(PhoneFrame frame) => frame is PhoneFrame.OrderStatus { Accepted: false } ? "-refused" : string.Empty;

    private static string TypeOf(byte[] frame) => JsonNode.Parse(frame)!["type"]!.GetValue<string>();

    private static string Source(string name, [System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", $"{name}.json");
}
