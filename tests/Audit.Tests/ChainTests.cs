using System.Security.Cryptography;
using System.Text;

namespace Twofold.Auditing.Tests;

public sealed class ChainTests
{
    private static readonly AuditEvent Sample = new(
        "vm", "p1~work", 7, "wipe-requested", new DateTimeOffset(2026, 3, 3, 9, 0, 0, TimeSpan.Zero).AddTicks(1234567), 1, "ada", "c-1",
        Encoding.UTF8.GetBytes("""{"type":"wipe-requested","orderId":"o1"}"""));

    public static TheoryData<string> Fields => ["kind", "key", "version", "type", "at", "actor kind", "actor", "command", "shape", "body", "head"];

    /// <summary>The encoding is a promise: exports of years ago have to verify.</summary>
    [Fact]
    public void The_hash_of_an_event_is_what_the_documentation_says()
    {
        byte[] written =
        [
            .. "twofold-event/1\n"u8, .. new byte[32], 0, 0, 0, 2, .. "vm"u8, 0, 0, 0, 7, .. "p1~work"u8, 0, 0, 0, 0, 0, 0, 0, 7,
            0, 0, 0, 14, .. "wipe-requested"u8, .. Big(Sample.At.UtcTicks), 1, 0, 0, 0, 3, .. "ada"u8, 0, 0, 0, 3, .. "c-1"u8,
            0, 0, 0, 0, 0, 0, 0, 1, .. SHA256.HashData(Sample.Body.Span),
        ];
        Assert.Equal(SHA256.HashData(written), EventChain.Next(EventChain.Start.Span, Sample));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_changes_the_hash(string field)
    {
        var head = new byte[32];
        var changed = field switch
        {
            "kind" => Sample with { Kind = "vn" },
            "key" => Sample with { Key = "p1~worl" },
            "version" => Sample with { Version = 8 },
            "type" => Sample with { Type = "wipe-requestes" },
            "at" => Sample with { At = Sample.At.AddTicks(1) },
            "actor kind" => Sample with { ActorKind = 2 },
            "actor" => Sample with { ActorId = "adb" },
            "command" => Sample with { CommandId = "c-2" },
            "shape" => Sample with { Shape = 2 },
            "body" => Sample with { Body = Encoding.UTF8.GetBytes("""{"type":"wipe-requested","orderId":"o2"}""") },
            _ => Sample,
        };
        if (field == "head") head[31] = 1;
        Assert.NotEqual(EventChain.Next(EventChain.Start.Span, Sample), EventChain.Next(head, changed));
    }

    [Fact]
    public void Text_that_moves_from_one_field_to_the_next_changes_the_hash() => Assert.NotEqual(
        EventChain.Next(EventChain.Start.Span, Sample with { ActorId = "ada", CommandId = "bc" }),
        EventChain.Next(EventChain.Start.Span, Sample with { ActorId = "adab", CommandId = "c" }));

    [Fact]
    public void A_large_event_is_hashed_as_a_small_one_is()
    {
        var large = Sample with { Body = new byte[300_000] };
        Assert.NotEqual(EventChain.Next(EventChain.Start.Span, large), EventChain.Next(EventChain.Start.Span, large with { Body = new byte[300_001] }));
    }

    [Fact]
    public void A_body_that_was_forgotten_keeps_the_hash_of_its_event()
    {
        var forgotten = Sample with { Body = default, Forgotten = SHA256.HashData(Sample.Body.Span) };
        Assert.Equal(EventChain.Next(EventChain.Start.Span, Sample), EventChain.Next(EventChain.Start.Span, forgotten));
    }

    [Fact]
    public void A_head_that_is_no_hash_is_a_fault() => Assert.Throws<ArgumentException>(() => EventChain.Next(new byte[31], Sample));

    private static byte[] Big(long number)
    {
        var bytes = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }
}
