using System.Collections.Immutable;

namespace Twofold.Fleet.Conformance;

/// <summary>A store between the host and the real one, in which a test lets things go wrong.</summary>
public sealed class TroubledStore(IGrainStore real) : IGrainStore
{
    private int _loads;
    private int _saves;

    /// <summary>How often a grain was loaded.</summary>
    public int Loads => _loads;

    /// <summary>How often a save was tried.</summary>
    public int Saves => _saves;

    /// <summary>Stands in for saving; gets the real save.</summary>
    public Func<GrainWrite, Func<ValueTask<bool>>, ValueTask<bool>> OnSave { get; set; } = (_, save) => save();

    /// <summary>While true, letters are written but nobody finds them.</summary>
    public bool LettersHidden { get; set; }

    /// <summary>While true, taken letters are not forgotten, as if the host had died before.</summary>
    public bool LettersKept { get; set; }

    /// <inheritdoc/>
    public ValueTask<StoredGrain?> LoadAsync(GrainId id, CancellationToken cancel)
    {
        Interlocked.Increment(ref _loads);
        return real.LoadAsync(id, cancel);
    }

    /// <inheritdoc/>
    public ValueTask<bool> SaveAsync(GrainWrite write, CancellationToken cancel)
    {
        Interlocked.Increment(ref _saves);
        return OnSave(write, () => real.SaveAsync(write, cancel));
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(long Mark, StoredLetter Letter)>> PendingLettersAsync(long after, int take, CancellationToken cancel) =>
        LettersHidden ? new([]) : real.PendingLettersAsync(after, take, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoredLetter>> LettersFromAsync(GrainId sender, int take, CancellationToken cancel) =>
        LettersHidden ? new([]) : real.LettersFromAsync(sender, take, cancel);

    /// <inheritdoc/>
    public ValueTask ForgetLettersAsync(ImmutableArray<StoredLetter> letters, CancellationToken cancel) =>
        LettersKept ? default : real.ForgetLettersAsync(letters, cancel);

    /// <inheritdoc/>
    public ValueTask RefuseLetterAsync(StoredLetter letter, LetterRefusal refusal, CancellationToken cancel) =>
        real.RefuseLetterAsync(letter, refusal, cancel);

    /// <inheritdoc/>
    public ValueTask ParkLetterAsync(ParkedLetter parked, CancellationToken cancel) => real.ParkLetterAsync(parked, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ParkedLetter>> ParkedLettersAsync(int take, CancellationToken cancel) => real.ParkedLettersAsync(take, cancel);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<DueGrain>> DueAsync(DateTimeOffset now, DueGrain? after, int take, CancellationToken cancel) =>
        real.DueAsync(now, after, take, cancel);
}
