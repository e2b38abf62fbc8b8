using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Web.Features.Policies;

namespace Twofold.Web.Tests.Features;

public sealed class FormTextTests
{
    private static readonly ImmutableSortedDictionary<string, string> Strictest =
        SettingCatalogue.All.ToImmutableSortedDictionary(s => s.Key, s => s.StrictestText, StringComparer.Ordinal);

    [Fact]
    public void What_the_form_writes_it_reads_back()
    {
        FormPolicy[] policies =
        [
            new("base", "", SlotName.Work, Strictest),
            new("field", "site=oslo, team=field", "second", Strictest.Remove("network.mode")),
        ];
        var read = FormText.Read("a.yaml", FormText.Write(policies));
        Assert.Equal(policies.Select(Say), read!.Select(Say));
    }

    [Theory]
    [InlineData("phones: 'team!=field'")]
    [InlineData("phones: { matchExpressions: [{ key: team, operator: Exists }] }")]
    public void What_the_form_has_no_fields_for_it_does_not_open(string phones)
    {
        var text = $"apiVersion: twofold/v1\nkind: Policy\nmetadata: {{ name: a }}\nspec:\n  {phones}\n  settings: {{ vm.vcpus: 2 }}\n";
        Assert.True(PolicySet.Read([new("a.yaml", text)]).IsValid);
        Assert.Null(FormText.Read("a.yaml", text));
    }

    [Fact]
    public void A_file_with_groups_is_left_to_the_text() => Assert.Null(FormText.Read(
        "a.yaml", "apiVersion: twofold/v1\nkind: Group\nmetadata: { name: field }\nspec: { phones: team=field }\n"));

    [Theory]
    [InlineData("a: b")]
    [InlineData("x' }\n---\nkind: Policy")]
    [InlineData("# no comment")]
    [InlineData("{}")]
    [InlineData("")]
    public void Whatever_is_typed_as_a_name_stays_a_name_and_is_refused_as_one(string name)
    {
        var text = FormText.Write([new(name, "", SlotName.Work, Strictest)]);
        var problem = Assert.Single(PolicySet.Read([new("a.yaml", text)]).Problems);
        Assert.StartsWith("policy/", problem.Code);
        Assert.Equal(4, problem.Line);
    }

    [Fact]
    public void The_starter_says_what_holds_anyway()
    {
        var starter = PolicyDraft.Starter();
        Assert.Empty(starter.Problems());
        var set = PolicySet.Read([.. starter.Files.Select(f => new SourceFile(f.Name, f.Text))]).Set!;
        var phone = new PhoneFacts("phone-1", ImmutableSortedDictionary<string, string>.Empty);
        Assert.True(Plan.Compute(null, set, [phone]).IsEmpty);
    }

    [Fact]
    public void A_comment_is_seen_before_it_would_be_lost()
    {
        Assert.True(FormText.HasComments("a: b # why\n"));
        Assert.True(FormText.HasComments("# why\na: b\n"));
        Assert.False(FormText.HasComments("a: b#c\n"));
    }

    private static string Say(FormPolicy policy) =>
        $"{policy.Name}|{policy.Labels}|{policy.Slot}|{string.Join(',', policy.Values.Select(v => $"{v.Key}={v.Value}"))}";
}
