namespace Twofold.Policies.Tests.Comparing;

public sealed class TextDiffTests
{
    [Theory]
    [InlineData("a b c", "a b c", " a  b  c")]
    [InlineData("a b c", "a x c", " a -b +x  c")]
    [InlineData("a b c a b b a", "c b a b a c", "-a -b  c +b  a  b -b  a +c")]
    [InlineData("", "a", "+a")]
    [InlineData("a", "", "-a")]
    [InlineData("a a", "a", " a -a")]
    public void The_fewest_lines_are_removed_and_added(string old, string @new, string expected) =>
        Assert.Equal(expected, string.Join(' ', TextDiff.Of(Text(old), Text(@new)).Select(Shown)));

    [Fact]
    public void Each_text_is_found_again_in_its_lines_and_no_fewer_edits_would_do()
    {
        var random = new Random(7);
        for (var n = 0; n < 2_000; n++)
        {
            var (old, @new) = (Letters(random), Letters(random));
            var diff = TextDiff.Of(Text(old), Text(@new));
            Assert.Equal(old, string.Join(' ', diff.Where(l => l.Change != LineChange.Added).Select(l => l.Text)));
            Assert.Equal(@new, string.Join(' ', diff.Where(l => l.Change != LineChange.Removed).Select(l => l.Text)));
            Assert.Equal(Enumerable.Range(1, Words(old).Length), diff.Select(l => l.Old).OfType<int>());
            Assert.Equal(Enumerable.Range(1, Words(@new).Length), diff.Select(l => l.New).OfType<int>());
            Assert.Equal(FewestEdits(Words(old), Words(@new)), diff.Count(l => l.Change != LineChange.Kept));
        }
    }

    [Fact]
    public void What_differs_in_more_lines_than_are_told_apart_is_shown_as_replaced()
    {
        var diff = TextDiff.Of(Numbers(0), Numbers(1_000_000));
        Assert.Equal(["same"], diff.Where(l => l.Change == LineChange.Kept).Select(l => l.Text));
        Assert.Equal(2 * TextDiff.MostEdits, diff.Count(l => l.Change != LineChange.Kept));
    }

    private static string Numbers(int from) => $"same\n{string.Join('\n', Enumerable.Range(from, TextDiff.MostEdits))}";

    private static string Letters(Random random) => string.Join(' ', Enumerable.Range(0, random.Next(12)).Select(_ => (char)('a' + random.Next(3))));

    private static string[] Words(string line) => line.Length == 0 ? [] : line.Split(' ');

    private static string Text(string line) => line.Replace(' ', '\n');

    private static string Shown(DiffLine line) => line.Change switch
    {
        LineChange.Removed => $"-{line.Text}",
        LineChange.Added => $"+{line.Text}",
        _ => $" {line.Text}",
    };

    // The textbook table of the longest common subsequence, which the greedy walk must agree with.
    private static int FewestEdits(string[] one, string[] other)
    {
        var common = new int[one.Length + 1, other.Length + 1];
        for (var x = 1; x <= one.Length; x++)
            for (var y = 1; y <= other.Length; y++)
                common[x, y] = one[x - 1] == other[y - 1] ? common[x - 1, y - 1] + 1 : Math.Max(common[x - 1, y], common[x, y - 1]);
        return one.Length + other.Length - (2 * common[one.Length, other.Length]);
    }
}
