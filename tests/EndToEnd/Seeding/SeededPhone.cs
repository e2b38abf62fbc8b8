using System.Collections.Immutable;
using Twofold.Fleet;
using Twofold.Fleet.Leases;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;
using Twofold.Web.Desk;

namespace Twofold.EndToEnd.Tests.Seeding;

/// <summary>A phone without hardware: it says to its grain what the gateway would say after hearing it from a phone.</summary>
public sealed class SeededPhone(IFleet fleet, int number)
{
    private static readonly ImmutableArray<string> Owners =
    [
        "Amara Okafor", "Bruno Keller", "Chiara Rossi", "Dmitri Volkov", "Elif Demir", "Farid Haddad", "Greta Lindqvist", "Hiro Tanaka",
        "Inês Carvalho", "Jonas Weber", "Katya Marin", "Liam Byrne",
    ];

    private static readonly ImmutableArray<string> Teams = ["field", "sales", "support"];
    private static readonly ImmutableArray<string> Sites = ["lisbon", "oslo", "graz", "porto"];

    /// <summary>The slots of every seeded phone.</summary>
    public static readonly ImmutableArray<SlotDeclaration> Slots = [new("work", VmOwner.Organisation), new("personal", VmOwner.Personal)];

    private readonly string session = $"seeded-{number}";

    /// <summary>Its id.</summary>
    public string Id { get; } = PhoneId.From($"seeded-hardware-{number:0000}");

    /// <summary>Its name.</summary>
    public string Name { get; } = $"phone-{number:0000}";

    /// <summary>Whose it is.</summary>
    public string Owner { get; } = Owners[number % Owners.Length];

    /// <summary>Its labels.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; } = ImmutableSortedDictionary<string, string>.Empty
        .Add("team", Teams[number % Teams.Length]).Add("site", Sites[number % Sites.Length]);

    private static readonly ImmutableSortedDictionary<string, LeaseTerms> Lease =
        ImmutableSortedDictionary<string, LeaseTerms>.Empty.Add("work", LeaseTerms.Default);

    private Actor Self => Actor.Phone(Id);

    private PhoneFacts Facts => new(Id, Labels);

    /// <summary>The phone as readers see it.</summary>
    public async Task<PhoneView> ViewAsync() => (await fleet.ViewAsync(Refs.Phone(Id))).View;

    /// <summary>Its work VM as readers see it.</summary>
    public async Task<VmView> WorkAsync() => (await fleet.ViewAsync(Refs.Vm(Id, "work"))).View;

    /// <summary>Joins, and waits until its work VM is wanted and its policies are known.</summary>
    public async Task EnrolAsync()
    {
        await AskAsync(
            new PhoneCommand.Enrol($"seeded-{number}", $"seeded-hardware-{number:0000}", Name, Owner, Labels, "AAAA", new string('0', 64), Slots), Actor.System);
        await Until.TrueAsync(async () => (await ViewAsync()).Desired.Vms.Length > 0);
        var work = SeededPolicy.Document(Facts, PolicyScope.Vm("work"));
        var flows = SeededPolicy.Document(Facts, PolicyScope.Phone);
        await AskAsync(
            new PhoneCommand.SetPolicies(1, flows.Digest, ImmutableSortedDictionary<string, string>.Empty.Add("work", work.Digest), Lease), Actor.System);
    }

    /// <summary>Opens its socket.</summary>
    /// <param name="applied">The version it says it has; the one it was asked for when not given.</param>
    public async Task ConnectAsync(long? applied = null)
    {
        var version = applied ?? (await ViewAsync()).Desired.Version;
        await AskAsync(new PhoneCommand.Connected(session, "twofold-agent 0.1.0", "QEMU 7.2", 1, [.. SettingCatalogue.CarriedOut.Select(s => s.Key)], version), Self);
    }

    /// <summary>Closes its socket.</summary>
    public Task DisconnectAsync() => AskAsync(new PhoneCommand.Disconnected(session), Self);

    /// <summary>Reports that it did all it was asked to.</summary>
    /// <param name="work">The state of its work VM; null for what is wanted.</param>
    /// <param name="odd">Settings that it read back otherwise than required; a null value was not seen.</param>
    public async Task ReportAsync(GuestState? work = null, params (string Key, string? Text)[] odd)
    {
        var view = await ViewAsync();
        var wanted = view.Desired.Vms.FirstOrDefault(v => v.Slot == "work");
        var settings = Observed(PolicyScope.Vm("work"), odd);
        var flows = Observed(PolicyScope.Phone, odd);
        ImmutableArray<WorkVmReport> works = wanted is null
            ? [new("work", 1, GuestState.Absent, null, ImmutableSortedDictionary<string, ObservedSetting>.Empty, 0, null)]
            : [new("work", wanted.Epoch, work ?? StateOf(wanted.Lifecycle), wanted.Policy, settings, 6_442_450_944, null)];
        var report = new PhoneReport(
            view.Desired.Version, true, DateTimeOffset.UtcNow, works, [new("personal", GuestState.Running, 21_474_836_480)], flows, []);
        var findings = Judge(PolicyScope.Vm("work"), settings).AddRange(Judge(PolicyScope.Phone, flows));
        var verdict = wanted is null ? VerdictState.Unknown : findings.Select(f => f.State).DefaultIfEmpty(VerdictState.Compliant).Max();
        await AskAsync(new PhoneCommand.Observed(report, verdict, wanted is null ? [] : findings), Self);
    }

    /// <summary>Says the same once more, judged by documents that say this of escalation.</summary>
    public async Task EscalateAsync(string terms)
    {
        var view = await ViewAsync();
        var escalations = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("work", terms);
        await AskAsync(new PhoneCommand.Observed(view.Report! with { Version = view.Desired.Version }, view.Verdict, view.Findings, escalations), Self);
    }

    /// <summary>Says that it has stored everything it was asked for.</summary>
    public async Task ReceiveAsync() => await AskAsync(new PhoneCommand.Received((await ViewAsync()).Desired.Version), Self);

    /// <summary>Begins to carry out an order, or refuses it.</summary>
    public Task AnswerAsync(string orderId, string? refusal = null) =>
        AskAsync(new PhoneCommand.OrderReported(orderId, refusal is null, refusal), Self);

    /// <summary>Reads back that a lock order closed its work VM.</summary>
    public async Task ReportLockedAsync()
    {
        var view = await ViewAsync();
        var last = view.Report!;
        var closed = last with { Version = view.Desired.Version, Work = [last.Work[0] with { State = GuestState.Suspended, Lock = LockReasons.Order }] };
        await AskAsync(new PhoneCommand.Observed(closed, view.Verdict, view.Findings), Self);
    }

    /// <summary>Refuses what it was sent.</summary>
    public Task ComplainAsync(string code, string explanation) => AskAsync(new PhoneCommand.Complained(code, explanation, null), Self);

    /// <summary>Proves a wipe.</summary>
    public async Task ProveAsync(string orderId)
    {
        var epoch = (await WorkAsync()).Epoch;
        var receipt = new WipeReceipt(1, Id, orderId, "work", epoch, true, true, true, true, DateTimeOffset.UtcNow);
        await AskAsync(new PhoneCommand.ReceiptVerified(receipt, $"eyJhbGciOiJFUzI1NiJ9.{Base64Url(orderId)}.c2lnbmVk"), Self);
    }

    /// <summary>Waits until the newest wipe of its work VM stands on a step, and gives the order's id.</summary>
    public async Task<string> WipeAtAsync(WipeStep step)
    {
        await Until.TrueAsync(async () => (await WorkAsync()).Wipe?.Step == step);
        return (await WorkAsync()).Wipe!.OrderId;
    }

    private static GuestState StateOf(Lifecycle lifecycle) => Enum.Parse<GuestState>(lifecycle.ToString());

    private static string Base64Url(string text) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private ImmutableSortedDictionary<string, ObservedSetting> Observed(PolicyScope scope, (string Key, string? Text)[] odd) =>
        SeededPolicy.Document(Facts, scope).Values.Where(v => v.Key.IsCarriedOut).ToImmutableSortedDictionary(
            v => v.Key.Key,
            v => new ObservedSetting(odd.Any(o => o.Key == v.Key.Key) ? odd.First(o => o.Key == v.Key.Key).Text : v.Value, v.Key.Enforcement == Enforcement.Guest));

    private ImmutableArray<Finding> Judge(PolicyScope scope, ImmutableSortedDictionary<string, ObservedSetting> observed) =>
        [.. ComplianceCheck.Check(SeededPolicy.Document(Facts, scope), observed.ToDictionary(o => o.Key, o => new ObservedValue(o.Value.Text, o.Value.Claimed))).Findings];

    private async Task AskAsync(PhoneCommand command, Actor actor)
    {
        var reply = await fleet.AskAsync(Refs.Phone(Id), command, actor);
        Assert.True(reply.Ok, $"{command.GetType().Name} of {Name}: {reply.Explanation}");
    }
}
