namespace Twofold.Policies;

/// <summary>What became of a line.</summary>
public enum LineChange
{
    /// <summary>It is in both texts.</summary>
    Kept,

    /// <summary>Only the old text has it.</summary>
    Removed,

    /// <summary>Only the new text has it.</summary>
    Added,
}

/// <summary>One line of either text.</summary>
/// <param name="Change">What became of it.</param>
/// <param name="Old">Its number in the old text, from 1; null for an added line.</param>
/// <param name="New">Its number in the new text, from 1; null for a removed line.</param>
/// <param name="Text">The line, without its end.</param>
public sealed record DiffLine(LineChange Change, int? Old, int? New, string Text);

/// <summary>
/// The fewest lines to remove and add that make one text of another: the greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its
/// Variations" (1986). Beyond <see cref="MostEdits"/> the lines between the equal ends are shown as replaced altogether.
/// </summary>
public static class TextDiff
{
    /// <summary>The most removed and added lines that are told apart: time and memory grow with their square.</summary>
    public const int MostEdits = 1_000;

    /// <summary>All lines of both, in order; those that are removed before those that are added in their place.</summary>
    public static IReadOnlyList<DiffLine> Of(string old, string @new)
    {
        var (one, other) = (Lines(old), Lines(@new));
        var start = CommonLength(one, other);
        var end = Math.Min(CommonLength(Enumerable.Reverse(one), Enumerable.Reverse(other)), Math.Min(one.Length, other.Length) - start);
        var (removed, added) = Changed(one[start..^end], other[start..^end]);
        return [.. Merge(one, other, [.. removed.Select(n => n + start)], [.. added.Select(n => n + start)])];
    }

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static int CommonLength(IEnumerable<string> one, IEnumerable<string> other) => one.Zip(other).TakeWhile(p => p.First == p.Second).Count();

    private static IEnumerable<DiffLine> Merge(string[] one, string[] other, HashSet<int> removed, HashSet<int> added)
    {
        var (x, y) = (0, 0);
        while (x < one.Length || y < other.Length)
        {
            if (x < one.Length && removed.Contains(x)) yield return new(LineChange.Removed, x + 1, null, one[x++]);
            else if (y < other.Length && added.Contains(y)) yield return new(LineChange.Added, null, y + 1, other[y++]);
            else yield return new(LineChange.Kept, x + 1, ++y, one[x++]);
        }
    }

    private static (IEnumerable<int> Removed, IEnumerable<int> Added) Changed(string[] one, string[] other)
    {
        var reach = new int[(2 * MostEdits) + 3];
        var trace = new List<int[]>();
        for (var edits = 0; edits <= Math.Min(one.Length + other.Length, MostEdits); edits++)
        {
            trace.Add(reach[(MostEdits - edits)..(MostEdits + edits + 3)]);
            for (var k = -edits; k <= edits; k += 2)
            {
                var x = IsDown(k, edits, i => reach[i + MostEdits + 1]) ? reach[k + MostEdits + 2] : reach[k + MostEdits] + 1;
                while (x < one.Length && x - k < other.Length && one[x] == other[x - k]) x++;
                reach[k + MostEdits + 1] = x;
                if (x >= one.Length && x - k >= other.Length) return WalkBack(trace, one.Length, other.Length);
            }
        }

        return (Enumerable.Range(0, one.Length), Enumerable.Range(0, other.Length));
    }

    private static bool IsDown(int k, int edits, Func<int, int> reach) => k == -edits || (k != edits && reach(k - 1) < reach(k + 1));

    // Each step's array holds the diagonals from one below its number to one above, as they were before the step.
    private static (IEnumerable<int> Removed, IEnumerable<int> Added) WalkBack(List<int[]> trace, int x, int y)
    {
        var (removed, added) = (new List<int>(), new List<int>());
        for (var edits = trace.Count - 1; edits > 0; edits--)
        {
            var (before, step) = (trace[edits], edits);
            var k = x - y;
            var down = IsDown(k, edits, i => before[i + step + 1]);
            x = before[(down ? k + 1 : k - 1) + step + 1];
            y = x - (down ? k + 1 : k - 1);
            if (down) added.Add(y);
            else removed.Add(x);
        }

        return (removed, added);
    }
}
