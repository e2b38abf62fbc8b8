using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// Carries letters from their table to their receivers. It reads them in the order they were written, never more than fit in memory,
/// and keeps one lane per sender and receiver: within a lane letters go one after the other, lanes go side by side. A letter leaves the
/// table only after it was taken, so after a crash it comes again.
/// </summary>
internal sealed class LetterPump(IGrainStore store, LetterCarrier carrier, HostVoice voice, int held)
{
    private const int PageSize = 256;

    private readonly Dictionary<(GrainId From, GrainId To), Lane> _lanes = [];
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(1, 1);
    private int _held;
    private long _mark;
    private bool _full;

    /// <summary>Says that there may be new letters. Cheap; many calls at once count as one.</summary>
    public void Signal()
    {
        lock (_gate)
        {
            if (_signal.CurrentCount == 0) _signal.Release();
        }
    }

    /// <summary>Runs until cancelled, and ends when every lane has stopped.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Quietly(() => _signal.WaitAsync(cancel));
            await Quietly(() => FeedAsync(cancel));
        }

        await Task.WhenAll(Running());
    }

    private async Task FeedAsync(CancellationToken cancel)
    {
        while (Room() is > 0 and var room)
        {
            var page = await store.PendingLettersAsync(_mark, Math.Min(PageSize, room), cancel);
            if (page.IsEmpty) return;
            foreach (var (mark, letter) in page)
            {
                Add(letter, cancel);
                _mark = mark;
            }
        }
    }

    private int Room()
    {
        lock (_gate)
        {
            _full = _held >= held;
            return held - _held;
        }
    }

    private void Add(StoredLetter letter, CancellationToken cancel)
    {
        lock (_gate)
        {
            _held++;
            if (_lanes.TryGetValue((letter.From, letter.To), out var known))
            {
                known.Letters.Enqueue(letter);
                return;
            }

            var lane = _lanes[(letter.From, letter.To)] = new Lane();
            lane.Letters.Enqueue(letter);
            lane.Running = Task.Run(() => RunAsync(lane, cancel), CancellationToken.None);
        }
    }

    private async Task RunAsync(Lane lane, CancellationToken cancel)
    {
        while (Next(lane) is { } letter)
        {
            if (!await carrier.CarryAsync(letter, cancel)) return;
            Done();
        }
    }

    private StoredLetter? Next(Lane lane)
    {
        lock (_gate)
        {
            if (lane.Letters.TryDequeue(out var letter))
            {
                lane.Pair = (letter.From, letter.To);
                return letter;
            }

            _lanes.Remove(lane.Pair);
            return null;
        }
    }

    private void Done()
    {
        lock (_gate)
        {
            _held--;
            if (!_full) return;
        }

        Signal();
    }

    private List<Task> Running()
    {
        lock (_gate) return [.. _lanes.Values.Select(l => l.Running)];
    }

    private async Task Quietly(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception error) when (error is OperationCanceledException or FleetBusyException)
        {
            // Stopping, or too many readers at this moment: the next sweep signals again.
        }
        catch (Exception error)
        {
            voice.Fault("letter/failed", default, error);
        }
    }

    private sealed class Lane
    {
        public Queue<StoredLetter> Letters { get; } = new();

        public (GrainId From, GrainId To) Pair { get; set; }

        public Task Running { get; set; } = Task.CompletedTask;
    }
}
