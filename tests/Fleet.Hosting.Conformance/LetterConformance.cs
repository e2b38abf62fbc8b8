namespace Twofold.Fleet.Conformance;

/// <summary>What every host promises about letters.</summary>
public abstract class LetterConformance : HostConformance
{
    [Fact]
    public async Task A_letter_saved_before_a_crash_is_delivered_after_it()
    {
        var first = await StartAsync(s => s.LettersHidden = true);
        await SendAsync(first, 5);
        await first.DisposeAsync();
        var second = await StartAsync();
        await Eventually.HoldsAsync(async () => (await second.SeeAsync("b")).Sum == 5, "the letter arrives");
    }

    [Fact]
    public async Task A_letter_delivered_twice_changes_nothing()
    {
        var first = await StartAsync(s => s.LettersKept = true);
        await SendAsync(first, 5);
        await Eventually.HoldsAsync(async () => (await first.SeeAsync("b")).Sum == 5, "the letter arrives");
        await first.DisposeAsync();
        var second = await StartAsync();
        await Eventually.HoldsAsync(async () => await NoLettersAsync(second), "the letter is forgotten");
        Assert.Equal([5], (await second.SeeAsync("b")).Added);
    }

    [Fact]
    public async Task Letters_between_two_grains_arrive_in_order()
    {
        var host = await StartAsync();
        for (var n = 1; n <= 50; n++) await SendAsync(host, n);
        await Eventually.HoldsAsync(async () => await NoLettersAsync(host), "all letters are taken");
        Assert.Equal(Enumerable.Range(1, 50).Select(n => (long)n), (await host.SeeAsync("b")).Added);
    }

    [Fact]
    public async Task A_letter_runs_with_the_actor_who_ordered_it_and_needs_no_capability()
    {
        var host = await StartAsync();
        await SendAsync(host, 5);
        await Eventually.HoldsAsync(async () => (await host.SeeAsync("b")).Sum == 5, "the letter arrives");
        var happened = (await host.Events.ReadAsync(new EventQuery(Kind: Counter.Kind, Key: "b"), CancellationToken.None)).Single();
        Assert.Equal((Actor.System.Id, "counter/a#1000"), (happened.ActorId, happened.CommandId));
    }

    [Fact]
    public async Task A_refused_letter_returns_to_its_sender_once()
    {
        var first = await StartAsync(s => s.LettersKept = true);
        await SendAsync(first, new CounterCommand.Refuse());
        await Eventually.HoldsAsync(async () => (await first.SeeAsync("a")).Returned.Length == 1, "the letter comes back");
        await first.DisposeAsync();
        var second = await StartAsync();
        await Eventually.HoldsAsync(async () => await NoLettersAsync(second), "the letter is forgotten");
        Assert.Equal(["counter/refused"], (await second.SeeAsync("a")).Returned);
    }

    [Fact]
    public async Task A_letter_that_comes_back_does_not_hide_what_its_receiver_sends_later()
    {
        var host = await StartAsync();
        await SendAsync(host, new CounterCommand.Refuse());
        await Eventually.HoldsAsync(async () => (await host.SeeAsync("a")).Returned.Length == 1, "the letter comes back");
        await host.AskAsync("b", new CounterCommand.Send("a", new CounterCommand.Add(3)));
        await Eventually.HoldsAsync(async () => (await host.SeeAsync("a")).Sum == 3, "the receiver's own letter arrives");
    }

    [Fact]
    public async Task A_letter_that_throws_too_often_is_parked_and_the_next_one_goes_on()
    {
        var host = await StartAsync();
        await SendAsync(host, new CounterCommand.Break());
        await SendAsync(host, 5);
        await Eventually.HoldsAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromSeconds(10));
                return (await host.SeeAsync("b")).Sum == 5;
            },
            "the next letter arrives");
        var parked = (await host.Store.ParkedLettersAsync(10, CancellationToken.None)).Single();
        Assert.Equal((Counter.Ref("a").Id, Counter.Ref("b").Id, 1000L), (parked.Letter.From, parked.Letter.To, parked.Letter.Sequence));
        await Eventually.HoldsAsync(async () => await NoLettersAsync(host), "both letters are gone");
    }

    private static Task SendAsync(HostUnderTest host, long by) => SendAsync(host, new CounterCommand.Add(by));

    private static async Task SendAsync(HostUnderTest host, CounterCommand command) =>
        Assert.True((await host.AskAsync("a", new CounterCommand.Send("b", command))).Ok);

    private static async Task<bool> NoLettersAsync(HostUnderTest host) =>
        (await host.Store.PendingLettersAsync(0, 1, CancellationToken.None)).IsEmpty;
}
