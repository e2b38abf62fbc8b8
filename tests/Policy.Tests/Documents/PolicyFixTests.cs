using System.Text;

namespace Twofold.Policies.Tests;

public sealed class PolicyFixTests
{
    [Theory]
    [InlineData("network.mod: internet", "network.mode: internet")]
    [InlineData("network.mode: 'intenet'", "network.mode: 'internet'")]
    [InlineData("vm.memory: 4GB", "vm.memory: 4GiB")]
    [InlineData("usb.classes: hid, audoi", "usb.classes: hid, audio")]
    [InlineData("usb.classes: [hid, audoi]", "usb.classes: [hid, audio]")]
    public void A_suggestion_takes_the_place_of_what_was_written(string wrong, string right)
    {
        var text = Sources.Policy("base", wrong);
        var problem = Assert.Single(PolicySet.Read([new("p.yaml", text)]).Problems);
        Assert.Equal(Sources.Policy("base", right), PolicyFix.Of(text, problem));
    }

    [Theory]
    [InlineData("kind: Polcy", "kind: Policy")]
    [InlineData("apiVersion: twofold/v2", "apiVersion: twofold/v1")]
    [InlineData("sepc:", "spec:")]
    public void So_it_does_outside_the_settings(string wrong, string right)
    {
        var valid = Sources.Policy("base", "network.mode: internet");
        var text = valid.Replace(right, wrong, StringComparison.Ordinal);
        Assert.Equal(valid, PolicyFix.Of(text, PolicySet.Read([new("p.yaml", text)]).Problems[0]));
    }

    [Fact]
    public void What_is_no_longer_there_or_has_no_suggestion_is_left_alone()
    {
        var text = Sources.Policy("base", "network.mod: internet");
        var problem = PolicySet.Read([new("p.yaml", text)]).Problems[0];
        Assert.Null(PolicyFix.Of(Sources.Policy("base", "network.mode: internet"), problem));
        Assert.Null(PolicyFix.Of(string.Empty, problem));
        Assert.Null(PolicyFix.Of(text, problem with { Suggestion = null }));
        Assert.Null(PolicyFix.Of(text, problem with { Suggestion = "network.mod" }));
    }

    [Fact]
    public void Bytes_become_a_text_or_the_problem_at_the_first_that_is_none()
    {
        Assert.Equal("a: é", new SourceBytes("p.yaml", (byte[])[0xEF, 0xBB, 0xBF, .. "a: é"u8]).ToText(out var none)?.Text);
        Assert.Null(none);
        Assert.Null(new SourceBytes("p.yaml", Encoding.Latin1.GetBytes("a: 1\nb: é")).ToText(out var wrong));
        Assert.Equal(("policy/not-utf-8", 2, 4), (wrong!.Code, wrong.Line, wrong.Column));
        Assert.Null(new SourceBytes("p.yaml", new byte[PolicyLimits.FileBytes + 1]).ToText(out var large));
        Assert.Equal("policy/file-too-large", large!.Code);
    }
}
