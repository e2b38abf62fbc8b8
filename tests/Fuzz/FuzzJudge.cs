using System.Diagnostics;
using System.Text.RegularExpressions;
using Twofold.Policies;

namespace Twofold.Fuzz.Tests;

/// <summary>Gives a case to its reader and looks at the answer: a value or problems with places, within the bounds, and never an exception.</summary>
internal static partial class FuzzJudge
{
    /// <summary>Bytes that any answer may take, however short the input.</summary>
    public const long FreeBytes = 4L * 1024 * 1024;

    /// <summary>Bytes that an answer may take for each byte of the input.</summary>
    public const int BytesPerByte = 512;

    /// <summary>Bytes that no answer may exceed, however long the input: 128 times the size of a file or document that is looked into.</summary>
    public const long MostBytes = 128L * PolicyLimits.FileLength;

    /// <summary>How long an answer may take: far more than any does, far less than a person would call hanging.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>What may be allocated for an input of that length.</summary>
    public static long Allowance(int length) => Math.Min(MostBytes, FreeBytes + ((long)BytesPerByte * length));

    public static FuzzAnswer Judge(FuzzCase given) => given.Reader == FuzzReader.Policies
        ? Judge(given, bytes => PolicySet.ReadBytes([new("case.yaml", bytes)]), r => r.IsValid, r => r.Problems, FuzzInvariants.OfPolicies)
        : Judge(given, bytes => PolicyImport.Read(new("case.json", bytes)), r => r.Report is not null, r => r.Problems, FuzzInvariants.OfImport);

    /// <summary>The same with any reader.</summary>
    public static FuzzAnswer Judge<T>(
        FuzzCase given, Func<byte[], T> read, Func<T, bool> isRead, Func<T, IReadOnlyList<PolicyProblem>> problems, Func<byte[], T, IEnumerable<string>> invariants)
    {
        var (before, since) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        try
        {
            var result = read(given.Bytes);
            var (allocated, took) = (GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(since));
            var found = problems(result);
            return new(isRead(result), found, allocated, took, [.. Bounds(given, allocated, took), .. Form(given, isRead(result), found), .. invariants(given.Bytes, result)]);
        }
        catch (Exception fault)
        {
            return new(IsRead: false, [], GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(since), [$"threw {fault}"]);
        }
    }

    private static IEnumerable<string> Bounds(FuzzCase given, long allocated, TimeSpan took)
    {
        if (allocated > Allowance(given.Bytes.Length)) yield return $"{allocated} bytes were allocated for {given.Bytes.Length}, and {Allowance(given.Bytes.Length)} are allowed";
        if (took > Longest) yield return $"it took {took.TotalSeconds:0.0} s, and {Longest.TotalSeconds:0} s are allowed";
    }

    private static IEnumerable<string> Form(FuzzCase given, bool isRead, IReadOnlyList<PolicyProblem> problems)
    {
        if (isRead != (problems.Count == 0)) yield return "it has to be a value or problems, and never both or neither";
        if (problems.Count == 0) yield break;
        var lines = 1 + Breaks(given.Bytes);
        foreach (var problem in problems)
        {
            if (problem.Line < 1 || problem.Line > lines || problem.Column < 1) yield return $"the place is outside the {lines} lines of the file: {problem}";
            if (!Code().IsMatch(problem.Code)) yield return $"this is no code: `{problem.Code}`";
            if (problem.Message.Length is 0 or > 600 || problem.Message.Any(char.IsControl)) yield return $"this is no message: `{problem.Message}`";
        }
    }

    // At least as many as the parser can count: it knows two ends of lines beyond these in ASCII.
    private static int Breaks(ReadOnlySpan<byte> bytes) => bytes.Count((byte)'\n') + bytes.Count((byte)'\r') + bytes.Count((byte)0x85) + bytes.Count((byte)0xA8) + bytes.Count((byte)0xA9);

    [GeneratedRegex("^[a-z]+/[a-z0-9-]+$")]
    private static partial Regex Code();
}
