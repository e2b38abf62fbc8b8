using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded;

/// <summary>Brings one letter to its end: it is offered again, ever less often, and parked after too many throws.</summary>
internal sealed class LetterCarrier(LetterCourier courier, LetterPatience patience)
{
    /// <summary>True when the letter has come to its end; false when the host stops first.</summary>
    public async Task<bool> CarryAsync(StoredLetter letter, CancellationToken cancel)
    {
        var (throws, pauses) = (0, 0);
        while (!cancel.IsCancellationRequested)
        {
            var brought = await courier.TryAsync(letter, throws, patience.Attempts, patience.Time.GetUtcNow());
            if (brought == Brought.Done) return true;
            if (brought == Brought.Threw) throws++;
            await PauseAsync(++pauses, cancel);
        }

        return false;
    }

    private async Task PauseAsync(int pauses, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(patience.Pause(pauses), patience.Time, cancel);
        }
        catch (OperationCanceledException)
        {
            // The host stops; the letter is in its table.
        }
    }
}

/// <summary>How often a letter is tried and how long between.</summary>
internal sealed record LetterPatience(TimeProvider Time, int Attempts, TimeSpan First, TimeSpan AtMost)
{
    public TimeSpan Pause(int pauses)
    {
        var wanted = First * Math.Pow(2, Math.Min(pauses - 1, 20));
        return wanted < AtMost ? wanted : AtMost;
    }
}
