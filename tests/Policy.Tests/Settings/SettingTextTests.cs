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
    [InlineData("storage.quota", "32768MiB", "32GiB")]
    [InlineData("unlock.length", "08", "8")]
    [InlineData("unlock.expiry", "never", "never")]
    [InlineData("unlock.expiry", "720h", "30d")]
    [InlineData("unlock.attempts-wipe", "10", "10")]
    [InlineData("unlock.attempts-lock", "unlimited", "unlimited")]
    [InlineData("integrity.hypervisor", "01.4.0", "1.4.0")]
    [InlineData("usb.classes", "hid,audio, hid", "audio, hid")]
    [InlineData("usb.classes", "any", "any")]
    [InlineData("apps.blocked", "org.b,org.a", "org.a, org.b")]
    [InlineData("apps.required", "all", "all")]
    [InlineData("network.egress", "Mail.Example.ORG:993, 10.0.0.0/8", "10.0.0.0/8, mail.example.org:993")]
    [InlineData("network.egress", "10.0.0.1/32", "10.0.0.1")]
    [InlineData("network.egress", "[2001:DB8:0::/32]:443", "[2001:db8::/32]:443")]
    [InlineData("network.egress", "[2001:db8::1]", "2001:db8::1")]
    [InlineData("network.egress", "*.example.org", "*.example.org")]
    [InlineData("hours.access", "sat 09:00-12:00,mon-fri 07:00-19:00", "mon-fri 07:00-19:00, sat 09:00-12:00")]
    [InlineData("hours.access", "mon 07:00-12:00, mon 12:00-19:00, tue 07:00-19:00", "mon-tue 07:00-19:00")]
    [InlineData("hours.access", "fri 22:00-02:00", "fri 22:00-24:00, sat 00:00-02:00")]
    [InlineData("hours.access", "sat-mon 10:00-11:00", "mon 10:00-11:00, sat-sun 10:00-11:00")]
    [InlineData("hours.access", "mon-sun 00:00-24:00", "always")]
    [InlineData("compliance.escalation", "lock 03d, wipe 14d", "lock 3d, wipe 14d")]
    [InlineData("compliance.escalation", "for vm.memory lock 1d", "notify; for vm.memory lock 1d")]
    [InlineData("compliance.escalation", "lock 3d; for vm.memory lock 3d; for camera.access notify", "lock 3d; for camera.access notify")]
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
    [InlineData("vm.cpu-share", "0", "policy/out-of-range", null)]
    [InlineData("unlock.length", "33", "policy/out-of-range", null)]
    [InlineData("unlock.attempts-wipe", "2", "policy/out-of-range", null)]
    [InlineData("unlock.attempts-wipe", "unlimitted", "policy/not-an-amount", "unlimited")]
    [InlineData("unlock.expiry", "12h", "policy/out-of-range", null)]
    [InlineData("integrity.hypervisor", "1.4", "policy/not-a-version", null)]
    [InlineData("integrity.hypervisor", "1.4.10000", "policy/not-a-version", null)]
    [InlineData("usb.classes", "audoi", "policy/unknown-value", "audio")]
    [InlineData("usb.classes", "audio, any", "policy/unknown-value", null)]
    [InlineData("usb.classes", "audio,", "policy/unknown-value", null)]
    [InlineData("apps.blocked", "org..a", "policy/unknown-value", null)]
    [InlineData("apps.blocked", "org.a, all", "policy/unknown-value", null)]
    [InlineData("network.egress", "10.0.0.1/8", "policy/unknown-value", "10.0.0.0/8")]
    [InlineData("network.egress", "10.0.0.1/8:443", "policy/unknown-value", "10.0.0.0/8:443")]
    [InlineData("network.egress", "10.0.0.256", "policy/unknown-value", null)]
    [InlineData("network.egress", "10.0.0/8", "policy/unknown-value", null)]
    [InlineData("network.egress", "example.org:0", "policy/unknown-value", null)]
    [InlineData("network.egress", "example.org:65536", "policy/unknown-value", null)]
    [InlineData("network.egress", "https://example.org", "policy/unknown-value", null)]
    [InlineData("network.egress", "fe80::1%eth0", "policy/unknown-value", null)]
    [InlineData("hours.access", "mon 07:10-19:00", "policy/not-hours", null)]
    [InlineData("hours.access", "mon 07:00-07:00", "policy/not-hours", null)]
    [InlineData("hours.access", "mon 24:00-07:00", "policy/not-hours", null)]
    [InlineData("hours.access", "mon 07:00-24:15", "policy/not-hours", null)]
    [InlineData("hours.access", "monday 07:00-19:00", "policy/not-hours", null)]
    [InlineData("compliance.escalation", "lock soon", "policy/unknown-value", null)]
    [InlineData("compliance.escalation", "lock 366d", "policy/out-of-range", null)]
    [InlineData("compliance.escalation", "notify; for vm.memory wipe 0d", "policy/out-of-range", null)]
    [InlineData("compliance.escalation", "notify; for vm.memroy lock 1d", "policy/unknown-setting", "vm.memory")]
    [InlineData("compliance.escalation", "notify; for compliance.escalation lock 1d", "policy/unknown-setting", null)]
    [InlineData("compliance.escalation", "notify; for vm.memory lock 1d; for vm.memory lock 2d", "policy/unknown-value", null)]
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
