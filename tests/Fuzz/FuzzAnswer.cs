using Twofold.Policies;

namespace Twofold.Fuzz.Tests;

/// <summary>What a reader made of a case.</summary>
/// <param name="IsRead">Whether it was taken.</param>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="Allocated">Bytes that the reader allocated on the way.</param>
/// <param name="Took">How long it took.</param>
/// <param name="Faults">Where the answer is not one that a reader may give.</param>
internal sealed record FuzzAnswer(bool IsRead, IReadOnlyList<PolicyProblem> Problems, long Allocated, TimeSpan Took, IReadOnlyList<string> Faults);
