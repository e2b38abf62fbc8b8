using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Twofold.Cli.Tests;
using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Vms;
using Twofold.Protocol;
using Twofold.Web.Composition;
using Twofold.Web.Desk;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests.Governing;

/// <summary>It takes both processors for some minutes, so nothing that counts on time runs beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>One account with every right, 80,000 phones, and every way to order a wipe at once.</summary>
[Collection(nameof(Alone))]
public sealed class MassWipeTests
{
    private const int Vms = 80_000;
    private const int Budget = 20;
    private const int AtOnce = 500;
    private const int MaxTries = 100;
    private const string Reason = "everything must go";

    [Fact]
    public async Task Eighty_thousand_wipes_from_the_page_the_api_and_a_pipeline_at_once_put_no_more_than_the_budget_at_risk()
    {
        await using var console = await RunningConsole.StartAsync(Budget, options: o => o with { AnswerWithin = new ConsoleOptions().AnswerWithin });
        var ada = await console.DeskOfAsync("ada", Role.Owner);
        await console.MakeOperatorAsync("ben", Role.Approver);
        using var api = console.Api(await TokenAsync(ada, "api"));
        var pipeline = await TokenAsync(ada, "pipeline");
        await SeedAsync(console);
        var answers = new ConcurrentDictionary<string, int>();
        await Task.WhenAll(
            OrderAsync(0, n => PageAsync(ada, n), answers), OrderAsync(1, n => HttpAsync(api, n), answers), CommandLineAsync(console, pipeline, answers));
        Assert.Equal(Vms, answers.Values.Sum());
        Assert.Empty(answers.Keys.Except(["requested", "held", "released"]));
        await EverythingIsAnsweredAsync(console);
        await NoMoreThanTheBudgetPassedAsync(console);
        await NothingIsLostAndNobodyApprovesAloneAsync(console, ada);
    }

    private static Task EverythingIsAnsweredAsync(RunningConsole console) => Eventually.TrueAsync(
        async () => (await console.Fleet.ViewAsync(Refs.Governor)).View.Holds.Sum(h => h.Left) == Vms - Budget
            && (await StepsInTheStoreAsync(console)).GetValueOrDefault(WipeStep.Requested) == 0,
        TimeSpan.FromMinutes(10));

    private static async Task NoMoreThanTheBudgetPassedAsync(RunningConsole console)
    {
        var (steps, log) = (await StepsInTheStoreAsync(console), console.Server.Services.GetRequiredService<IEventLog>());
        Assert.Equal((Budget, Vms - Budget), (steps[WipeStep.Released], steps[WipeStep.Held]));
        Assert.Equal(Budget, (await log.ReadAsync(new EventQuery(Kind: "vm", Type: "wipe-released", Take: 200), default)).Length);
        Assert.Equal(Budget, (await log.ReadAsync(new EventQuery(Kind: "governor", Type: "charged", Take: 200), default)).Length);
    }

    private static async Task<Dictionary<WipeStep, int>> StepsInTheStoreAsync(RunningConsole console)
    {
        var (store, kind, steps) = ((SqliteStore)console.Server.Services.GetRequiredService<IFleetIndex>(), FleetKinds.All.Kind("vm"), new Dictionary<WipeStep, int>());
        for (string? after = null; await store.PageAsync("vm", after, 1000, default) is { IsEmpty: false } page; after = page[^1].Id.Key)
            foreach (var stored in page)
            {
                var step = ((VmView)kind.Load(stored.Id, stored, FleetKinds.All).View(DateTimeOffset.UtcNow)!).Wipe!.Step;
                steps[step] = steps.GetValueOrDefault(step) + 1;
            }

        return steps;
    }

    private static async Task NothingIsLostAndNobodyApprovesAloneAsync(RunningConsole console, FleetDesk ada)
    {
        var holds = (await ada.Holds.GetAsync()).Value!.Holds;
        Assert.Equal(Vms - Budget, holds.Sum(h => h.Left));
        Assert.InRange(holds.Length, 3, 6);
        foreach (var hold in holds) Assert.Equal("governor/own-order", (await ada.Holds.ApproveAsync(hold.Id, hold.Orders)).Refusal?.Code);
        var onPages = 0;
        foreach (var hold in holds)
            for (var page = 0; page < hold.Pages; page++) onPages += (await ada.Holds.PageAsync(hold.Id, page)).Value!.Orders.Length;
        Assert.Equal(Vms - Budget, onPages);
    }

    private static Task OrderAsync(int path, Func<int, Task<string>> order, ConcurrentDictionary<string, int> answers) => Parallel.ForEachAsync(
        Enumerable.Range(0, Vms).Where(n => n % 3 == path), new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (n, _) => answers.AddOrUpdate(await order(n), 1, (_, count) => count + 1));

    private static Task<string> PageAsync(FleetDesk desk, int n) => UntilTakenAsync(async () =>
    {
        var answer = await desk.Vms.RequestWipeAsync(PhoneOf(n), "work", Reason, $"order-{n}", 1);
        return answer.Ok ? answer.Value.Step.ToString().ToLowerInvariant() : answer.Refusal.Code;
    });

    private static Task<string> HttpAsync(HttpClient client, int n) => UntilTakenAsync(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, WorkVm.Path(PhoneOf(n), "wipes")) { Content = JsonContent.Create(new { reason = Reason, epoch = 1 }) };
        request.Headers.Add("Idempotency-Key", "everything");
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>();
        return (string?)(body!["step"] ?? body["code"]) ?? "nothing";
    });

    // What is answered `fleet/busy` was not done: whoever ordered it asks again under the same key, as the command line does by itself.
    private static async Task<string> UntilTakenAsync(Func<Task<string>> order)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await order();
            if (answer != "fleet/busy" || tries == MaxTries) return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20 * tries)));
        }
    }

    // The program itself, as a process of its own: one invocation for the whole list.
    private static async Task CommandLineAsync(RunningConsole console, string token, ConcurrentDictionary<string, int> answers)
    {
        var list = string.Join('\n', Enumerable.Range(0, Vms).Where(n => n % 3 == 2).Select(PhoneOf));
        var run = await Script.FeedAsync(list, console.Server.Url, token, "wipe-list", "-", "--reason", Reason, "--at-once", "256", "--output", "json");
        Assert.True(run.Exit is 0 or 5, run.Error);
        foreach (var item in JsonNode.Parse(run.Output)!["items"]!.AsArray()) answers.AddOrUpdate((string)(item!["step"] ?? item["code"])!, 1, (_, count) => count + 1);
    }

    private static async Task<string> TokenAsync(FleetDesk desk, string name) =>
        (await desk.Tokens.IssueAsync(name, [Capability.Wipe, Capability.FleetRead])).Value!.Text;

    // Written as hardware is, so an order for it may stand.
    private static string PhoneOf(int n) => $"{n:x20}";

    // The VMs stand in the store as their phones' enrolment left them, but for the letters to the phones.
    private static async Task SeedAsync(RunningConsole console)
    {
        var store = (SqliteStore)console.Server.Services.GetRequiredService<IFleetIndex>();
        await Parallel.ForEachAsync(Enumerable.Range(0, Vms), new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (n, cancel) =>
        {
            var (id, kind) = (new GrainId("vm", $"{PhoneOf(n)}:work"), FleetKinds.All.Kind("vm"));
            var attach = kind.Encode(new VmCommand.Attach(PhoneOf(n), $"phone {n}", "work", VmOwner.Organisation));
            var outcome = kind.Load(id, null, FleetKinds.All).Turn(new CommandEnvelope(id, "seed", Actor.System, null, 0, attach), DateTimeOffset.UtcNow);
            Assert.True(await store.SaveAsync(outcome.Write! with { Letters = [] }, cancel));
        });
    }
}
