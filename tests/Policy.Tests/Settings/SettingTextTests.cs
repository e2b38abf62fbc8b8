namespace Twofold.Policies.Tests;

public sealed class SettingTextTests
{
    [Theory]
    [InlineData("vm.memory", "512MiB", "512MiB")]
    [InlineData("vm.memory", "2048MiB", "2GiB")]
    [InlineData("vm.memory", "0072MiB", "72MiB")]
    [InlineData("vm.memory", "64GiB", "64GiB")]
    [InlineData("vm.vcpus", "16", "16")]
    [InlineData("network.mode", "restricted", "restricted")]
    [InlineData("clipboard.direction", "personal-to-work", "personal-to-work")]
    [InlineData("screen.auto-lock", "90s", "90s")]
    [InlineData("screen.auto-lock", "60m", "1h")]
    [InlineData("lease.offline-lock", "72h", "3d")]
    [InlineData("lease.offline-wipe", "30d", "30d")]
    public void Text_has_one_canonical_spelling(string key, string text, string canonical) =>
        Assert.Equal(canonical, SettingSamples.Find(key).Canonical(text).Value);

    [Theory]
    [InlineData("vm.memory", "512", "policy/wrong-unit", "512MiB")]
    [InlineData("vm.memory", "512MB", "policy/wrong-unit", "512MiB")]
    [InlineData("vm.memory", "2 gib", "policy/wrong-unit", "2GiB")]
    [InlineData("vm.memory", "2parsec", "policy/wrong-unit", null)]
    [InlineData("vm.memory", "-1MiB", "policy/not-an-amount", null)]
    [InlineData("vm.memory", "much", "policy/not-an-amount", null)]
    [InlineData("vm.memory", "9999999999999MiB", "policy/not-an-amount", null)]
    [InlineData("vm.memory", "999999999999GiB", "policy/out-of-range", null)]
    [InlineData("vm.memory", "71MiB", "policy/out-of-range", null)]
    [InlineData("vm.vcpus", "17", "policy/out-of-range", null)]
    [InlineData("vm.vcpus", "2 cores", "policy/wrong-unit", null)]
    [InlineData("network.mode", "Internet", "policy/unknown-value", "internet")]
    [InlineData("network.mode", "restriced", "policy/unknown-value", "restricted")]
    [InlineData("usb.passthrough", "true", "policy/unknown-value", null)]
    [InlineData("screen.auto-lock", "15min", "policy/wrong-unit", "15m")]
    [InlineData("lease.offline-lock", "14m", "policy/out-of-range", null)]
    [InlineData("lease.offline-wipe", "59m", "policy/out-of-range", null)]
    [InlineData("lease.offline-wipe", "1h30m", "policy/wrong-unit", null)]
    public void Text_that_is_no_value_is_refused_with_its_code(string key, string text, string code, string? suggestion)
    {
        var fault = SettingSamples.Find(key).Canonical(text).Fault;

        Assert.Equal((code, suggestion), (fault?.Code, fault?.Suggestion));
        Assert.Matches("^`", fault!.Message);
        Assert.DoesNotMatch(@"\.$", fault.Message);
    }

    [Theory]
    [InlineData("work-to-personal", "personal-to-work", false)]
    [InlineData("both", "work-to-personal", true)]
    [InlineData("work-to-personal", "both", false)]
    [InlineData("personal-to-work", "none", true)]
    public void A_clipboard_direction_complies_when_it_opens_nothing_that_is_not_allowed(string required, string observed, bool complies) =>
        Assert.Equal(complies, ClipboardDirection.Instance.Complies(required, observed));

    [Fact]
    public void A_message_quotes_little_of_a_long_text_and_keeps_to_one_line()
    {
        var fault = NetworkMode.Instance.Canonical(new string('x', 5_000) + "\n`").Fault!;

        Assert.True(fault.Message.Length < 200);
        Assert.Contains("x…`", fault.Message, StringComparison.Ordinal);
    }
}
