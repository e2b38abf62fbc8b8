using Twofold.Fleet.Backups;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Erasures;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Groups;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Personas;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;
using Twofold.Fleet.Tests.Laws;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tokens;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Golden;

public sealed class TransitionTableTests
{
    [Fact]
    [Trait(Proof.Table, "phone")]
    public void Phones_answer_every_command_as_the_table_says()
    {
        var table = new Table<PhoneRules, PhoneState, PhoneCommand, PhoneEvent, PhoneView>(
            new("phone", Sample.ThePhone), PhoneSamples.Commands, s => $"{(s.ConflictVersion is null ? (s.Session is null ? "offline" : "online") : "conflict")} v{s.Version}");
        GoldenFile.Holds("phone.table.txt", table.Print(
            ("unknown", table.After()),
            ("enrolled", table.After("enrol", "set vm running")),
            ("connected", table.After("enrol", "set vm running", "set policies", "connected")),
            ("order stands", table.After("enrol", "set vm running", "connected", "add order")),
            ("order delivered", table.After("enrol", "set vm running", "connected", "add order", "received 2")),
            ("order acknowledged", table.After("enrol", "set vm running", "connected", "add order", "received 2", "order accepted")),
            ("order dropped", table.After("enrol", "set vm running", "connected", "add order", "drop order")),
            ("order refused", table.After("enrol", "set vm running", "connected", "add order", "order refused")),
            ("wiped", table.After("enrol", "set vm running", "connected", "add order", "receipt")),
            ("lock lifting", table.After("enrol", "set vm running", "connected", "add lock", "received 2", "drop lock")),
            ("in grace", table.After("enrol", "set vm running", "set policies", "observed under terms")),
            ("lock due", Broken(table, 4)),
            ("lock asked", PhoneRules.Apply(Broken(table, 4), new PhoneEvent.Escalated(PhoneSamples.Asked(OrderKind.Lock)))),
            ("wipe due", PhoneRules.Apply(Broken(table, 20), new PhoneEvent.Escalated(PhoneSamples.Asked(OrderKind.Lock)))),
            ("mended, lock stands", Apply(Broken(table, 4), new PhoneEvent.Escalated(PhoneSamples.Asked(OrderKind.Lock)), new PhoneEvent.RuleMended("work", "vm.memory", Sample.Start))),
            ("lock due, not judged since", PhoneRules.Apply(Broken(table, 4), new PhoneEvent.PoliciesSet(3, "pp", PhoneSamples.VmPolicies("work", "w3"), 3))),
            ("silent for long", table.After("enrol", "set vm running", "set policies with a lease", "connected", "disconnected")),
            ("foreseen", table.After("add order to an unknown vm")),
            ("labels held", table.After("enrol", "set vm running", "label at risk", "labels held")),
            ("removal held", table.After("enrol", "set vm running", "connected", "ask for removal", "removal held")),
            ("removed", table.After("enrol", "set vm running", "add order", "connected", "ask for removal", "removal released")),
            ("revoked", table.After("enrol", "set vm running", "add order", "connected", "ask for revocation", "revocation released")),
            ("removed and enrolled again", table.After("enrol", "set vm running", "add order", "ask for removal", "removal released", "enrol again with another key")),
            ("restored", table.After("enrol", "set vm running", "add order", "server restored")),
            ("conflict", table.After("enrol", "set vm running", "add order", "connected with version 900"))));
    }

    [Fact]
    [Trait(Proof.Table, "vm")]
    public void Work_VMs_answer_every_command_as_the_table_says()
    {
        var table = Vms();
        GoldenFile.Holds("vm.table.txt", table.Print(
            ("unknown", table.After()),
            ("provisioned", table.After("attach")),
            ("requested", table.After("attach", "request wipe")),
            ("held", table.After("attach", "request wipe", "held")),
            ("released", table.After("attach", "request wipe", "released")),
            ("cancelling", table.After("attach", "request wipe", "released", "cancel wipe")),
            ("cancelled", table.After("attach", "request wipe", "released", "cancel wipe", "dropped")),
            ("rejected", table.After("attach", "request wipe", "held", "rejected")),
            ("delivered", table.After("attach", "request wipe", "released", "delivered")),
            ("acknowledged", table.After("attach", "request wipe", "released", "delivered", "acknowledged")),
            ("refused", table.After("attach", "request wipe", "released", "delivered", "refused")),
            ("refused, absent", table.After("attach", "request wipe", "released", "delivered", "refused", "observe absent")),
            ("foreseen", table.After("request wipe")),
            ("its phone removed", table.After("attach", "request wipe", "released", "detach")),
            ("unreadable", table.After("attach", "request wipe", "released", "lease ended")),
            ("lock requested", table.After("attach", "request lock")),
            ("lock held", table.After("attach", "request lock", "lock held")),
            ("lock released", table.After("attach", "request lock", "lock released")),
            ("locked", table.After("attach", "request lock", "lock released", "lock delivered", "lock acknowledged", "observe locked")),
            ("lock lifting", table.After("attach", "request lock", "lock released", "lock delivered", "unlock")),
            ("lock lifted", table.After("attach", "request lock", "lock released", "lock delivered", "unlock", "lock lifted")),
            ("locked and wiped", table.After("attach", "request lock", "lock released", "lock delivered", "request wipe", "released", "proved")),
            ("proved", table.After("attach", "request wipe", "released", "proved")),
            ("made anew", table.After("attach", "request wipe", "released", "proved", "reprovision"))));
    }

    [Fact]
    public void Personal_VMs_answer_every_command_as_the_table_says()
    {
        var personal = VmRules.Apply(VmRules.Initial, new VmEvent.Attached(Sample.ThePhone, "Ada's phone", "home", VmOwner.Personal, 0));
        GoldenFile.Holds("vm-personal.table.txt", Vms().Print(("personal", personal)));
    }

    [Fact]
    [Trait(Proof.Table, "governor")]
    public void The_governor_answers_every_command_as_the_table_says()
    {
        var table = new Table<GovernorRules, GovernorState, GovernorCommand, GovernorEvent, GovernorView>(
            new("governor", "organisation"), GovernorSamples.Commands,
            s => $"budget {s.Settings?.Organisation.PerHour.ToString() ?? "unset"}, passed {s.Passed.Length}, {Holds(s)}, approvers {s.Roster.Count(r => r.Value.Left is null)}");
        GoldenFile.Holds("governor.table.txt", table.Print(
            ("fresh", table.After()),
            ("configured", table.After("configure 2", "seat bob")),
            ("spent", table.After("configure 1", "charge 1")),
            ("holding", table.After("configure 2", "seat bob", "seat eve", "charge 3")),
            ("approved", table.After("configure 2", "seat bob", "charge 3", "approve")),
            ("rejected", table.After("configure 2", "seat bob", "charge 3", "reject")),
            ("a grant held", table.After("configure 2", "seat bob", "charge a grant")),
            ("a grant agreed on", table.After("configure 2", "seat bob", "charge a grant", "approve")),
            ("a loosening held", table.After("configure 2", "seat bob", "loosen to 9")),
            ("a loosening alone", table.After("configure 2", "loosen to 9")),
            ("restored", table.After("configure 2", "seat bob", "after a restore"))));
    }

    [Fact]
    [Trait(Proof.Table, "hold-page")]
    public void A_page_of_a_hold_answers_every_command_as_the_table_says()
    {
        var table = new Table<HoldPageRules, HoldPageState, HoldPageCommand, HoldPageEvent, HoldPageView>(
            new("hold-page", "hold-1.0"), GovernorSamples.PageCommands,
            s => $"{s.Orders.Count(o => !o.TakenBack)} of {s.Orders.Length} wait{(s.Settled ? ", settled" : "")}");
        GoldenFile.Holds("hold-page.table.txt", table.Print(
            ("empty", table.After()),
            ("waiting", table.After("add", "add another")),
            ("taken back", table.After("add", "withdraw")),
            ("released", table.After("add", "add another", "withdraw", "release")),
            ("rejected", table.After("add", "reject"))));
    }

    [Fact]
    [Trait(Proof.Table, "enrolment")]
    public void Enrolments_answer_every_command_as_the_table_says()
    {
        var table = new Table<EnrolmentRules, EnrolmentState, EnrolmentCommand, EnrolmentEvent, EnrolmentView>(
            new("enrolment", "t1"), EnrolmentSamples.Commands, s => s.Status.ToString());
        var late = EnrolmentRules.Apply(table.After("issue"), new EnrolmentEvent.Issued("5ec2e7", "x", "x", Sample.Labels, "ada", Sample.Start));
        GoldenFile.Holds("enrolment.table.txt", table.Print(
            ("unknown", table.After()),
            ("open", table.After("issue")),
            ("open, past its deadline", late),
            ("used", table.After("issue", "redeem")),
            ("revoked", table.After("issue", "revoke")),
            ("expired", EnrolmentRules.Apply(late, new EnrolmentEvent.Expired()))));
    }

    [Fact]
    [Trait(Proof.Table, "policy-set")]
    public void The_policy_set_answers_every_command_as_the_table_says()
    {
        var table = new Table<PolicySetRules, PolicySetState, PolicySetCommand, PolicySetEvent, PolicySetView>(
            new("policy-set", "organisation"), PolicySetSamples.Commands, s => $"revision {s.InForce?.Revision ?? 0}{(s.Pending is null ? "" : ", pending")}");
        GoldenFile.Holds("policy-set.table.txt", table.Print(
            ("empty", table.After()),
            ("charging", table.After("propose risky")),
            ("held", table.After("propose risky", "held")),
            ("in force", table.After("propose harmless")),
            ("approved", table.After("propose risky", "held", "released")),
            ("rejected", table.After("propose risky", "held", "rejected")),
            ("withdrawn", table.After("propose risky", "withdraw")),
            ("going out", table.After("propose by waves")),
            ("gone out", table.After("propose by waves", "rollout ended")),
            ("taken back, charging", table.After("propose by waves", "take back")),
            ("taken back", table.After("propose by waves", "take back", "released to take back")),
            ("not taken back", table.After("propose by waves", "take back", "rejected to take back"))));
    }

    [Fact]
    [Trait(Proof.Table, "group")]
    public void Groups_answer_every_command_as_the_table_says()
    {
        var table = new Table<GroupRules, GroupState, GroupCommand, GroupEvent, GroupView>(
            GroupSamples.TheGroup, GroupSamples.Commands, s => s.Scope is null ? "none" : s.Scope.Members.IsEmpty ? "labels" : "members");
        GoldenFile.Holds("group.table.txt", table.Print(
            ("unknown", table.After()), ("by labels", table.After("define by labels")), ("by members", table.After("define by members")),
            ("removed", table.After("define by labels", "remove"))));
    }

    [Fact]
    [Trait(Proof.Table, "persona")]
    public void Personas_answer_every_command_as_the_table_says()
    {
        var table = new Table<PersonaRules, PersonaState, PersonaCommand, PersonaEvent, PersonaView>(
            new("persona", PersonaSamples.TheKey), PersonaSamples.Commands, s => s.Home is { } home ? $"on {home.Phone}, epoch {home.Epoch}" : $"nowhere, epoch {s.Epoch}");
        GoldenFile.Holds("persona.table.txt", table.Print(
            ("unknown", table.After()), ("lives", table.After("settle")), ("ended", table.After("settle", "leave")),
            ("lives anew", table.After("settle", "leave", "settle in epoch 2")), ("moved", table.After("settle", "leave", "settle there in epoch 2"))));
    }

    [Fact]
    [Trait(Proof.Table, "rollout")]
    public void Rollouts_answer_every_command_as_the_table_says()
    {
        var table = new Table<RolloutRules, RolloutState, RolloutCommand, RolloutEvent, RolloutView>(
            new("rollout", "r6"), RolloutSamples.Commands, s => $"{s.Status}, {s.Waves.Length} open{(s.StandsSince is null ? "" : ", stands")}, serial {s.Serial}");
        GoldenFile.Holds("rollout.table.txt", table.Print(
            ("unknown", table.After()),
            ("scheduled", table.After("begin later")),
            ("running", table.After("begin")),
            ("turning back by itself", table.After("begin, turning back by itself")),
            ("paused", RolloutRules.Apply(table.After("begin"), new RolloutEvent.Paused("ada", Sample.Start)) with { Serial = 2 }),
            ("halted", RolloutRules.Apply(table.After("begin"), RolloutSamples.Events.OfType<RolloutEvent.Halted>().Single()) with { Serial = 2 }),
            ("rolling back", table.After("begin", "roll back")),
            ("back in force", table.After("begin", "roll back", "taken back")),
            ("cancelled", table.After("begin later", "cancel")),
            ("completed", RolloutRules.Apply(table.After("begin"), new RolloutEvent.Completed(Sample.Start)))));
    }

    [Fact]
    [Trait(Proof.Table, "operator")]
    public void Operators_answer_every_command_as_the_table_says()
    {
        var table = new Table<OperatorRules, OperatorState, OperatorCommand, OperatorEvent, OperatorView>(
            new("operator", "eve"), OperatorSamples.Commands, s => $"{s.Status} {s.Role}{(s.LockedUntil is null ? "" : ", locked")}{(s.Pending is null ? "" : $", {s.Pending.Kind} waits")}");
        var active = table.After("invite", "released", "accept");
        GoldenFile.Holds("operator.table.txt", table.Print(
            ("unknown", table.After()),
            ("asked", table.After("invite")),
            ("invited", table.After("invite", "released")),
            ("active", active),
            ("four failures", OperatorRules.Apply(active, new OperatorEvent.Failed(4))),
            ("locked", OperatorRules.Apply(active, new OperatorEvent.Locked(Sample.Start.AddHours(2)))),
            ("viewer", table.After("invite a viewer", "accept as a viewer")),
            ("change held", table.After("invite", "held")),
            ("change rejected", table.After("invite", "rejected")),
            ("owner", table.After("invite by the installation")),
            ("disabled", table.After("invite a viewer", "accept as a viewer", "disable"))));
    }

    [Fact]
    [Trait(Proof.Table, "token")]
    public void Tokens_answer_every_command_as_the_table_says()
    {
        var table = new Table<TokenRules, TokenState, TokenCommand, TokenEvent, TokenView>(
            new("token", "t1"), TokenSamples.Commands, s => s.Status.ToString());
        GoldenFile.Holds("token.table.txt", table.Print(
            ("unknown", table.After()), ("active", table.After("issue")), ("revoked", table.After("issue", "revoke"))));
    }

    [Fact]
    [Trait(Proof.Table, "backup")]
    public void Backups_answer_every_command_as_the_table_says()
    {
        var table = new Table<BackupRules, BackupState, BackupCommand, BackupEvent, BackupsView>(
            new("backup", "organisation"), BackupSamples.Commands, s => string.Join(", ", s.Recent.Select(b => $"{b.Id} {b.Status}").DefaultIfEmpty("none")));
        GoldenFile.Holds("backup.table.txt", table.Print(
            ("none", table.After()), ("running", table.After("ask")), ("made", table.After("ask", "finish")), ("failed", table.After("ask", "fail")),
            ("another runs", table.After("ask", "finish", "ask for another"))));
    }

    [Fact]
    [Trait(Proof.Table, "erasure")]
    public void Erasures_answer_every_command_as_the_table_says()
    {
        var table = new Table<ErasureRules, ErasureState, ErasureCommand, ErasureEvent, ErasureView>(
            new("erasure", "abcdefghjkmn"), ErasureSamples.Commands, s => ErasureRules.View(s, Sample.Start).Status.ToString());
        GoldenFile.Holds("erasure.table.txt", table.Print(
            ("none", table.After()), ("asked", table.After("ask")), ("done", table.After("ask", "key gone"))));
    }

    private static PhoneState Broken(Table<PhoneRules, PhoneState, PhoneCommand, PhoneEvent, PhoneView> table, int days) => PhoneRules.Apply(
        table.After("enrol", "set vm running", "set policies", "observed under terms"), new PhoneEvent.RuleBroken("work", "vm.memory", Sample.Start.AddDays(-days)));

    private static PhoneState Apply(PhoneState state, params PhoneEvent[] events) => events.Aggregate(state, PhoneRules.Apply);

    private static string Holds(GovernorState state) => state.Holds is [] ? "nothing held"
        : string.Join(' ', state.Holds.Select(h => $"{h.Hold.Id} of {h.Hold.Left}{(h.Hold.Due is null ? "" : " due")}"));

    private static Table<VmRules, VmState, VmCommand, VmEvent, VmView> Vms() => new(
        Sample.WorkVm, VmSamples.Commands,
        s => string.Join(", ", new[]
        {
            $"epoch {s.Epoch}",
            s.Wipes is [{ } wipe, ..] ? $"{wipe.Step}{(wipe.Cancelling ? ", cancelling" : "")}" : null,
            s.Locks is [{ } locked, ..] ? $"lock {locked.Step}" : null,
            s.UnreadableSince is null ? null : "unreadable",
        }.OfType<string>()));
}
