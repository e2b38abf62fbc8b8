namespace Twofold.Fleet.Hosting;

/// <summary>
/// The letters of one sender, for a host whose activations bring their own. They leave by their order in the table, never from memory: an older
/// one that waits there goes first, or its receiver would take it for one that it has had. Used by one thread at a time.
/// </summary>
internal sealed class Outbox(GrainId sender, IGrainStore store, LetterCourier courier)
{
    private const int Page = 256;
    private const int MostThrows = 8;

    private readonly Dictionary<long, int> _throws = [];
    private int _signals;
    private int _seen = -1;

    /// <summary>Whether nothing was signalled since everything in the table was last brought.</summary>
    public bool IsQuiet => _signals == _seen;

    /// <summary>Says that there may be letters.</summary>
    public void Signal() => _signals++;

    /// <summary>Brings what waits, lanes to several receivers side by side, until all is brought or something could not be brought now.</summary>
    public async Task BringAsync(Func<DateTimeOffset> now, CancellationToken cancel)
    {
        while (!IsQuiet)
        {
            var signals = _signals;
            var letters = await store.LettersFromAsync(sender, Page, cancel);
            var lanes = await Task.WhenAll(letters.GroupBy(l => l.To).Select(lane => BringAsync(lane, now)));
            if (!lanes.All(whole => whole)) return;
            if (letters.Length < Page) _seen = signals;
        }
    }

    private async Task<bool> BringAsync(IEnumerable<StoredLetter> lane, Func<DateTimeOffset> now)
    {
        foreach (var letter in lane)
        {
            var throws = _throws.GetValueOrDefault(letter.Sequence);
            var brought = await courier.TryAsync(letter, throws, MostThrows, now());
            if (brought == Brought.Threw) _throws[letter.Sequence] = throws + 1;
            if (brought != Brought.Done) return false;
            _throws.Remove(letter.Sequence);
        }

        return true;
    }
}
