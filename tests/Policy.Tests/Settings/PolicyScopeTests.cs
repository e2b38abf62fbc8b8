using System.Text.Json;

namespace Twofold.Policies.Tests;

public sealed class PolicyScopeTests
{
    [Theory]
    [InlineData("phone")]
    [InlineData("vm:work")]
    [InlineData("vm:lab-2")]
    public void A_scope_reads_back_from_its_text_and_from_json(string text)
    {
        Assert.Equal(text, PolicyScope.Parse(text).Value.ToString());
        Assert.Equal(PolicyScope.Parse(text).Value, JsonSerializer.Deserialize<PolicyScope>(JsonSerializer.Serialize(PolicyScope.Parse(text).Value)));
    }

    [Theory]
    [InlineData("vm:personal", "policy/personal-slot")]
    [InlineData("vm:Work", "policy/bad-slot")]
    [InlineData("vm:work\n", "policy/bad-slot")]
    [InlineData("Phone", "policy/bad-scope")]
    [InlineData("", "policy/bad-scope")]
    public void Another_text_is_refused(string text, string code)
    {
        Assert.Equal(code, PolicyScope.Parse(text).Fault?.Code);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PolicyScope>(JsonSerializer.Serialize(text)));
    }

    [Fact]
    public void Each_setting_is_carried_by_just_one_of_phone_and_vm() =>
        Assert.All(SettingCatalogue.All, s => Assert.NotEqual(PolicyScope.Phone.Covers(s), PolicyScope.Vm("work").Covers(s)));
}
