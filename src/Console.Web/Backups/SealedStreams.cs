namespace Twofold.Web.Backups;

/// <summary>Seals what is written into it. The last chunk is written when it is completed; an archive that was not is one that was cut.</summary>
sealed class SealingStream(Stream archive, ArchiveSeal seal) : Stream
{
    private readonly byte[] _chunk = new byte[ArchiveSeal.ChunkBytes];
    private int _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Writes what is left as the last chunk.</summary>
    public void Complete() => seal.Write(archive, _chunk.AsSpan(0, _filled), last: true);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _chunk.Length) Empty();
            var part = buffer[..Math.Min(buffer.Length, _chunk.Length - _filled)];
            part.CopyTo(_chunk.AsSpan(_filled));
            _filled += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Only whole chunks are written before the end.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Empty()
    {
        seal.Write(archive, _chunk, last: false);
        _filled = 0;
    }
}

/// <summary>Opens what is sealed; nothing is given out before it was authenticated, and the end only after the last chunk.</summary>
sealed class OpeningStream(Stream archive, ArchiveSeal seal) : Stream
{
    private ReadOnlyMemory<byte> _chunk;
    private bool _last;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (_chunk.IsEmpty && !_last)
        {
            (var plain, _last) = seal.Read(archive);
            _chunk = plain;
        }

        var part = _chunk.Span[..Math.Min(buffer.Length, _chunk.Length)];
        part.CopyTo(buffer);
        _chunk = _chunk[part.Length..];
        return part.Length;
    }

    /// <summary>Reads to the end, so that a cut is noticed that lies behind everything that was wanted.</summary>
    /// <exception cref="BackupException"><c>backup/cut</c>, <c>backup/sealed</c></exception>
    public void Finish()
    {
        var room = new byte[4096];
        while (Read(room) > 0)
        {
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
