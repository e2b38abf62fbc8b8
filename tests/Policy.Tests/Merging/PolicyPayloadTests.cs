using System.Text;

namespace Twofold.Policies.Tests;

public sealed class PolicyPayloadTests
{
    private const string GoldenWork =
        """{"v":1,"scope":"vm:work","values":{"lease.offline-lock":"3d","lease.offline-wipe":"30d","network.mode":"none","screen.auto-lock":"5m","usb.passthrough":"blocked","vm.memory":"2GiB","vm.vcpus":"1"}}""";

    private const string GoldenPhone = """{"v":1,"scope":"phone","values":{"clipboard.direction":"personal-to-work"}}""";

    private static readonly PolicySet Set = Sources.Set(
        Sources.Policy("base", "vm.memory: 2048MiB", "network.mode: none", "clipboard.direction: personal-to-work"));

    [Fact]
    public void The_document_of_each_scope_is_golden() =>
        Assert.Equal([GoldenPhone, GoldenWork], EffectivePolicy.AllOf(Set, Sources.Phone("phone-1")).Select(e => Text(e.ToPayload())));

    [Fact]
    public void Equal_effective_policies_of_different_sources_have_equal_bytes()
    {
        var other = Sources.Set(
            Sources.Policy("memory", "vm.memory: 2GiB"), Sources.Policy("net", "network.mode: none", "lease.offline-lock: 72h"));

        Assert.Equal(Digest(Set, Sources.Phone("phone-1")), Digest(other, Sources.Phone("phone-2", "team=sales")));
    }

    [Fact]
    public void The_bytes_read_back_as_the_same_document()
    {
        var read = PolicyPayload.Read(Encoding.UTF8.GetBytes(GoldenWork)).Payload!;

        Assert.Equal((2048, NetworkReach.None, TimeSpan.FromHours(72)),
            (read.Get(VmMemory.Instance), read.Get(NetworkMode.Instance), read.Get(LeaseOfflineLock.Instance)));
        Assert.Equal(GoldenWork, Text(read));
        Assert.Empty(read.Unknown);
        Assert.Empty(read.Unreadable);
    }

    [Fact]
    public void A_key_from_a_newer_server_is_kept_as_unknown()
    {
        var read = Read("""{"v":1,"scope":"vm:work","values":{"camera.mode":"off","network.mode":"none"}}""").Payload!;

        Assert.Equal(["camera.mode"], read.Unknown);
        Assert.Equal(NetworkReach.None, read.Get(NetworkMode.Instance));
    }

    [Fact]
    public void A_setting_of_another_scope_is_unknown() =>
        Assert.Equal(["clipboard.direction"], Read("""{"v":1,"scope":"vm:work","values":{"clipboard.direction":"both"}}""").Payload!.Unknown);

    [Theory]
    [InlineData("wide-open")]
    [InlineData("")]
    [InlineData("INTERNET")]
    public void A_value_that_cannot_be_read_counts_as_the_strictest(string value)
    {
        var read = Read($$$"""{"v":1,"scope":"vm:work","values":{"network.mode":"{{{value}}}"}}""").Payload!;

        Assert.Equal(["network.mode"], read.Unreadable);
        Assert.Equal(NetworkReach.None, read.Get(NetworkMode.Instance));
    }

    [Fact]
    public void A_setting_that_the_document_does_not_name_has_its_default() =>
        Assert.Equal(512, Read("""{"v":1,"scope":"vm:work","values":{}}""").Payload!.Get(VmMemory.Instance));

    [Fact]
    public void Asking_for_a_setting_of_another_scope_is_a_bug() =>
        Assert.Throws<ArgumentException>(() => Read(GoldenPhone).Payload!.Get(VmMemory.Instance));

    [Theory]
    [InlineData("", "payload/malformed")]
    [InlineData("[]", "payload/malformed")]
    [InlineData("{", "payload/malformed")]
    [InlineData("""{"v":1,"scope":"phone"}""", "payload/malformed")]
    [InlineData("""{"v":1,"scope":"phone","values":{},"more":1}""", "payload/malformed")]
    [InlineData("""{"v":1,"scope":"phone","values":{"a":1}}""", "payload/malformed")]
    [InlineData("""{"v":1,"scope":"phone","values":{"a":{}}}""", "payload/malformed")]
    [InlineData("""{"v":1,"scope":"phone","values":{"a":"1","a":"2"}}""", "payload/malformed")]
    [InlineData("""{"v":1.5,"scope":"phone","values":{}}""", "payload/malformed")]
    [InlineData("""{"v":2,"scope":"phone","values":{}}""", "payload/unknown-version")]
    [InlineData("""{"v":1,"scope":"fleet","values":{}}""", "policy/bad-scope")]
    [InlineData("""{"v":1,"scope":"vm:","values":{}}""", "policy/bad-slot")]
    [InlineData("""{"v":1,"scope":"vm:personal","values":{}}""", "policy/personal-slot")]
    [InlineData("""{"v":1, "scope":"phone","values":{}}""", "payload/not-canonical")]
    [InlineData("""{"scope":"phone","v":1,"values":{}}""", "payload/not-canonical")]
    [InlineData("""{"v":1,"scope":"phone","values":{"b":"1","a":"2"}}""", "payload/not-canonical")]
    [InlineData("""{"v":1,"scope":"phone","values":{"\u0061":"2"}}""", "payload/not-canonical")]
    public void Other_bytes_are_refused_with_a_code(string text, string code) => Assert.Equal(code, Read(text).Fault?.Code);

    [Fact]
    public void A_broken_character_is_refused()
    {
        byte[] bytes = [.. """{"v":1,"scope":"phone","values":{"a":"""u8, (byte)'"', 0xff, (byte)'"', .. "}}"u8];

        Assert.Equal("payload/malformed", PolicyPayload.Read(bytes).Fault?.Code);
    }

    [Fact]
    public void A_document_beyond_the_limit_is_refused_unread() =>
        Assert.Equal("payload/too-large", PolicyPayload.Read(new byte[PolicyLimits.PayloadBytes + 1]).Fault?.Code);

    private static PolicyPayloadResult Read(string text) => PolicyPayload.Read(Encoding.UTF8.GetBytes(text));

    private static string Text(PolicyPayload payload) => Encoding.UTF8.GetString(payload.Bytes.Span);

    private static string Digest(PolicySet set, PhoneFacts phone) =>
        EffectivePolicy.Of(set, phone, PolicyScope.Vm("work")).ToPayload().Digest;
}
