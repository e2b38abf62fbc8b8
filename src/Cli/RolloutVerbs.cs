using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>rollouts</c> and <c>rollout show|pause|resume|roll-back|cancel ID</c>.</summary>
static class RolloutVerbs
{
    public static Command Rollouts() => new Command("rollouts", "Lists changes that go out by waves, the newest first.").Does(async s =>
    {
        var found = await s.Api.GetAsync("rollouts?sort=-revision", s.Cancel);
        s.Screen.Result(found, () => s.Screen.Table(["ROLLOUT", "REVISION", "STATUS", "WAVES", "TOLD", "OBEYING", "FAILING", "SILENT", "BEGAN", "AUTHOR"], found.Rows("items").Select(Row)));
        return ExitCode.Done;
    });

    public static Command Rollout() => new("rollout", "Shows one rollout, or acts on it.")
    {
        Show(),
        Act("pause", "Tells no further phone until somebody resumes."),
        Act("resume", "Goes on. After a halt, what has gone wrong so far is accepted."),
        Act("cancel", "Takes it back before it begins."),
        RollBack(),
    };

    private static Argument<string> Id() => new("ID") { Description = "the rollout, as `rollouts` lists it" };

    private static Command Show()
    {
        var id = Id();
        return new Command("show", "Shows its waves.") { id }.Does(async s =>
        {
            var found = await s.Api.GetAsync($"rollouts/{Uri.EscapeDataString(s.Get(id))}", s.Cancel);
            s.Screen.Result(found, () => Write(s.Screen, found));
            return ExitCode.Done;
        });
    }

    private static Command Act(string verb, string description)
    {
        var id = Id();
        return new Command(verb, description) { id }.Does(s => SendAsync(s, s.Get(id), verb, new { }));
    }

    private static Command RollBack()
    {
        var id = Id();
        var reason = new Option<string>("--reason") { Description = "kept in the audit log", Required = true };
        return new Command("roll-back", "Gives every phone the revision before.") { id, reason }.Does(s =>
            SendAsync(s, s.Get(id), "roll-back", new { reason = s.Get(reason) }));
    }

    private static async Task<int> SendAsync(Session s, string id, string verb, object body)
    {
        await s.Api.PostAsync($"rollouts/{Uri.EscapeDataString(id)}/{verb}", body, s.Cancel);
        var found = await s.Api.GetAsync($"rollouts/{Uri.EscapeDataString(id)}", s.Cancel);
        s.Screen.Result(found, () => s.Screen.Line($"{id} is {found.Text("status")}"));
        return ExitCode.Done;
    }

    private static void Write(Screen screen, JsonNode rollout)
    {
        screen.Line($"revision {rollout["revision"]} by {rollout.Text("author")}: {rollout.Text("status")}");
        if (rollout["halt"] is { } halt)
            screen.Line($"halted in wave {halt["wave"]}: {halt.Text("reason")}, {halt["phones"]} of {halt["of"]} phones");
        screen.Table(["WAVE", "REACHES", "OPENED", "PHONES", "TOLD", "OBEYING", "FAILING", "SILENT", "WAITING"], rollout.Rows("waves").Select(w =>
            w.Cells("wave", "asked", "openedAt", "phones", "told", "obeying", "failing", "silent", "waiting")));
    }

    private static IReadOnlyList<string?> Row(JsonNode rollout)
    {
        var waves = rollout.Rows("waves").ToList();
        var open = waves.Count(w => w["open"]!.GetValue<bool>());
        int Sum(string member) => waves.Sum(w => w[member]!.GetValue<int>());
        return
        [
            rollout.Text("id"), rollout.Text("revision"), rollout.Text("status"), $"{open} of {waves.Count}", $"{Sum("told")}", $"{Sum("obeying")}",
            $"{Sum("failing")}", $"{Sum("silent")}", rollout.Text("beganAt"), rollout.Text("author"),
        ];
    }
}

/// <summary>How <c>policy apply</c> is told to go by waves.</summary>
sealed class RolloutOptions
{
    private readonly Option<string?> _waves = new("--waves") { Description = "go out by waves, for example `10,5%,50%` or `group:pilots,5%`; then everyone" };
    private readonly Option<int> _atOnce = new("--at-once") { Description = "phones that change at once, at most", DefaultValueFactory = _ => 100 };
    private readonly Option<int> _minObeying = new("--min-obeying") { Description = "percent of a wave that has to obey", DefaultValueFactory = _ => 90 };
    private readonly Option<int> _maxFailing = new("--max-failing") { Description = "percent of a wave that may fail", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _maxSilent = new("--max-silent") { Description = "percent of a wave that may fall silent", DefaultValueFactory = _ => 10 };
    private readonly Option<string> _soak = new("--soak") { Description = "how long a wave has to stand", DefaultValueFactory = _ => "10m" };
    private readonly Option<string> _silentAfter = new("--silent-after") { Description = "out of contact for longer is silent", DefaultValueFactory = _ => "2h" };
    private readonly Option<string> _stallAfter = new("--stall-after") { Description = "halt when nothing came forward for so long", DefaultValueFactory = _ => "1d" };
    private readonly Option<bool> _stays = new("--no-roll-back") { Description = "halt and wait for a person instead of rolling back" };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_waves, _atOnce, _minObeying, _maxFailing, _maxSilent, _soak, _silentAfter, _stallAfter, _stays];

    /// <summary>What is wished, or null for to everyone at once.</summary>
    public object? Read(Session s) => s.Get(_waves) is not { } waves ? null : new
    {
        waves,
        atOnce = s.Get(_atOnce),
        minObeying = s.Get(_minObeying),
        maxFailing = s.Get(_maxFailing),
        maxSilent = s.Get(_maxSilent),
        soak = s.Get(_soak),
        silentAfter = s.Get(_silentAfter),
        stallAfter = s.Get(_stallAfter),
        rollsBack = !s.Get(_stays),
    };
}
