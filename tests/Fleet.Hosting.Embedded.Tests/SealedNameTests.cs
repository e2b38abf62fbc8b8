using System.Security.Cryptography;
using System.Text;
using Twofold.Auditing;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Operators;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>Names of persons stand in events only sealed, and an erased person is nameless for ever.</summary>
public sealed class SealedNameTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly Actor Ada = new(ActorKind.Person, "ada", [Capability.OperatorAdmin, Capability.PhoneEnrol]);

    private readonly string _place = Directory.CreateTempSubdirectory("twofold-names-").FullName;
    private readonly PlainVault _vault = new();
    private SqliteStore _store = null!;
    private EmbeddedFleet _fleet = null!;
    private PersonKeys _keys = null!;
    private ReadableLog _log = null!;

    public async ValueTask InitializeAsync()
    {
        _store = await SqliteStore.OpenAsync(new SqliteOptions(Path.Combine(_place, "fleet.db")), FleetKinds.All);
        _keys = new PersonKeys(_store, _vault);
        _fleet = new EmbeddedFleet(
            FleetKinds.All, _store, TimeProvider.System, _ => { }, sealer: new EventSealer(FleetKinds.All, _keys, _store));
        _log = new ReadableLog(_store, FleetKinds.All, _keys);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _fleet.DisposeAsync();
        await _store.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task No_event_row_holds_a_name_in_clear_and_a_reader_sees_it()
    {
        await IssueAsync("t1", "Grace Hopper", Ada);
        await InviteAsync("bob", Ada);
        var stored = await _store.FeedAsync(0, 200, Never);
        Assert.All(stored, e => Assert.DoesNotContain("ada", Text(e), StringComparison.Ordinal));
        Assert.All(stored, e => Assert.DoesNotContain("Grace", Text(e), StringComparison.Ordinal));
        Assert.All(stored, e => Assert.DoesNotContain("bob", Text(e), StringComparison.Ordinal));
        var shown = await _log.ReadAsync(new EventQuery(), Never);
        Assert.All(shown, e => Assert.Equal("ada", e.ActorId));
        Assert.Contains("Grace Hopper", Text(shown.Single(e => e.Grain.Kind == "enrolment")), StringComparison.Ordinal);
        Assert.Equal("bob", shown.Single(e => e.Grain.Kind == "operator").Grain.Key);
    }

    [Fact]
    public async Task Events_are_found_by_the_name_of_who_did_it_and_of_whom_it_is_about()
    {
        await IssueAsync("t1", "Grace Hopper", Ada);
        await IssueAsync("t2", "ada", Ada with { Id = "bob" });
        await InviteAsync("bob", Ada);
        Assert.Equal(["t1", "bob"], (await _log.ReadAsync(new EventQuery(Actor: "ada"), Never)).Reverse().Select(e => e.Grain.Key));
        Assert.Equal(["t2"], (await _log.ReadAsync(new EventQuery(Actor: "bob"), Never)).Select(e => e.Grain.Key));
        Assert.Single(await _log.ReadAsync(new EventQuery(Kind: "operator", Key: "bob"), Never));
        Assert.Empty(await _log.ReadAsync(new EventQuery(Actor: "nobody"), Never));
    }

    [Fact]
    public async Task An_erased_person_is_shown_by_id_only_and_every_chain_still_holds()
    {
        await IssueAsync("t1", "Grace Hopper", Ada);
        await InviteAsync("bob", Ada);
        var before = await _store.FeedAsync(0, 200, Never);
        var id = (await _keys.FindAsync("ADA", Never))!.Row.Id;
        await EraseAsync(id);
        Assert.Null(await _keys.FindAsync("ada", Never));
        var shown = await _log.ReadAsync(new EventQuery(), Never);
        Assert.All(shown, e => Assert.Equal($"erased person {id}", e.ActorId));
        Assert.Contains("Grace Hopper", Text(shown[^1]), StringComparison.Ordinal);
        Assert.Equal(before.Select(Text), (await _store.FeedAsync(0, 200, Never)).Select(Text));
        AssertChains(await _store.FeedAsync(0, 200, Never));
    }

    [Fact]
    public async Task Who_comes_back_after_erasure_is_another_person_with_another_chain()
    {
        await InviteAsync("bob", Ada);
        var first = (await _keys.FindAsync("bob", Never))!.Row.Id;
        await EraseAsync(first);
        await InviteAsync("bob", Ada, "another link");
        await InviteAsync("bob", Ada, "a third link");
        Assert.NotEqual(first, (await _keys.FindAsync("bob", Never))!.Row.Id);
        var chains = (await _store.FeedAsync(0, 200, Never)).GroupBy(e => e.Grain.Key).Select(c => c.Count());
        Assert.Equal([1, 2], chains.Order());
        AssertChains(await _store.FeedAsync(0, 200, Never));
    }

    [Fact]
    public async Task Many_who_name_the_same_new_person_at_once_agree_on_one_key()
    {
        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => IssueAsync($"t{n}", $"owner {n % 3}", Ada)));
        var actors = (await _store.FeedAsync(0, 200, Never)).Select(e => e.ActorId).Distinct();
        Assert.Single(actors);
        AssertChains(await _store.FeedAsync(0, 200, Never));
    }

    [Fact]
    public async Task A_key_made_by_another_program_wins_and_the_command_is_tried_again()
    {
        var others = new PersonKeys(_store, _vault);
        var theirs = await others.ForAsync("ada", Never);
        var mine = await _keys.ForAsync("ada", Never);
        Assert.NotEqual(theirs.Row.Id, mine.Row.Id);
        Assert.True(await _store.SaveAsync(new GrainWrite(
            new StoredGrain(new GrainId("token", "x"), 1, "{}"u8.ToArray(), TurnLedger.Empty.Write(), null, EventChain.Start), 0, [], [], [])
            {
                Persons = others.ToKeep([theirs]),
            }, Never));
        await IssueAsync("t1", "Grace", Ada);
        Assert.Contains(theirs.Row.Id, (await _store.FeedAsync(0, 1, Never))[0].ActorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_hash_of_a_password_nothing_is_left_once_the_operator_is_erased()
    {
        await InviteAsync("bob", Ada, "link");
        Assert.True((await _fleet.AskAsync(Operators.Operators.Name("bob"), new OperatorCommand.Accept("link", "salted-hash"), Actor.System)).Ok);
        Assert.DoesNotContain((await _store.FeedAsync(0, 200, Never)).Select(Text), t => t.Contains("salted-hash", StringComparison.Ordinal));
        await EraseAsync((await _keys.FindAsync("bob", Never))!.Row.Id);
        Assert.DoesNotContain((await _log.ReadAsync(new EventQuery(), Never)).Select(Text), t => t.Contains("salted-hash", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("ada (token 0f3c)")]
    [InlineData("Zoë 🔒 “Q”")]
    public void A_sealed_name_opens_with_its_key_only(string name)
    {
        var (key, other) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var text = SealedName.Seal("abcdefghjkmn", key, name);
        Assert.Equal(text, SealedName.Seal("abcdefghjkmn", key, name));
        Assert.Equal(name, SealedName.Open(text, key));
        Assert.Null(SealedName.Open(text, other));
        Assert.Null(SealedName.Open(text.Replace("abcdefghjkmn", "abcdefghjkmp", StringComparison.Ordinal), key));
        Assert.NotEqual(text, SealedName.Seal("abcdefghjkmn", key, name + "."));
    }

    private static void AssertChains(IEnumerable<StoredEvent> events)
    {
        var heads = new Dictionary<GrainId, ReadOnlyMemory<byte>>();
        foreach (var happened in events)
        {
            heads[happened.Grain] = EventChain.Next(heads.GetValueOrDefault(happened.Grain, EventChain.Start).Span, happened.ToAudit());
            Assert.Equal(heads[happened.Grain].ToArray(), happened.Hash.ToArray());
        }
    }

    private static string Text(StoredEvent e) => $"{e.Grain} {e.ActorId} {e.CommandId} {Encoding.UTF8.GetString(e.Body.Span)}";

    private async Task EraseAsync(string id)
    {
        Assert.True(await _store.ErasePersonAsync(id, DateTimeOffset.UnixEpoch, Never));
        _keys.Forget(id);
    }

    private async Task IssueAsync(string token, string owner, Actor by) => Assert.True((await _fleet.AskAsync(
        Enrolments.Enrolments.Id(token),
        new EnrolmentCommand.Issue("hash", "phone", owner, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty, DateTimeOffset.UtcNow.AddDays(1)),
        by)).Ok);

    private async Task InviteAsync(string name, Actor by, string link = "link") => Assert.True((await _fleet.AskAsync(
        Operators.Operators.Name(name), new OperatorCommand.Invite(Role.Viewer, link, DateTimeOffset.UtcNow.AddDays(1)), by)).Ok);

    private sealed class PlainVault : IPersonVault
    {
        public byte[] Protect(byte[] key) => [.. key.Reverse()];

        public byte[] Unprotect(byte[] kept) => [.. kept.Reverse()];

        public byte[] Random(int bytes) => RandomNumberGenerator.GetBytes(bytes);
    }
}
