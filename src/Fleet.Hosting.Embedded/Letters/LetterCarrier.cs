namespace Twofold.Fleet.Embedded;

/// <summary>
/// Brings one letter to its end: taken, returned to its sender, or parked after too many throws. A refusal is written down before the
/// letter turns back, so a letter that was once refused is never offered to its receiver again, whatever crashes in between.
/// </summary>
internal sealed class LetterCarrier(
    GrainRegistry registry, IGrainStore store, Func<CommandEnvelope, Task<Reply>> deliver, HostVoice voice, LetterPatience patience)
{
    /// <summary>True when the letter has come to its end; false when the host stops first.</summary>
    public async Task<bool> CarryAsync(StoredLetter letter, CancellationToken cancel)
    {
        var (throws, pauses) = (0, 0);
        while (!cancel.IsCancellationRequested)
        {
            var error = await TryAsync(() => throws < patience.Attempts ? TakeAsync(letter) : ParkAsync(letter));
            if (error is null) return true;
            if (error is not FleetBusyException) Note(letter, error, ++throws);
            await PauseAsync(++pauses, cancel);
        }

        return false;
    }

    private static async Task<Exception?> TryAsync(Func<Task> step)
    {
        try
        {
            await step();
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    private async Task TakeAsync(StoredLetter letter)
    {
        var refusal = letter.Refusal ?? await OfferAsync(letter);
        if (refusal is not null) await ReturnAsync(letter, refusal);
        await store.ForgetLettersAsync([letter], CancellationToken.None);
    }

    private async Task<LetterRefusal?> OfferAsync(StoredLetter letter)
    {
        var reply = await deliver(new CommandEnvelope(letter.To, letter.CommandId, letter.Actor, letter.From, letter.Sequence, letter.Body));
        if (reply.Ok) return null;
        var refusal = new LetterRefusal(reply.Code!, reply.Explanation ?? "");
        await store.RefuseLetterAsync(letter, refusal, CancellationToken.None);
        return refusal;
    }

    // Sequence 0: the way back is not part of what the receiver itself sends, so it must not move that sequence; its id makes it known.
    private async Task ReturnAsync(StoredLetter letter, LetterRefusal refusal)
    {
        var command = registry.Kind(letter.To.Kind).Decode(letter.Body.Span);
        var body = registry.Kind(letter.From.Kind).EncodeReturned(new Letter(letter.To, command), refusal.Code, refusal.Explanation);
        if (body is null) return;
        var reply = await deliver(new CommandEnvelope(letter.From, $"{letter.CommandId}!returned", letter.Actor, letter.To, 0, body));
        if (!reply.Ok) voice.Report(new HostIncident("letter/return-refused", letter.CommandId, letter.From, null));
    }

    private async Task ParkAsync(StoredLetter letter)
    {
        await store.ParkLetterAsync(new ParkedLetter(letter, $"it threw {patience.Attempts} times", patience.Time.GetUtcNow()), CancellationToken.None);
        voice.Report(new HostIncident("letter/parked", letter.CommandId, letter.To, null));
    }

    private void Note(StoredLetter letter, Exception error, int throws)
    {
        if (throws == 1) voice.Report(new HostIncident("letter/failed", letter.CommandId, letter.To, error));
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
