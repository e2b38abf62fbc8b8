using Twofold.Protocol;

namespace Twofold.Auditing;

/// <summary>
/// What the witness has, read only as far as it is asked for. A checkpoint that stands there twice counts once: publishing may repeat
/// after a crash. A last line without an end was being written, and does not count.
/// </summary>
internal sealed class Witness(IEnumerable<string> untrustedLines, JwsKeys keys) : IDisposable
{
    private readonly IEnumerator<string> _lines = untrustedLines.Where(l => l.Length > 0).GetEnumerator();
    private SignedCheckpoint? _last;
    private SignedCheckpoint? _next;
    private bool _ended;

    /// <summary>What is wrong with the witness itself, or null.</summary>
    public AuditFault? Fault { get; private set; }

    /// <summary>Its checkpoint with this number, or null when it has none or is unusable. Asked for in growing order.</summary>
    public SignedCheckpoint? Checkpoint(long number)
    {
        while (Fault is null && !_ended && (_next is null || _next.Checkpoint.Number < number)) Advance();
        return Fault is null && _next?.Checkpoint.Number == number ? _next : null;
    }

    /// <summary>Its first checkpoint beyond this number, or null.</summary>
    public SignedCheckpoint? Beyond(long number)
    {
        Checkpoint(number + 1);
        return Fault is null && _next?.Checkpoint.Number > number ? _next : null;
    }

    public void Dispose() => _lines.Dispose();

    private void Advance()
    {
        if (!_lines.MoveNext())
        {
            (_ended, _next) = (true, null);
            return;
        }

        var read = CheckpointText.Read(_lines.Current, keys);
        if (!read.IsRead) SkipTorn(_lines.Current, read.Problem.Message);
        else if (_last?.Digest != read.Value.Digest) Follow(read.Value);
    }

    // A line that broke off when the server died is the beginning of the one after it, which was written when it came back.
    private void SkipTorn(string line, string problem)
    {
        if (_lines.MoveNext() && _lines.Current.StartsWith(line, StringComparison.Ordinal) && CheckpointText.Read(_lines.Current, keys) is { Value: { } whole }) Follow(whole);
        else Fault = Unusable($"a line of the witness is no checkpoint: {problem}");
    }

    private void Follow(SignedCheckpoint next)
    {
        if (_last is { } last && !Follows(next.Checkpoint, last))
            Fault = Unusable($"checkpoint {next.Checkpoint.Number} of the witness does not follow on checkpoint {last.Checkpoint.Number}");
        (_last, _next) = (next, next);
    }

    // A witness may have gaps, where it was away for good; what it has must not contradict itself.
    private static bool Follows(Checkpoint next, SignedCheckpoint last) =>
        next.Number > last.Checkpoint.Number && (next.Number > last.Checkpoint.Number + 1 || next.Previous == last.Digest);

    private static AuditFault Unusable(string why) => new(AuditCodes.WitnessUnusable, 0, why);
}
