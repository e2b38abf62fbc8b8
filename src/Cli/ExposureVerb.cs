using System.CommandLine;

namespace Twofold.Cli;

/// <summary><c>exposures</c>.</summary>
static class ExposureVerb
{
    public static Command Exposures()
    {
        var kind = new Option<string?>("--exposure") { Description = "until, unbounded or no-longer" };
        var page = new Option<int>("--page") { Description = "from 1", DefaultValueFactory = _ => 1 };
        var size = new Option<int>("--size") { Description = "rows of a page, at most 200", DefaultValueFactory = _ => 50 };
        return new Command("exposures", "Lists work VMs of phones out of contact, the longest readable first.") { kind, page, size }.Does(async s =>
        {
            var query = Query.Of(("sort", "-readable_until"), ("page", $"{s.Get(page)}"), ("size", $"{s.Get(size)}"))
                .And("filter", s.Get(kind) is { } only ? [$"exposure={only}"] : []);
            var found = await s.Api.GetAsync($"exposures{query}", s.Cancel);
            s.Screen.Result(found, () =>
            {
                s.Screen.Table(["PHONE", "NAME", "SLOT", "READABLE", "UNTIL", "SILENT SINCE", "RECORD", "WIPE"], found.Rows("items").Select(e =>
                    e.Cells("phone", "name", "slot", "exposure", "readableUntil", "silentSince", "standing", "wipe")));
                s.Screen.Line($"{found.Rows("items").Count()} of {found["total"]}, page {found["page"]}");
            });
            return ExitCode.Done;
        });
    }
}
