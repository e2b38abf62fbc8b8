using Microsoft.Playwright;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Journeys;

/// <summary>A pipeline in a shell script, with nothing but the command line, its token and its exit codes; and the second person.</summary>
public sealed class PipelineTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twofold-pipeline-");

    private const string Policy = """
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: work-baseline }
        spec:
          slot: work
          settings: { network.mode: restricted, usb.passthrough: blocked }
        """;

    // What a release pipeline would run: it stops at the first command that does not end as expected.
    private const string Script = """
        set -eu
        expect() { want=$1; shift; got=0; "$@" || got=$?; [ "$got" = "$want" ] || { echo "expected $want, got $got: $*"; exit 90; }; }
        twofold() { dotnet "$TWOFOLD_CLI" "$@"; }
        id() { twofold phones --search "$1" --output json | sed -n 's/.*"id": *"\([0-9a-f]*\)".*/\1/p' | head -n 1; }
        expect 0 twofold phones
        printf 'kind: Policy\nmetadata: { name: x }\n' > "$POLICIES/broken.yaml"
        expect 3 twofold policy plan "$POLICIES"
        rm "$POLICIES/broken.yaml"
        expect 0 twofold policy plan "$POLICIES"
        expect 0 twofold policy apply "$POLICIES" --yes
        expect 0 twofold vms stop "$(id sim-0003)"
        expect 0 twofold wipe "$(id sim-0001)" --reason "left in a taxi" --order first --wait
        expect 0 twofold wipe "$(id sim-0001)" --reason "left in a taxi" --order first --wait
        expect 5 twofold wipe "$(id sim-0002)" --reason "lost at sea" --order second
        TWOFOLD_TOKEN=tf_unknown_0000 expect 6 twofold phones
        TWOFOLD_URL=http://127.0.0.1:1 expect 7 twofold phones
        echo script done
        """;

    [Fact]
    public async Task A_script_applies_a_policy_and_wipes_and_above_the_budget_a_second_person_releases()
    {
        await using var console = await ConsoleProcess.StartAsync(budget: 1, "sim-0001", "sim-0002", "sim-0003");
        await using var simulator = LongRunning.Start(
            Built.Program("Fleet.Simulator", "twofold-simulator"), "--phones", "3", "--data", Path.Combine(_folder.FullName, "phones"), "--codes", console.CodeFile);
        await simulator.LineAsync(new("^ready"), TimeSpan.FromMinutes(2));
        var owner = await browser.NewPageAsync(baseUrl: console.Url);
        await owner.FollowLinkAsync(console.FirstLink, "ada");
        var token = await owner.IssueTokenAsync("release-pipeline");
        var invitation = await owner.InviteAsync("grace", "Approver");

        var (exit, output) = await ScriptAsync(console.Url, token);
        Assert.True(exit == 0, output);
        Assert.Contains("script done", output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, output + console.Output, StringComparison.Ordinal);

        await SecondPersonReleasesAsync(console, invitation);
        using var api = new Api(console.Url, token);
        await api.WipeIsAsync(await api.PhoneIdAsync("sim-0002"), epoch: 1, "proved");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task SecondPersonReleasesAsync(ConsoleProcess console, string invitation)
    {
        var approver = await browser.NewPageAsync(baseUrl: console.Url);
        await approver.FollowLinkAsync(invitation, userName: null);
        await approver.GotoLiveAsync("/holds");
        await Expect(approver.GetByText("lost at sea")).ToBeVisibleAsync();
        await approver.KeepAsync("hold-light");
        await approver.GetByRole(AriaRole.Button, new() { Name = "Approve…" }).ClickAsync();
        await approver.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await Expect(approver.GetByText("lost at sea")).ToHaveCountAsync(0);
    }

    private async Task<(int Exit, string Output)> ScriptAsync(string url, string token)
    {
        var policies = _folder.CreateSubdirectory("policies").FullName;
        await File.WriteAllTextAsync(Path.Combine(policies, "base.yaml"), Policy);
        var script = Path.Combine(_folder.FullName, "pipeline.sh");
        await File.WriteAllTextAsync(script, Script);
        return await Built.RunAsync(
            "env", [$"TWOFOLD_URL={url}", $"TWOFOLD_TOKEN={token}", $"TWOFOLD_CLI={Built.Program("Cli", "twofold")}", $"POLICIES={policies}", "bash", script],
            check: false);
    }
}
