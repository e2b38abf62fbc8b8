using System.Collections.Concurrent;

namespace Twofold.Bench.Running;

/// <summary>One processor makes what comes next while another is busy with what came.</summary>
internal static class Ahead
{
    /// <summary>The same in the same order, made on a thread of its own, at most so many ahead of the reader.</summary>
    public static IEnumerable<T> MadeAhead<T>(this IEnumerable<T> source, int ahead)
    {
        using var made = new BlockingCollection<T>(ahead);
        var making = Task.Run(() => Make(source, made));
        foreach (var one in made.GetConsumingEnumerable()) yield return one;
        making.GetAwaiter().GetResult();
    }

    private static void Make<T>(IEnumerable<T> source, BlockingCollection<T> made)
    {
        try
        {
            foreach (var one in source) made.Add(one);
        }
        finally
        {
            made.CompleteAdding();
        }
    }
}
