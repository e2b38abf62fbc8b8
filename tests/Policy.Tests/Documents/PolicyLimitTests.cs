using System.Text;

namespace Twofold.Policies.Tests;

public sealed class PolicyLimitTests
{
    [Fact]
    public void A_file_beyond_the_limit_is_refused_unread() =>
        Assert.Equal("policy/file-too-large", CodeOf(new SourceFile("p.yaml", new string('#', PolicyLimits.FileLength + 1))));

    [Fact]
    public void A_set_beyond_the_limit_is_refused_unread()
    {
        var text = new string('#', PolicyLimits.FileLength);

        Assert.Equal("policy/set-too-large", CodeOf([.. Enumerable.Range(0, 9).Select(i => new SourceFile($"{i}.yaml", text))]));
        Assert.Equal("policy/set-too-large", CodeOf([.. Enumerable.Range(0, 1_001).Select(i => new SourceFile($"{i}.yaml", ""))]));
    }

    [Fact]
    public void A_file_given_twice_is_refused() =>
        Assert.Equal("policy/duplicate-file", CodeOf(new SourceFile("p.yaml", ""), new SourceFile("p.yaml", "")));

    [Theory]
    [InlineData(1_000, null)]
    [InlineData(1_001, "policy/too-many-documents")]
    public void A_set_holds_a_thousand_documents(int count, string? code) =>
        Assert.Equal(code, CodeOf(new SourceFile("p.yaml", Documents(count, "vm.vcpus: 2"))));

    [Fact]
    public void Documents_of_several_files_count_together() =>
        Assert.Equal("policy/too-many-documents", CodeOf(
            new SourceFile("a.yaml", Documents(600, "vm.vcpus: 2")),
            new SourceFile("b.yaml", Documents(600, "vm.vcpus: 2").Replace("name: p", "name: q", StringComparison.Ordinal))));

    [Fact]
    public void Problems_are_listed_up_to_a_limit_that_the_last_one_names()
    {
        var problems = PolicySet.Read([new("p.yaml", Documents(900, "a: 1", "b: 2"))]).Problems;

        Assert.Equal(PolicyLimits.Problems + 1, problems.Count);
        Assert.Contains("policy/too-many-problems", problems.Select(p => p.Code));
    }

    // Each piece once drove some parser of this family to quadratic time or a deep stack; here a megabyte of each ends in a problem.
    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("[],")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData(": ")]
    [InlineData("&")]
    [InlineData("*a ")]
    [InlineData("!")]
    [InlineData("%")]
    [InlineData("|")]
    [InlineData(">\n")]
    [InlineData("\"")]
    [InlineData("'")]
    [InlineData("a: ")]
    [InlineData("a:\n")]
    [InlineData("--- a\n")]
    [InlineData("\ud800")]
    [InlineData("\0")]
    public void A_megabyte_of_one_piece_is_refused_without_harm(string piece) =>
        Assert.NotNull(CodeOf(new SourceFile("p.yaml", string.Concat(Enumerable.Repeat(piece, PolicyLimits.FileLength / piece.Length)))));

    [Fact]
    public void A_file_with_too_many_values_is_refused_at_the_first_that_is_too_many() =>
        Assert.Equal(
            ["policy/too-many-nodes"],
            PolicySet.Read([new("p.yaml", string.Concat(Enumerable.Repeat("a:\n", 200_000)))]).Problems.Select(p => p.Code));

    [Fact]
    public void A_list_nested_a_hundred_thousand_deep_is_refused_without_harm() =>
        Assert.Equal("policy/too-deep", CodeOf(new SourceFile("p.yaml", string.Concat(Enumerable.Repeat("- ", 100_000)) + "x")));

    private static string? CodeOf(params SourceFile[] files) => PolicySet.Read(files).Problems.Select(p => p.Code).FirstOrDefault();

    private static string Documents(int count, params string[] settings) =>
        Enumerable.Range(0, count).Aggregate(new StringBuilder(), (text, i) => text.Append("---\n").Append(Compact(i, settings))).ToString();

    private static string Compact(int number, string[] settings) =>
        $"{{ apiVersion: twofold/v1, kind: Policy, metadata: {{ name: p{number} }}, spec: {{ settings: {{ {string.Join(", ", settings)} }} }} }}\n";
}
