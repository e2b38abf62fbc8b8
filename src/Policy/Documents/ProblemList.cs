namespace Twofold.Policies;

/// <summary>Collects what is wrong, with its place, up to <see cref="PolicyLimits.Problems"/>.</summary>
internal sealed class ProblemList
{
    private readonly List<PolicyProblem> problems = [];

    public IReadOnlyList<PolicyProblem> All => problems;

    /// <summary>Whether another problem would be listed. What finds problems may stop when not: the set is refused anyway.</summary>
    public bool HasRoom => problems.Count <= PolicyLimits.Problems;

    public void Add(PolicyProblem problem)
    {
        if (problems.Count < PolicyLimits.Problems) problems.Add(problem);
        else if (problems.Count == PolicyLimits.Problems) problems.Add(More(problem));
    }

    private static PolicyProblem More(PolicyProblem next) => next with
    {
        Code = "policy/too-many-problems",
        Message = $"there are more problems than the {PolicyLimits.Problems} listed",
        Suggestion = null,
    };
}

/// <summary>Places problems in one file.</summary>
internal sealed class FileProblems(string file, ProblemList list)
{
    public string File => file;

    public bool HasRoom => list.HasRoom;

    public void Add(string code, int line, int column, string message, string? suggestion = null) =>
        list.Add(new(code, file, line, column, message, suggestion));

    public void Add(string code, Node at, string message, string? suggestion = null) => Add(code, at.Line, at.Column, message, suggestion);

    public void Add(ValueFault fault, Node at) => Add(fault.Code, at, fault.Message, fault.Suggestion);
}
