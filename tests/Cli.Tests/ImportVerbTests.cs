using System.Text.Json.Nodes;
using Twofold.Policies;

namespace Twofold.Cli.Tests;

/// <summary>Importing speaks to no server, so each of these runs without one.</summary>
public sealed class ImportVerbTests : IDisposable
{
    private const string Compliance = """
        { "@odata.type": "#microsoft.graph.androidWorkProfileCompliancePolicy", "displayName": "Everyone",
          "passwordMinutesOfInactivityBeforeLock": 5, "osMinimumVersion": "11.0", "osMaximumVersion": null }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twofold-imports-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_documents_go_to_standard_output_and_the_report_to_standard_error()
    {
        var run = await ImportAsync(Write("a.json", Compliance));
        Assert.Equal(0, run.Exit);
        Assert.True(PolicySet.Read([new("imported.yaml", run.Output)]).IsValid, run.Output);
        Assert.Contains("screen.auto-lock: 5m # passwordMinutesOfInactivityBeforeLock", run.Output, StringComparison.Ordinal);
        Assert.Contains("2 keys mapped, 2 not applicable, 1 unsupported", run.Error, StringComparison.Ordinal);
        Assert.Contains("osMinimumVersion", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_file_to_write_the_report_goes_to_standard_output_and_names_do_not_clash()
    {
        var target = Path.Combine(_folder.FullName, "imported.yaml");
        var run = await ImportAsync(Write("a.json", Compliance), Write("b.json", Compliance), "--out", target);
        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains($"written to {target}", run.Output, StringComparison.Ordinal);
        var set = PolicySet.Read([new("imported.yaml", await File.ReadAllTextAsync(target))]);
        Assert.Equal(["everyone", "everyone-2"], set.Set!.Policies.Select(p => p.Name));
    }

    [Fact]
    public async Task An_import_as_json_has_these_members()
    {
        var run = await ImportAsync(Write("a.json", Compliance), "--output", "json");
        var json = JsonNode.Parse(run.Output)!;
        Assert.Equal("documents,imports,levels", Members(json));
        Assert.Equal("file,keys,kind,mapped,name,notApplicable,unsupported", Members(json["imports"]![0]!));
        Assert.Equal("column,line,outcome,path,says,value,why", Members(json["imports"]![0]!["keys"]![0]!));
        Assert.Equal(["not-applicable", "mapped", "mapped", "unsupported", "not-applicable"], json["imports"]![0]!["keys"]!.AsArray().Select(k => (string?)k!["outcome"]));
    }

    [Fact]
    public async Task Levels_of_a_family_name_the_keys_by_which_a_higher_one_is_looser()
    {
        var (low, high) = (Write("low.json", Compliance), Write("high.json", Compliance.Replace("Lock\": 5", "Lock\": 15", StringComparison.Ordinal)));
        var looser = JsonNode.Parse((await ImportAsync(low, high, "--levels", "--output", "json")).Output)!["levels"]!.AsArray();
        Assert.Equal(
            """{"path":"passwordMinutesOfInactivityBeforeLock","setting":"screen.auto-lock","before":"5m","here":"15m"}""",
            Assert.Single(Assert.Single(looser)!["breaks"]!.AsArray())!.ToJsonString());
        var stricter = await ImportAsync(high, low, "--levels");
        Assert.Contains("low.json is at least as strict as ", stricter.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_with_problems_are_3_all_are_listed_and_nothing_is_written()
    {
        var target = Path.Combine(_folder.FullName, "imported.yaml");
        var run = await ImportAsync(Write("a.json", Compliance), Write("b.json", "{ \"name\": 1, \"name\": 2 }"), Write("c.json", "nonsense"), "--out", target);
        Assert.Equal(3, run.Exit);
        Assert.Contains("b.json:1:14: the key `name` stands on line 1 already (import/duplicate-key)", run.Error, StringComparison.Ordinal);
        Assert.Contains("c.json:1:", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    [Fact]
    public async Task A_document_that_becomes_no_setting_is_3_with_its_report()
    {
        var run = await ImportAsync(Write("a.json", "{ \"version\": \"1\", \"funDisabled\": true }"));
        Assert.Equal((3, ""), (run.Exit, run.Output));
        Assert.Contains("funDisabled", run.Error, StringComparison.Ordinal);
        Assert.Contains("(import/nothing-mapped)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_and_no_file_at_all_are_2()
    {
        Assert.Equal(2, (await ImportAsync(Path.Combine(_folder.FullName, "nowhere.json"))).Exit);
        Assert.Equal(2, (await ImportAsync()).Exit);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static Task<Script.Run> ImportAsync(params string[] args) => Script.RunAsync(null, null, ["policy", "import", .. args]);

    private static string Members(JsonNode node) => string.Join(',', node.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal));
}
