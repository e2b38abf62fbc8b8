using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Twofold.Fleet.Hosting;

/// <summary>One watcher's bounded buffer. A notice that finds it full turns all that waits into a single "you missed something".</summary>
internal sealed class Watcher(int buffer)
{
    private readonly Channel<GrainNotice> _notices = Channel.CreateBounded<GrainNotice>(buffer);
    private readonly Lock _gate = new();
    private bool _missed;

    public void Offer(GrainNotice notice)
    {
        lock (_gate)
        {
            // INVARIANT: nothing is offered between a miss and its telling, so a reader that reads again after it has seen everything.
            if (!_missed) _missed = !_notices.Writer.TryWrite(notice);
        }
    }

    public async IAsyncEnumerable<GrainNotice> ReadAsync(Action leave, [EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            while (await _notices.Reader.WaitToReadAsync(cancel))
            {
                if (Take() is { } notice) yield return notice;
            }
        }
        finally
        {
            leave();
        }
    }

    private GrainNotice? Take()
    {
        lock (_gate)
        {
            if (!_missed) return _notices.Reader.TryRead(out var notice) ? notice : null;
            while (_notices.Reader.TryRead(out _))
            {
            }

            _missed = false;
            return new GrainNotice(default, 0, Missed: true);
        }
    }
}
