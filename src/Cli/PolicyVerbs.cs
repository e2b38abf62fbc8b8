using System.CommandLine;
using System.Text.Json.Nodes;
using Twofold.Policies;

namespace Twofold.Cli;

/// <summary><c>policy plan DIR</c>, <c>policy apply DIR</c> and what belongs to them.</summary>
static class PolicyVerbs
{
    public static Command Policy() => new("policy", "Plans, thinks through and applies a folder of policy documents; explains what holds and shows what held.") { Plan(), WhatIfVerb.WhatIf(), Apply(), ExplainVerb.Explain(), RevisionVerbs.Revisions(), RevisionVerbs.Revision(), ImportVerb.Import(), Schema() };

    /// <summary>The argument that names a folder of documents.</summary>
    internal static Argument<string> Folder() => new("DIR") { Description = "the folder with *.yaml and *.yml files" };

    private static Command Plan()
    {
        var folder = Folder();
        var every = new Option<bool>("--every") { Description = "one line for every phone, VM and setting that would change" };
        return new Command("plan", "Shows what the documents would change, and for which phones.") { folder, every }.Does(async s =>
        {
            if (Local(s, s.Get(folder)) is not { } files) return ExitCode.Problems;
            var plan = s.Get(every) ? await s.Api.PostAsync("policy/plan", new { files, phones = PlanText.EveryPhone }, s.Cancel) : await PlanAsync(s, files);
            s.Screen.Result(plan, () => PlanText.Write(s.Screen, plan, s.Get(every)));
            return ExitCode.Done;
        });
    }

    private static Command Apply()
    {
        var folder = Folder();
        var yes = new Option<bool>("--yes") { Description = "do not ask" };
        var expect = new Option<string?>("--expect-plan") { Description = "apply only if the plan still has this digest" };
        var note = new Option<string>("--note") { Description = "kept with the revision", DefaultValueFactory = _ => string.Empty };
        var rollout = new RolloutOptions();
        var apply = new Command("apply", "Puts the documents in force: for everyone at once, or by waves.") { folder, yes, expect, note };
        foreach (var option in rollout.All) apply.Add(option);
        return apply.Does(async s =>
        {
            if (Local(s, s.Get(folder)) is not { } files) return ExitCode.Problems;
            var plan = await PlanAsync(s, files);
            if (s.Screen.Format == OutputFormat.Text) PlanText.Write(s.Screen, plan);
            Agree(plan, s.Get(expect), s.Get(yes));
            var body = new { planDigest = plan.Text("planDigest"), files, note = s.Get(note), rollout = rollout.Read(s) };
            return Say(s, await s.Api.PostAsync("policy/apply", body, s.Cancel));
        });
    }

    private static Command Schema() =>
        new Command("schema", "Writes the JSON Schema of policy documents, for editors that complete and check them.").Does(s =>
        {
            s.Screen.Result(JsonNode.Parse(PolicySchema.Json)!, () => s.Screen.Line(PolicySchema.Json));
            return Task.FromResult(ExitCode.Done);
        });

    /// <summary>The files of a folder, or null when problems stand in them: all are shown at once, before anything is sent.</summary>
    internal static IReadOnlyList<object>? Local(Session s, string folder)
    {
        var set = PolicyFolder.Read(folder);
        if (set.IsValid) return [.. set.Set.Sources.Select(f => new { name = f.Name, text = f.Text })];
        ShowProblems(s, set.Problems);
        return null;
    }

    /// <summary>Lists what is wrong: for people as a compiler would, for programs as one object.</summary>
    internal static void ShowProblems(Session s, IReadOnlyList<PolicyProblem> problems)
    {
        foreach (var problem in problems) Console.Error.WriteLine(problem.ToString());
        s.Screen.Result(new JsonObject { ["code"] = "policy/problems", ["problems"] = new JsonArray([.. problems.Select(Describe)]) }, () => { });
    }

    private static JsonNode Describe(PolicyProblem p) => new JsonObject
    {
        ["code"] = p.Code, ["file"] = p.File, ["line"] = p.Line, ["column"] = p.Column, ["message"] = p.Message, ["suggestion"] = p.Suggestion,
    };

    private static Task<JsonNode> PlanAsync(Session s, IReadOnlyList<object> files) => s.Api.PostAsync("policy/plan", new { files }, s.Cancel);

    private static void Agree(JsonNode plan, string? expected, bool yes)
    {
        if (expected is not null && expected != plan.Text("planDigest"))
            throw new CliException(ExitCode.Refused, "policy/plan-outdated", "the plan is not the expected one: look at it again");
        if (yes || expected is not null) return;
        if (Console.IsInputRedirected) throw new CliException(ExitCode.Usage, "cli/not-confirmed", "say `--yes`, or `--expect-plan` with the plan's digest");
        Console.Error.Write("Apply this? [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes")) throw new CliException(ExitCode.Refused, "cli/not-confirmed", "nothing was applied");
    }

    private static int Say(Session s, JsonNode applied)
    {
        var outcome = applied.Text("outcome");
        s.Screen.Result(applied, () => s.Screen.Line(outcome switch
        {
            "in-force" => $"in force as revision {applied["revision"]} ({applied.Text("proposalId")})",
            "rejected" => "rejected by the governor",
            _ => $"waits for a second person: {applied["vmsAtRisk"]} work VMs are at risk ({applied.Text("proposalId")})",
        }));
        return outcome switch { "in-force" => ExitCode.Done, "rejected" => ExitCode.Refused, _ => ExitCode.Held };
    }
}
