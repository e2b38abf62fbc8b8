using System.Text.Json.Nodes;
using Twofold.Web.Tests.Running;

namespace Twofold.Cli.Tests;

/// <summary>What scripts read stays as it is: the members of each answer are listed here.</summary>
public sealed class OutputTests(SharedConsole shared) : IClassFixture<SharedConsole>
{
    [Fact]
    public async Task Phones_as_json_have_these_members()
    {
        var page = await JsonAsync("phones", "--search", "Ada");
        Assert.Equal("atLeast,items,next,page,size,total", Members(page));
        Assert.Equal(
            "desiredVersion,id,labels,lastContact,name,observedVersion,owner,personalState,policyRevision,state,verdict,wipe,workState",
            Members(page["items"]![0]!));
    }

    [Fact]
    public async Task Lists_of_the_fleet_as_json_have_these_members()
    {
        await JsonAsync("wipe", await shared.Console.EnrolAsync("listed to be wiped"), "--reason", "left in a taxi");
        var orders = await JsonAsync("orders", "--search", "listed", "--filter", "kind=wipe");
        Assert.Equal("epoch,kind,orderId,phone,phoneName,reason,requestedAt,requestedBy,slot,step,stepAt", Members(orders["items"]![0]!));
        Assert.Equal(0, (int)(await JsonAsync("findings", "--filter", "severity=non-compliant"))["total"]!);
    }

    [Fact]
    public async Task Personas_and_vms_as_json_have_these_members()
    {
        var phone = await shared.Console.EnrolAsync("listed with its persona");
        await JsonAsync("lock", phone, "--reason", "left in a taxi");
        Assert.Equal("epoch,id,owner,phone,since,slot,status", Members((await JsonAsync("personas", "--filter", $"phone={phone}"))["items"]![0]!));
        var vms = await JsonAsync("vms", "list", "--search", "listed with its persona", "--filter", "lock=released");
        Assert.Equal("desired,epoch,lock,owner,phone,phoneName,slot,state,wipe,wipeAt,wipeOrder", Members(Assert.Single(vms["items"]!.AsArray())!));
    }

    [Fact]
    public async Task Backups_as_json_have_these_members_and_a_server_without_a_folder_refuses()
    {
        Assert.Equal("items", Members(await JsonAsync("backups")));
        var token = await shared.Console.TokenAsync(SharedConsole.Everything);
        var run = await Script.RunAsync(shared.Console.Server.Url, token, "backup", "--wait");
        Assert.Equal(4, run.Exit);
        Assert.Contains("(backup/no-folder)", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_as_json_have_these_members()
    {
        var group = await JsonAsync("group", "set", "pilots", "--label", "ring=pilot", "--description", "who goes first");
        Assert.Equal("changedAt,changedBy,description,matchLabels,name,phones", Members(group));
        Assert.Equal("changedAt,changedBy,description,labels,name,phones,scope", Members((await JsonAsync("groups", "--search", "pilot"))["items"]![0]!));
        await JsonAsync("group", "set", "pilots", "--phone", shared.Phone);
        Assert.Equal("enrolled,id,labels,name,online,owner", Members((await JsonAsync("group", "phones", "pilots"))["items"]![0]!));
        Assert.Equal("name,removed", Members(await JsonAsync("group", "remove", "pilots")));
    }

    [Fact]
    public async Task A_phone_as_json_has_these_members()
    {
        var phone = await JsonAsync("phone", shared.Phone);
        Assert.Equal(
            "agent,barred,complaint,conflict,desiredVersion,escalated,escalating,exposures,foreignOrders,hypervisor,id,labels,lastContact,name,observedVersion,online,owner,policyRevision,receivedVersion,settled,vms,waiting",
            Members(phone));
        Assert.Equal("desired,epoch,lock,lockOrder,observedAt,owner,settings,slot,state,storageBytes,unreadableSince,wipe", Members(phone["vms"]![0]!));
        Assert.Equal(["work", "personal"], phone["vms"]!.AsArray().Select(v => (string?)v!["slot"]));
    }

    [Fact]
    public async Task A_plan_as_json_has_these_members()
    {
        using var files = PolicyFiles.With("network.mode: none");
        var plan = await JsonAsync("policy", "plan", files.Path);
        Assert.Equal("basedOn,classes,code,message,phones,planDigest,problems,setDigest,vmsAtRisk", Members(plan));
        Assert.Equal("changes,count,phones", Members(plan["classes"]![0]!));
        Assert.Equal("new,old,origins,scope,setting", Members(plan["classes"]![0]!["changes"]![0]!));
    }

    [Fact]
    public async Task A_plan_lists_every_phone_vm_and_setting_when_asked()
    {
        using var files = PolicyFiles.With("network.mode: none", "vm.vcpus: 3");
        var token = await shared.Console.TokenAsync(SharedConsole.Everything);
        var lines = (await Script.RunAsync(shared.Console.Server.Url, token, "policy", "plan", files.Path, "--every")).Output;
        Assert.Matches($@"{shared.Phone} +vm:work +network\.mode +internet +none", lines);
        Assert.Matches($@"{shared.Phone} +vm:work +vm\.vcpus +1 +3", lines);
    }

    [Fact]
    public async Task An_explanation_as_json_has_these_members()
    {
        var why = await JsonAsync("policy", "explain", shared.Phone);
        Assert.Equal("approvedBy,author,inForceSince,phone,revision,vm", Members(why));
        Assert.Equal("findings,scope,values,verdict", Members(why["vm"]!));
        Assert.Equal("claimed,observed,origins,overrode,required,setting", Members(why["vm"]!["values"]![0]!));
    }

    [Fact]
    public async Task Revisions_as_json_have_these_members_and_as_text_say_what_they_changed()
    {
        using var files = PolicyFiles.With("screen.auto-lock: 2m");
        var revision = (await JsonAsync("policy", "apply", files.Path, "--yes", "--note", "lock sooner"))["revision"]!.ToString();
        var page = await JsonAsync("policy", "revisions", "--size", "1");
        Assert.Equal("items,page,size,total", Members(page));
        const string One = "approvedBy,author,digest,inForceSince,note,revision,rollout,tookBack,vmsAtRisk";
        Assert.Equal(One, Members(Assert.Single(page["items"]!.AsArray())!));
        var shown = await JsonAsync("policy", "revision", revision);
        Assert.Equal("before,changes,files,inForce,revision", Members(shown));
        Assert.Equal((One, "name,text"), (Members(shown["revision"]!), Members(shown["files"]![0]!)));

        var token = await shared.Console.TokenAsync(SharedConsole.Everything);
        var text = (await Script.RunAsync(shared.Console.Server.Url, token, "policy", "revision", revision, "--files")).Output;
        Assert.Matches($"^revision {revision} by ", text);
        Assert.Contains("lock sooner", text, StringComparison.Ordinal);
        Assert.Matches(@"screen.auto-lock +\S+ +2m", text);
        Assert.Contains("apiVersion: twofold/v1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_what_if_as_json_has_these_members()
    {
        using var files = PolicyFiles.With("unlock.history: 5");
        var found = await JsonAsync("policy", "what-if", files.Path, "--take", "1");
        Assert.Equal("atLeast,basedOn,code,items,message,needSomebody,phones,problems,settings,total,untilPushed,verdicts,vms", Members(found));
        Assert.Equal("after,now,setting,then,vms", Members(found["settings"]![0]!));
        Assert.Equal("after,needsSomebody,now,observed,phone,phoneName,remedy,required,setting,slot,then", Members(Assert.Single(found["items"]!.AsArray())!));
    }

    [Fact]
    public async Task An_explanation_is_of_one_setting_or_of_all()
    {
        var explained = await JsonAsync("policy", "explain", shared.Phone, "--setting", "vm.memory");
        Assert.Equal("vm.memory", (string?)Assert.Single(explained["vm"]!["values"]!.AsArray())!["setting"]);
        Assert.Contains("screen.capture", (await JsonAsync("policy", "explain", shared.Phone, "--all"))["vm"]!["values"]!.AsArray().Select(v => (string?)v!["setting"]));
    }

    [Fact]
    public async Task A_wipe_as_json_has_these_members()
    {
        var phone = await shared.Console.EnrolAsync("to be wiped");
        var wipe = await JsonAsync("wipe", phone, "--reason", "left in a taxi");
        Assert.Equal("approvedBy,code,epoch,orderId,reason,receipt,receiptJws,requestedBy,step,times,unreadableSince", Members(wipe));
        Assert.Equal("released", (string?)wipe["step"]);
    }

    [Fact]
    public async Task Holds_audit_and_enrolments_as_json_have_these_members()
    {
        Assert.Equal("approvers,buckets,items,settings,spentThisDay,spentThisHour,unknownUntil,vmsPerHour", Members(await JsonAsync("holds")));
        var audit = await JsonAsync("audit", "--size", "3");
        Assert.Equal("items,next", Members(audit));
        Assert.Equal("actor,actorKind,at,facts,grain,position,type", Members(audit["items"]![0]!));
        Assert.Equal("code,expiresAt,id", Members(await JsonAsync("enrol", "new phone", "--label", "team=field")));
    }

    [Fact]
    public async Task Text_for_people_shows_the_phone_and_the_enrolment_code()
    {
        var token = await shared.Console.TokenAsync(SharedConsole.Everything);
        var phones = await Script.RunAsync(shared.Console.Server.Url, token, "phones");
        Assert.Contains(shared.Phone, phones.Output, StringComparison.Ordinal);
        Assert.Contains("Ada's phone", phones.Output, StringComparison.Ordinal);
        var enrol = await Script.RunAsync(shared.Console.Server.Url, token, "enrol", "another");
        Assert.Contains("twofold:1:", enrol.Output, StringComparison.Ordinal);
        Assert.Contains("█", enrol.Output, StringComparison.Ordinal);
    }

    private async Task<JsonNode> JsonAsync(params string[] args)
    {
        var token = await shared.Console.TokenAsync(SharedConsole.Everything);
        var run = await Script.RunAsync(shared.Console.Server.Url, token, [.. args, "--output", "json"]);
        Assert.True(run.Exit == 0, run.Error);
        return JsonNode.Parse(run.Output)!;
    }

    private static string Members(JsonNode node) => string.Join(',', node.AsObject().Select(m => m.Key).Order(StringComparer.Ordinal));
}
