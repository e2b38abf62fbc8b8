using Twofold.Fuzz.Tests.Cases;
using Twofold.Policies;

namespace Twofold.Fuzz.Tests;

/// <summary>A short run of what <c>./dev fuzz</c> does a million times, and that it sees what it looks for.</summary>
public sealed class FuzzTests
{
    private const int Cases = 6_000;

    private static readonly FuzzCase AnyCase = new(1, "by hand", FuzzReader.Policies, "a: b"u8.ToArray());

    [Fact]
    public void Every_case_is_answered_with_a_value_or_with_problems_at_their_places()
    {
        var seed = Environment.TickCount & 0xFFFFFF;
        for (var n = seed; n < seed + Cases; n++)
        {
            var made = FuzzCases.Make(n);
            var faults = FuzzJudge.Judge(made).Faults;
            Assert.True(faults.Count == 0, $"./dev fuzz --cases 1 --seed {n} ({made.Kind}): {string.Join("; ", faults.Take(3))}");
        }
    }

    [Theory]
    [InlineData(FuzzReader.Policies, "policy/file-too-large")]
    [InlineData(FuzzReader.Intune, "import/file-too-large")]
    [InlineData(FuzzReader.AndroidManagement, "import/file-too-large")]
    internal void A_file_of_50_MiB_is_refused_without_being_looked_into(FuzzReader reader, string code)
    {
        var answer = FuzzJudge.Judge(new(1, "huge", reader, Huge.Make(reader, new Random(2))));
        Assert.Equal([code], answer.Problems.Select(p => p.Code));
        Assert.InRange(answer.Allocated, 0, 64 * 1024);
    }

    [Fact]
    public void The_same_seed_makes_the_same_case() => Assert.All(
        Enumerable.Range(1, 50), seed => Assert.Equal(FuzzCases.Make(seed).Bytes, FuzzCases.Make(seed).Bytes));

    [Fact]
    public void Every_kind_of_case_is_made() => Assert.Equal(
        FuzzCases.Kinds.Select(k => k.Name).Order(StringComparer.Ordinal).Except(["a megabyte of one piece"]),
        Enumerable.Range(1, 20_000).Select(seed => FuzzCases.Make(seed).Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Except(["a megabyte of one piece"]));

    [Fact]
    public void A_reader_that_throws_is_seen() =>
        Assert.Contains("threw System.FormatException", Assert.Single(Judge(_ => throw new FormatException()).Faults), StringComparison.Ordinal);

    [Fact]
    public void A_reader_that_takes_too_much_memory_is_seen() => Assert.Contains("bytes were allocated", Assert.Single(Judge(_ =>
    {
        GC.KeepAlive(new byte[2 * FuzzJudge.FreeBytes]);
        return [];
    }).Faults), StringComparison.Ordinal);

    [Theory]
    [InlineData(2, 1, "no/place", "outside")]
    [InlineData(1, 0, "no/place", "outside")]
    [InlineData(1, 1, "No code", "this is no code")]
    public void A_problem_without_its_place_or_code_is_seen(int line, int column, string code, string fault) =>
        Assert.Contains(fault, Assert.Single(Judge(_ => [new(code, "case.yaml", line, column, "something is wrong")]).Faults), StringComparison.Ordinal);

    private static FuzzAnswer Judge(Func<byte[], IReadOnlyList<PolicyProblem>> read) => FuzzJudge.Judge(AnyCase, read, r => r.Count == 0, r => r, (_, _) => []);
}
