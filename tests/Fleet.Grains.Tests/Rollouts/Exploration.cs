using System.Text;
using Twofold.Fleet.Rollouts;

namespace Twofold.Fleet.Tests.Rollouts;

/// <summary>
/// Visits every state that can be reached, nearest first, so that the first counterexample is a shortest one. States are kept by their
/// canonical names; the way back is kept as numbers.
/// </summary>
internal sealed class Exploration(Scene scene)
{
    private readonly Course _course = new(scene);
    private readonly Promises _promises = new(scene);
    private readonly Dictionary<string, int> _known = new(StringComparer.Ordinal);
    private readonly List<(int Parent, string Move)> _ways = [];
    private readonly List<RolloutStatus> _status = [];
    private readonly List<(int To, string Move)> _fair = [];
    private readonly List<int[]> _edges = [];
    private readonly Queue<World> _frontier = new();

    /// <summary>States visited.</summary>
    public int States => _ways.Count;

    /// <summary>Steps taken between them.</summary>
    public long Steps { get; private set; }

    /// <summary>What is wrong, told step by step, or null. States beyond <paramref name="most"/> are a failure of the test.</summary>
    public string? Run(int most)
    {
        Meet(_course.Begin(), -1, "it begins");
        for (var number = 0; _frontier.TryDequeue(out var world); number++)
        {
            if (Expand(world, number) is { } broken) return broken;
            Assert.True(States <= most, $"more than {most} states");
        }

        return Stuck();
    }

    private string? Expand(World world, int number)
    {
        if (IsEnd(world.State.Status))
        {
            Keep((-1, ""), []);
            return null;
        }

        var (edges, fairest, fair) = (new HashSet<int>(), (-1, ""), Course.Interference);
        foreach (var move in _course.Next(world))
        {
            Steps++;
            if (_promises.Broken(world, move) is { } broken) return Tell(number, move.Name, broken);
            var to = Meet(move.To, number, move.Name);
            if (to == number) continue;
            edges.Add(to);
            if (move.Fair < fair) (fairest, fair) = ((to, move.Name), move.Fair);
        }

        Keep(fairest, [.. edges]);
        return null;
    }

    private void Keep((int To, string Move) fairest, int[] edges)
    {
        _fair.Add(fairest);
        _edges.Add(edges);
    }

    private int Meet(World world, int parent, string move)
    {
        var key = world.Key(scene);
        if (_known.TryGetValue(key, out var known)) return known;
        _known[key] = _ways.Count;
        _ways.Add((parent, move));
        _status.Add(world.State.Status);
        _frontier.Enqueue(world);
        return _ways.Count - 1;
    }

    /// <summary>
    /// Nothing starves. From every state some way leads to an end. And when nobody interferes and phones do nothing more, the rollout
    /// comes to an end or to a person by itself: composer, survey and time, each getting its turn, lead in no circle.
    /// </summary>
    private string? Stuck() => Unreachable() ?? Circle();

    private string? Unreachable()
    {
        var back = new List<int>[States];
        for (var n = 0; n < States; n++)
            foreach (var to in _edges[n]) (back[to] ??= []).Add(n);
        var seen = new bool[States];
        var queue = new Queue<int>(Enumerable.Range(0, States).Where(n => IsEnd(_status[n])));
        foreach (var end in queue) seen[end] = true;
        while (queue.TryDequeue(out var at))
            foreach (var from in back[at] ?? [])
                if (!seen[from]) (seen[from], _) = (true, Push(queue, from));
        var lost = Array.IndexOf(seen, false);
        return lost < 0 ? null : Tell(lost, null, "no end can be reached from here");
    }

    private string? Circle()
    {
        // 0: not looked at; 1: on the present path; 2: comes to rest.
        var mark = new byte[States];
        for (var start = 0; start < States; start++)
        {
            var path = new List<int>();
            var at = start;
            while (at >= 0 && mark[at] == 0 && !Rests(_status[at]))
            {
                mark[at] = 1;
                path.Add(at);
                at = _fair[at].To;
            }

            if (at < 0 || mark[at] == 1) return TellCircle(path);
            foreach (var passed in path) mark[passed] = 2;
        }

        return null;
    }

    private static bool Push(Queue<int> queue, int number)
    {
        queue.Enqueue(number);
        return true;
    }

    private static bool Rests(RolloutStatus status) => IsEnd(status) || status is RolloutStatus.Paused or RolloutStatus.Halted;

    private static bool IsEnd(RolloutStatus status) => status is RolloutStatus.Completed or RolloutStatus.RolledBack or RolloutStatus.Cancelled;

    public string Histogram() => string.Join(' ', _status.GroupBy(x => x).Select(g => $"{g.Key}={g.Count()}"));

    private string TellCircle(List<int> path)
    {
        var alone = string.Concat(path.TakeLast(30).Select(n => $"  {_fair[n].Move}\n"));
        return $"{Tell(path[0], null, "left alone, it goes on for ever and tells nobody")}and then, alone:\n{alone}";
    }

    private string Tell(int number, string? last, string broken)
    {
        var steps = new Stack<string>();
        if (last is not null) steps.Push(last);
        for (; number >= 0; number = _ways[number].Parent) steps.Push(_ways[number].Move);
        var text = new StringBuilder($"{broken}, after {steps.Count} steps:\n");
        foreach (var step in steps) text.Append("  ").Append(step).Append('\n');
        return text.ToString();
    }
}
