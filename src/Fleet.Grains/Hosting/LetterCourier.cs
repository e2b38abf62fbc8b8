namespace Twofold.Fleet.Hosting;

/// <summary>
/// Brings one letter to its end: taken by its receiver, returned to its sender, or set aside after too many throws. A refusal is written down
/// before the letter turns back, so a letter that was once refused is never offered to its receiver again, whatever crashes in between.
/// </summary>
internal sealed class LetterCourier(GrainRegistry registry, IGrainStore store, Func<CommandEnvelope, Task<Reply>> deliver, HostVoice voice)
{
    /// <summary>
    /// One attempt. <see cref="Brought.Done"/>: the letter is gone from the store. Else it is still there and may be offered again;
    /// <see cref="Brought.Threw"/> counts against it, <see cref="Brought.NotNow"/> does not: the receiver is busy or out of reach, or the store is.
    /// </summary>
    /// <param name="throws">How often it threw before.</param>
    /// <param name="most">Throws after which it is set aside.</param>
    public async Task<Brought> TryAsync(StoredLetter letter, int throws, int most, DateTimeOffset now)
    {
        try
        {
            if (throws < most) await TakeAsync(letter);
            else await ParkAsync(new ParkedLetter(letter, $"it threw {most} times", now));
            return Brought.Done;
        }
        catch (Exception error) when (IsOfTheMoment(error))
        {
            return Brought.NotNow;
        }
        catch (Exception error)
        {
            if (throws == 0) voice.Report(new HostIncident("letter/failed", letter.CommandId, letter.To, error));
            return Brought.Threw;
        }
    }

    // Nothing that the letter itself has to do with.
    private static bool IsOfTheMoment(Exception error) =>
        error is FleetBusyException or StoreTroubleException or GrainFaultException { Code: "grain/unreachable" }
        || (error is GrainFaultException fault && fault.Code.StartsWith("store/", StringComparison.Ordinal));

    private async Task TakeAsync(StoredLetter letter)
    {
        var refusal = letter.Refusal ?? await OfferAsync(letter);
        if (refusal is not null) await ReturnAsync(letter, refusal);
        await store.ForgetLettersAsync([letter], CancellationToken.None);
    }

    private async Task ParkAsync(ParkedLetter parked)
    {
        await store.ParkLetterAsync(parked, CancellationToken.None);
        voice.Report(new HostIncident("letter/parked", parked.Letter.CommandId, parked.Letter.To, null));
    }

    private async Task<LetterRefusal?> OfferAsync(StoredLetter letter)
    {
        var reply = await deliver(new CommandEnvelope(letter.To, letter.CommandId, letter.Actor, letter.From, letter.Sequence, Read(letter)));
        if (reply.Ok) return null;
        var refusal = new LetterRefusal(reply.Code!, reply.Explanation ?? "");
        await store.RefuseLetterAsync(letter, refusal, CancellationToken.None);
        return refusal;
    }

    private ReadOnlyMemory<byte> Read(StoredLetter letter) => registry.Kind(letter.To.Kind).Shapes.Command(letter.Shape, letter.Body);

    // Sequence 0: the way back is not part of what the receiver itself sends, so it must not move that sequence; its id makes it known.
    private async Task ReturnAsync(StoredLetter letter, LetterRefusal refusal)
    {
        var command = registry.Kind(letter.To.Kind).Decode(Read(letter).Span);
        var body = registry.Kind(letter.From.Kind).EncodeReturned(new Letter(letter.To, command), refusal.Code, refusal.Explanation);
        if (body is null) return;
        var reply = await deliver(new CommandEnvelope(letter.From, $"{letter.CommandId}!returned", letter.Actor, letter.To, 0, body));
        if (!reply.Ok) voice.Report(new HostIncident("letter/return-refused", letter.CommandId, letter.From, null));
    }
}

/// <summary>What an attempt to bring a letter came to.</summary>
internal enum Brought
{
    /// <summary>The letter has come to its end.</summary>
    Done,

    /// <summary>Nobody could take it now.</summary>
    NotNow,

    /// <summary>Something broke over it.</summary>
    Threw,
}
