using Twofold.Protocol;

namespace Twofold.Auditing;

/// <summary>
/// Verifies an export with nothing but public keys and what the witness has. What the witness has is believed over what the export
/// says; where it has nothing, the signature alone is. It reads both once, line by line, and stops at the first fault.
/// </summary>
public sealed class AuditVerifier : IDisposable
{
    private readonly JwsKeys _keys;
    private readonly Witness _witness;
    private readonly Stretch _stretch = new();
    private ExportHeader? _header;
    private AuditFault? _forged;
    private SignedCheckpoint? _last;
    private long _line;
    private long _events;
    private long _witnessed;

    private AuditVerifier(IEnumerable<string> untrustedWitness, JwsKeys keys) => (_keys, _witness) = (keys, new Witness(untrustedWitness, keys));

    private long Number => _last?.Checkpoint.Number ?? 0;

    /// <summary>Verifies an export. Never throws for what stands in it.</summary>
    /// <param name="untrustedExport">The lines of the export.</param>
    /// <param name="untrustedWitness">The lines of the witness: signed checkpoints.</param>
    /// <param name="keys">The public keys that may sign checkpoints.</param>
    public static AuditVerdict Verify(IEnumerable<string> untrustedExport, IEnumerable<string> untrustedWitness, JwsKeys keys)
    {
        using var verifier = new AuditVerifier(untrustedWitness, keys);
        var fault = verifier.Read(untrustedExport);
        return new AuditVerdict(verifier._witness.Fault ?? fault, verifier._events, verifier.Number, verifier._witnessed, verifier._last?.Checkpoint.At);
    }

    /// <inheritdoc/>
    public void Dispose() => _witness.Dispose();

    private AuditFault? Read(IEnumerable<string> untrustedExport)
    {
        foreach (var text in untrustedExport)
        {
            _line++;
            if (Take(text) is { } fault) return fault;
        }

        return End() ?? _forged;
    }

    private AuditFault? Take(string untrustedText) => ExportText.Read(untrustedText) switch
    {
        { Header: { Format: ExportText.Format } header, Event: null, Checkpoint: null } when _line == 1 => Begin(header),
        { Header: null, Event: { } happened, Checkpoint: null } when _line > 1 => Take(happened),
        { Header: null, Event: null, Checkpoint: { } jws } when _line > 1 => Close(jws),
        _ => Unreadable(),
    };

    // A line that cannot be read may be an entry that was damaged: the place tells which.
    private AuditFault Unreadable()
    {
        var signed = _witness.Checkpoint(Number + 1);
        if (signed is not null && _stretch.Compare(signed, _line, isWhole: false) is { } fault) return fault;
        var position = _stretch.Next(signed);
        var stood = position is null ? "" : $"; the entry at position {position} stood there";
        return new AuditFault(AuditCodes.LineUnreadable, _line, $"line {_line} is no line of an export{stood}", position);
    }

    private AuditFault? Begin(ExportHeader header)
    {
        _header = header;
        return null;
    }

    private AuditFault? Take(ExportEvent happened)
    {
        if (ExportText.ToAudit(happened) is not { } audit) return Unreadable();
        _stretch.Add(happened, audit, _line);
        if (_stretch.Count <= Checkpoint.MaxEntries) return null;
        return _witness.Checkpoint(Number + 1) is { } signed
            ? _stretch.Compare(signed, _line, isWhole: true)
            : new AuditFault(AuditCodes.CheckpointMissing, _line, $"more than {Checkpoint.MaxEntries} entries stand before checkpoint {Number + 1}", happened.Position);
    }

    private AuditFault? Close(string untrustedJws)
    {
        var witnessed = _witness.Checkpoint(Number + 1);
        if (_witness.Fault is { } broken) return broken;
        var read = CheckpointText.Read(untrustedJws, _keys);
        if (witnessed is not null) return Close(witnessed, isSame: read.IsRead && read.Value.Digest == witnessed.Digest);
        if (!read.IsRead) return Forged($"what stands for checkpoint {Number + 1} is none: {read.Problem.Message}");
        return _stretch.Compare(read.Value, _line, isWhole: true) ?? Keep(read.Value);
    }

    // Who signs anew has changed an entry, and the witness tells which: so a checkpoint that is not the witness's does not end the search.
    private AuditFault? Close(SignedCheckpoint witnessed, bool isSame)
    {
        if (_stretch.Compare(witnessed, _line, isWhole: isSame) is { } fault) return fault;
        if (!isSame) _forged ??= Forged($"checkpoint {Number + 1} is not the one that the witness has");
        return isSame || _stretch.Count == witnessed.Entries.Length ? Keep(witnessed) : _forged;
    }

    private AuditFault? Keep(SignedCheckpoint signed)
    {
        var (next, after) = (signed.Checkpoint, _last?.Checkpoint.Through ?? 0);
        if (next.Number != Number + 1 || next.Previous != (_last?.Digest ?? Checkpoint.NoPrevious) || next.After != after)
            return new AuditFault(AuditCodes.CheckpointMissing, _line, $"checkpoint {next.Number} does not follow on checkpoint {Number}");
        if (!_stretch.HasHeads(next.Heads)) return Forged($"checkpoint {next.Number} names other heads than its entries have");
        _events += _stretch.Count;
        if (_witness.Checkpoint(next.Number) is not null) _witnessed++;
        _last = signed;
        _stretch.Clear();
        return null;
    }

    private AuditFault Forged(string why) => new(AuditCodes.CheckpointForged, _line, why);

    private AuditFault? End()
    {
        if (_header is null) return new AuditFault(AuditCodes.LineUnreadable, 1, "the file is empty");
        var open = _witness.Checkpoint(Number + 1);
        if (open is not null && _stretch.Compare(open, _line, isWhole: false) is { } fault) return fault;
        if (_stretch.Next(open) is { } next) return Cut(next);
        if (_witness.Beyond(open?.Checkpoint.Number ?? Number) is { } missing) return Cut(missing.Entries[0].Position);
        if (_stretch.First is { } loose)
            return new AuditFault(AuditCodes.TailCut, _line, $"the checkpoint over the entry at position {loose} and those after it is missing", loose);
        return _header.Checkpoints == Number && _header.Through == (_last?.Checkpoint.Through ?? 0) ? null : Cut((_last?.Checkpoint.Through ?? 0) + 1);
    }

    private AuditFault Cut(long position) => new(
        AuditCodes.TailCut, _line, $"the export ends with checkpoint {Number}, but there were more: the entries from position {position} on are missing", position);
}
