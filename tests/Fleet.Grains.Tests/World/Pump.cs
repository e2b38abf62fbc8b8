using Twofold.Fleet.Governors;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.World;

/// <summary>
/// A host of a few lines: every turn starts from what is stored, letters wait per pair of grains until a test delivers them,
/// and each of them may be delivered again later.
/// </summary>
internal sealed class Pump
{
    private readonly Dictionary<GrainId, StoredGrain> _stored = [];
    private readonly Dictionary<(GrainId From, GrainId To), Queue<CommandEnvelope>> _waiting = [];
    private readonly List<CommandEnvelope> _taken = [];
    private int _commands;

    public DateTimeOffset Now { get; set; } = Sample.Start;

    /// <summary>Letters that wait, by pair.</summary>
    public int PairsWaiting => _waiting.Count(p => p.Value.Count > 0);

    /// <summary>Envelopes that were taken and changed something, oldest first.</summary>
    public IReadOnlyList<CommandEnvelope> Taken => _taken;

    /// <summary>Every event, oldest first.</summary>
    public List<StoredEvent> Events { get; } = [];

    public Reply Ask<TCommand, TView>(GrainRef<TCommand, TView> to, TCommand command, Actor actor)
        where TCommand : notnull =>
        Send(new CommandEnvelope(to.Id, $"c{++_commands}", actor, null, 0, FleetKinds.All.Kind(to.Id.Kind).Encode(command)));

    public Reply Tell<TCommand, TView>(GrainRef<TCommand, TView> to, TCommand command, Actor actor, GrainId sender)
        where TCommand : notnull =>
        Send(new CommandEnvelope(to.Id, $"c{++_commands}", actor, sender, 0, FleetKinds.All.Kind(to.Id.Kind).Encode(command)));

    public TView View<TCommand, TView>(GrainRef<TCommand, TView> of) => (TView)Load(of.Id).View(Now)!;

    /// <summary>Sets the governor up, with ada and bob as approvers of long standing.</summary>
    public void Govern(GovernorSettings settings)
    {
        Assert.True(Ask(Governors.Governors.Organisation, new GovernorCommand.Configure(settings), Actor.System).Ok);
        foreach (var name in new[] { "ada", "bob" }) Seat(name, GovernorSamples.LongAgo);
    }

    /// <summary>Lets someone approve, as their operator's grain does.</summary>
    public void Seat(string name, DateTimeOffset since) =>
        Assert.True(Tell(Governors.Governors.Organisation, new GovernorCommand.Seat(since), Actor.System, new("operator", name)).Ok);

    /// <summary>Whether the order waits at the place where it was told to wait, in a hold that is open.</summary>
    public bool Waits(string orderId, string? place) => place is not null
        && View(Governors.Governors.Organisation).Holds.Any(h => h.Id == place.Split('.')[0])
        && View(HoldPages.HoldPages.At(place)).Orders.Any(o => o.OrderId == orderId && !o.TakenBack);

    /// <summary>What is stored now, letters included.</summary>
    public Backup Save() => new(
        new Dictionary<GrainId, StoredGrain>(_stored), _waiting.ToDictionary(w => w.Key, w => new Queue<CommandEnvelope>(w.Value)));

    /// <summary>Puts a backup back; whatever came after it is forgotten.</summary>
    public void Load(Backup backup)
    {
        _stored.Clear();
        foreach (var (id, grain) in backup.Stored) _stored[id] = grain;
        _waiting.Clear();
        foreach (var (pair, letters) in backup.Waiting) _waiting[pair] = new Queue<CommandEnvelope>(letters);
        _taken.Clear();
    }

    public StoredGrain? Stored(GrainId id) => _stored.GetValueOrDefault(id);

    /// <summary>Delivers the oldest letter of one waiting pair.</summary>
    public void DeliverOne(int choice)
    {
        var pairs = _waiting.Where(p => p.Value.Count > 0).OrderBy(p => p.Key.ToString(), StringComparer.Ordinal).ToList();
        if (pairs.Count > 0) Deliver(pairs[choice % pairs.Count].Value.Dequeue());
    }

    public void DeliverAll()
    {
        for (var left = 10_000; PairsWaiting > 0; left--)
        {
            Assert.True(left > 0, "letters never end");
            DeliverOne(0);
        }
    }

    /// <summary>Sends something again that was taken before. It must change nothing.</summary>
    public void Repeat(CommandEnvelope envelope)
    {
        var outcome = Load(envelope.To).Turn(envelope, Now);
        Assert.True(outcome.Reply.Ok, $"{envelope.CommandId} is refused when it comes again: {outcome.Reply.Code}");
        Assert.Null(outcome.Write);
    }

    private void Deliver(CommandEnvelope letter)
    {
        var reply = Send(letter);
        if (reply.Ok) return;
        var command = FleetKinds.All.Kind(letter.To.Kind).Decode(letter.Body.Span);
        var back = FleetKinds.All.Kind(letter.Sender!.Value.Kind).EncodeReturned(new Letter(letter.To, command), reply.Code!, reply.Explanation!);
        if (back is null) return;
        var answer = Send(new CommandEnvelope(letter.Sender.Value, $"{letter.CommandId}!returned", letter.Actor, letter.To, 0, back));
        Assert.True(answer.Ok, $"a returned letter is refused: {answer.Code}");
    }

    private Reply Send(CommandEnvelope envelope)
    {
        var outcome = Load(envelope.To).Turn(envelope, Now);
        if (outcome.Write is not { } write) return outcome.Reply;
        _taken.Add(envelope);
        _stored[envelope.To] = write.Grain;
        Events.AddRange(write.Events);
        foreach (var letter in write.Letters)
        {
            var pair = (letter.From, letter.To);
            if (!_waiting.TryGetValue(pair, out var queue)) _waiting[pair] = queue = new();
            queue.Enqueue(new CommandEnvelope(letter.To, letter.CommandId, letter.Actor, letter.From, letter.Sequence, letter.Body));
        }

        return outcome.Reply;
    }

    private IActivation Load(GrainId id) => FleetKinds.All.Kind(id.Kind).Load(id, _stored.GetValueOrDefault(id), FleetKinds.All);

    /// <summary>A copy of everything that is stored.</summary>
    public sealed record Backup(
        IReadOnlyDictionary<GrainId, StoredGrain> Stored, IReadOnlyDictionary<(GrainId From, GrainId To), Queue<CommandEnvelope>> Waiting);
}
