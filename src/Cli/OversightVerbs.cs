using System.CommandLine;

namespace Twofold.Cli;

/// <summary><c>audit</c>.</summary>
static class OversightVerbs
{
    public static Command Audit()
    {
        var size = new Option<int>("--size") { Description = "entries, at most 200", DefaultValueFactory = _ => 50 };
        var before = new Option<long?>("--before") { Description = "only entries before this position" };
        var kind = new Option<string?>("--kind") { Description = "only of this kind of grain, for example vm" };
        var key = new Option<string?>("--key") { Description = "only of the grain with this key; needs --kind" };
        var actor = new Option<string?>("--actor") { Description = "only by this person, token or phone" };
        return new Command("audit", "Lists what happened, newest first.") 
        {
            size, before, kind, key, actor, ProofVerbs.Export(), ProofVerbs.Verify(), ProofVerbs.Key(), ProofVerbs.Checkpoint(), ProofVerbs.Erase(),
        }.Does(async s =>
        {
            var query = Query.Of(
                ("size", $"{s.Get(size)}"), ("before", s.Get(before)?.ToString()), ("kind", s.Get(kind)), ("key", s.Get(key)), ("actor", s.Get(actor)));
            var found = await s.Api.GetAsync($"audit{query}", s.Cancel);
            s.Screen.Result(found, () => s.Screen.Table(["POSITION", "AT", "GRAIN", "EVENT", "BY"], found.Rows("items").Select(e =>
                e.Cells("position", "at", "grain", "type", "actor"))));
            return ExitCode.Done;
        });
    }
}
