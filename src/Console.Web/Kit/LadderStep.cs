namespace Twofold.Web.Kit;

/// <summary>One step of a <see cref="TwLadder"/>.</summary>
/// <param name="Name">Its name, for example <c>delivered</c>.</param>
/// <param name="State">How far it is.</param>
/// <param name="At">When it happened; null until then.</param>
/// <param name="Detail">One line more, for example who or why.</param>
public sealed record LadderStep(string Name, StepState State, DateTimeOffset? At = null, string? Detail = null);

/// <summary>How far a step is.</summary>
public enum StepState
{
    /// <summary>Not reached.</summary>
    Waiting,
    /// <summary>The step that is awaited now.</summary>
    Current,
    /// <summary>A fact.</summary>
    Done,
    /// <summary>It ended here, and not well.</summary>
    Failed,
}
