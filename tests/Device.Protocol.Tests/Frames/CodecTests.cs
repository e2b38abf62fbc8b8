using System.Text;
using System.Text.Json.Nodes;

namespace Twofold.Protocol.Tests.Frames;

public sealed class CodecTests
{
    private const string Hello =
        """{"type":"hello","protocols":[1],"agent":"a/1","hypervisor":"fake","hardware":"hardware-1","settings":["vm.memory"],"appliedVersion":0}""";

    [Fact]
    public void A_frame_survives_being_written_and_read()
    {
        foreach (var frame in Samples.PhoneFrames)
            Assert.Equal(Codec.Write(frame), Codec.Write(Codec.ReadPhoneFrame(Codec.Write(frame)).Value!));
        foreach (var frame in Samples.ServerFrames)
            Assert.Equal(Codec.Write(frame), Codec.Write(Codec.ReadServerFrame(Codec.Write(frame)).Value!));
    }

    [Theory]
    [InlineData(FrameCodes.Malformed, "")]
    [InlineData(FrameCodes.Malformed, "null")]
    [InlineData(FrameCodes.Malformed, "[]")]
    [InlineData(FrameCodes.Malformed, "{}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":1}")]
    [InlineData(FrameCodes.Malformed, "{\"version\":1,\"type\":\"received\"}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\"}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\",\"version\":null}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\",\"version\":\"1\"}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\",\"version\":-1}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\",\"version\":1,\"version\":2}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\",\"version\":1}x")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\",\"version\":1} {}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"received\",/**/\"version\":1}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"receipt\",\"jws\":null}")]
    [InlineData(FrameCodes.Malformed, "{\"type\":\"receipt\",\"jws\":\"\\ud800\"}x")]
    [InlineData(FrameCodes.UnknownType, "{\"type\":\"desired\",\"version\":1}")]
    [InlineData(FrameCodes.UnknownType, "{\"type\":\"\"}")]
    [InlineData(FrameCodes.UnknownMember, "{\"type\":\"received\",\"version\":1,\"more\":0}")]
    public void A_bad_frame_is_refused_with_its_code(string code, string text) =>
        Assert.Equal(code, Codec.ReadPhoneFrame(Encoding.UTF8.GetBytes(text)).Problem?.Code);

    [Fact]
    public void A_frame_above_the_limit_is_not_looked_at() =>
        Assert.Equal(FrameCodes.TooLarge, Codec.ReadPhoneFrame(new byte[ChannelLimits.MaxFrame + 1]).Problem?.Code);

    [Theory]
    [InlineData("protocols", "[]")]
    [InlineData("protocols", "null")]
    [InlineData("agent", "\"\"")]
    [InlineData("agent", "\"a\\u0000\"")]
    [InlineData("hardware", "\"short\"")]
    [InlineData("settings", "[null]")]
    [InlineData("settings", "[\"Not A Key\"]")]
    [InlineData("appliedVersion", "-1")]
    public void A_hello_out_of_its_limits_is_malformed(string member, string value) =>
        Assert.Equal(FrameCodes.Malformed, ReadWith(Hello, member, JsonNode.Parse(value)));

    [Fact]
    public void A_hello_with_too_many_settings_is_malformed() => Assert.Equal(
        FrameCodes.Malformed,
        ReadWith(Hello, "settings", new JsonArray([.. Enumerable.Range(0, Limits.MaxKnownSettings + 1).Select(n => JsonValue.Create($"s{n}"))])));

    [Theory]
    [InlineData("slot", "\"../etc\"")]
    [InlineData("slot", "\"Work\"")]
    [InlineData("slot", "\"personal\"")]
    [InlineData("epoch", "-1")]
    [InlineData("state", "99")]
    [InlineData("state", "\"Melted\"")]
    [InlineData("policy", "\"abc\"")]
    [InlineData("settings", "{\"vm.memory\":null}")]
    [InlineData("settings", "{\"a b\":{\"text\":null,\"claimed\":false}}")]
    [InlineData("storageBytes", "-5")]
    public void A_report_out_of_its_limits_is_malformed(string member, string value)
    {
        var frame = JsonNode.Parse(Codec.Write(new PhoneFrame.Observed(Samples.Report)))!;
        Assert.True(Codec.ReadPhoneFrame(Encoding.UTF8.GetBytes(frame.ToJsonString())).IsRead);
        frame["report"]!["work"]![0]![member] = JsonNode.Parse(value);
        Assert.Equal(FrameCodes.Malformed, Codec.ReadPhoneFrame(Encoding.UTF8.GetBytes(frame.ToJsonString())).Problem?.Code);
    }

    [Fact]
    public void An_envelope_names_a_slot_once_and_an_order_once()
    {
        var vm = Samples.Envelope.State.Vms[0];
        var twice = Samples.Envelope with { State = Samples.Envelope.State with { Vms = [vm, vm] } };
        Assert.Equal(FrameCodes.Malformed, Codec.ReadPhoneEnvelope(Codec.Write(twice)).Problem?.Code);
        var order = Samples.Orders.Orders[0];
        Assert.Equal(FrameCodes.Malformed, Codec.ReadOrdersEnvelope(Codec.Write(Samples.Orders with { Orders = [order, order] })).Problem?.Code);
        Assert.Equal(FrameCodes.Malformed, Codec.ReadOrdersEnvelope(Codec.Write(Samples.Orders with { Format = 2 })).Problem?.Code);
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new Random(20251);
        var seeds = Samples.PhoneFrames.Select(Codec.Write).Concat(Samples.ServerFrames.Select(Codec.Write)).ToList();
        for (var n = 0; n < 20_000; n++) ReadEverything(Mutate(seeds[n % seeds.Count], random));
        Assert.NotEmpty(seeds);
    }

    private static void ReadEverything(byte[] bytes)
    {
        Assert.NotNull(Codec.ReadPhoneFrame(bytes));
        Assert.NotNull(Codec.ReadServerFrame(bytes));
        Assert.NotNull(Codec.ReadPhoneEnvelope(bytes));
        Assert.NotNull(Codec.ReadOrdersEnvelope(bytes));
        Assert.NotNull(Codec.ReadReceipt(bytes));
        Assert.NotNull(Codec.ReadEnrolRequest(bytes));
        Assert.NotNull(Codec.ReadEnrolAnswer(bytes));
        Assert.NotNull(Jws.Verify(Encoding.Latin1.GetString(bytes), JwsTypes.Phone, Samples.Keys));
        Assert.NotNull(EnrolmentCode.Parse(Encoding.Latin1.GetString(bytes)));
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var bytes = seed.ToArray();
        for (var n = random.Next(1, 6); n > 0; n--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }

    private static string? ReadWith(string text, string member, JsonNode? value)
    {
        var frame = JsonNode.Parse(text)!;
        Assert.True(Codec.ReadPhoneFrame(Encoding.UTF8.GetBytes(frame.ToJsonString())).IsRead);
        frame[member] = value;
        return Codec.ReadPhoneFrame(Encoding.UTF8.GetBytes(frame.ToJsonString())).Problem?.Code;
    }
}
