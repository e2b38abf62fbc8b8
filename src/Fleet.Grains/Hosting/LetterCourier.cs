namespace Twofold.Fleet.Hosting;

/// <summary>
/// Brings one letter to its end, in one attempt: taken by its receiver, returned to its sender, or set aside. A refusal is written down before
/// the letter turns back, so a letter that was once refused is never offered to its receiver again, whatever crashes in between.
/// </summary>
internal sealed class LetterCourier(GrainRegistry registry, IGrainStore store, Func<CommandEnvelope, Task<Reply>> deliver, HostVoice voice)
{
    /// <summary>When this returns, the letter is gone from the store; when it throws, it is still there and may be offered again.</summary>
    public async Task TakeAsync(StoredLetter letter)
    {
        var refusal = letter.Refusal ?? await OfferAsync(letter);
        if (refusal is not null) await ReturnAsync(letter, refusal);
        await store.ForgetLettersAsync([letter], CancellationToken.None);
    }

    /// <summary>Sets aside a letter that threw too often.</summary>
    public async Task ParkAsync(StoredLetter letter, int throws, DateTimeOffset now)
    {
        await store.ParkLetterAsync(new ParkedLetter(letter, $"it threw {throws} times", now), CancellationToken.None);
        voice.Report(new HostIncident("letter/parked", letter.CommandId, letter.To, null));
    }

    /// <summary>Writes down that the letter threw; only its first throw.</summary>
    public void Note(StoredLetter letter, Exception error, int throws)
    {
        if (throws == 1) voice.Report(new HostIncident("letter/failed", letter.CommandId, letter.To, error));
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
