namespace Twofold.Web.Kit;

/// <summary>
/// The text of a filter box whose truth is in the address. An answer to an earlier keystroke may come while the reader types on:
/// it must not undo the later letters, but a change that the box did not ask for (back, a link) must show.
/// </summary>
sealed class FilterText
{
    readonly Queue<string> asked = new();
    string seen = "";

    /// <summary>What the box shows.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The reader typed.</summary>
    public void Type(string? text) => Text = text ?? "";

    /// <summary>The box asks the page for a filter.</summary>
    public void Ask(string filter)
    {
        if (filter != (asked.Count > 0 ? asked.Last() : seen)) asked.Enqueue(filter);
    }

    /// <summary>The address names a filter. Answers come in the order of the questions, some left out.</summary>
    public void See(string filter)
    {
        if (filter == seen) return;
        seen = filter;
        if (asked.Contains(filter))
        {
            while (asked.Dequeue() != filter) { }
            return;
        }
        asked.Clear();
        Text = filter;
    }
}
