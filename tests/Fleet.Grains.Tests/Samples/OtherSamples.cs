using System.Collections.Immutable;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Operators;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;
using Twofold.Fleet.Tokens;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of enrolments.</summary>
internal static class EnrolmentSamples
{
    public static readonly EnrolmentCommand.Redeem Redeem = new(ThePhone, "hw-12345678", "a2V5", "aabb", Slots);

    public static readonly ImmutableArray<Step<EnrolmentCommand>> Commands =
    [
        By<EnrolmentCommand>("issue", Ada, new EnrolmentCommand.Issue("5ec2e7", "Ada's phone", "ada", Labels, Start.AddHours(2))),
        By<EnrolmentCommand>("issue another", Ada, new EnrolmentCommand.Issue("0ther0", "Ada's phone", "ada", Labels, Start.AddHours(2))),
        By<EnrolmentCommand>("issue for the past", Ada, new EnrolmentCommand.Issue("0ther1", "Ada's phone", "ada", Labels, Start.AddHours(-2))),
        By<EnrolmentCommand>("issue with a bad label", Ada, new EnrolmentCommand.Issue("0ther2", "x", "ada", Labels.Add("a b", "c"), Start.AddHours(2))),
        By<EnrolmentCommand>("redeem", Actor.System, Redeem),
        By<EnrolmentCommand>("redeem again with a new certificate", Actor.System, Redeem with { Thumbprint = "ccdd" }),
        By<EnrolmentCommand>("redeem by another phone", Actor.System, Redeem with { PhoneId = "p2", Hardware = "hw-87654321" }),
        By<EnrolmentCommand>("redeem without slots", Actor.System, Redeem with { Slots = [] }),
        By<EnrolmentCommand>("revoke", Ada, new EnrolmentCommand.Revoke()),
        By<EnrolmentCommand>("expire", Actor.System, new EnrolmentCommand.Expire()),
    ];

    public static readonly ImmutableArray<EnrolmentEvent> Events =
    [
        new EnrolmentEvent.Issued("5ec2e7", "Ada's phone", "ada", Labels, "ada", Start),
        new EnrolmentEvent.Redeemed(ThePhone, "hw-12345678", "a2V5", "aabb"),
        new EnrolmentEvent.Revoked(),
        new EnrolmentEvent.Expired(),
    ];
}

/// <summary>Commands and events of the policy set.</summary>
internal static class PolicySetSamples
{
    private static readonly ImmutableArray<PolicyFile> Files = [new("base.yaml", "vm:\n  memory: 2GiB\n")];
    private static readonly GrainId Governor = new("governor", "organisation");

    private static readonly GrainId Rollout = new("rollout", "r6");

    private static readonly PendingProposal Proposal = new("r2", Files, "d2", 0, 5, "ada", "a note", Start, Held: false);

    public static readonly ImmutableArray<Step<PolicySetCommand>> Commands =
    [
        By<PolicySetCommand>("propose harmless", Ada, new PolicySetCommand.Propose("r1", Files, "d1", 0, 0, "a note")),
        By<PolicySetCommand>("propose risky", Ada, new PolicySetCommand.Propose("r2", Files, "d2", 0, 5, "a note")),
        By<PolicySetCommand>("propose on revision 1", Ada, new PolicySetCommand.Propose("r3", Files, "d3", 1, 0, "a note")),
        By<PolicySetCommand>("propose the same on revision 1", Ada, new PolicySetCommand.Propose("r4", Files, "d1", 1, 0, "a note")),
        By<PolicySetCommand>("propose too much", Ada, new PolicySetCommand.Propose("r5", Files, "d5", 0, 0, new string('x', 1001))),
        By<PolicySetCommand>("released", Ada, new PolicySetCommand.Released("r2", "bob"), Governor),
        By<PolicySetCommand>("released another", Ada, new PolicySetCommand.Released("r9", "bob"), Governor),
        By<PolicySetCommand>("held", Ada, new PolicySetCommand.Held("r2", "hold-1.0"), Governor),
        By<PolicySetCommand>("rejected", Ada, new PolicySetCommand.Rejected("r2", "bob", "not today"), Governor),
        By<PolicySetCommand>("withdraw", Ada, new PolicySetCommand.Withdraw("r2")),
        By<PolicySetCommand>("withdraw another", Ada, new PolicySetCommand.Withdraw("r9")),
        By<PolicySetCommand>("propose by waves", Ada, new PolicySetCommand.Propose("r6", Files, "d6", 0, 0, "a note", Rollout: RolloutSamples.Plan, VmsAtRiskBack: 3)),
        By<PolicySetCommand>("propose by bad waves", Ada, new PolicySetCommand.Propose("r7", Files, "d7", 0, 0, "a note", Rollout: RolloutSamples.Plan with { AtOnce = 0 })),
        By<PolicySetCommand>("take back", Ada, new PolicySetCommand.TakeBack("r6", "r6-back-4", "ada", "it is bad", Untouched: false), Rollout),
        By<PolicySetCommand>("take back untouched", Ada, new PolicySetCommand.TakeBack("r6", "r6-back-1", "ada", "not now", Untouched: true), Rollout),
        By<PolicySetCommand>("take another back", Ada, new PolicySetCommand.TakeBack("r9", "r9-back-1", "ada", "not now", Untouched: false), Rollout),
        By<PolicySetCommand>("rollout ended", Ada, new PolicySetCommand.RolloutEnded("r6"), Rollout),
        By<PolicySetCommand>("released to take back", Ada, new PolicySetCommand.Released("r6-back-4", "bob"), Governor),
        By<PolicySetCommand>("rejected to take back", Ada, new PolicySetCommand.Rejected("r6-back-4", "bob", "not today"), Governor),
    ];

    public static readonly ImmutableArray<PolicySetEvent> Events =
    [
        new PolicySetEvent.Proposed(Proposal),
        new PolicySetEvent.HeldBack("r2", "hold-1.0"),
        new PolicySetEvent.PutInForce(1, Proposal, "bob", Start),
        new PolicySetEvent.TurnedDown(new("r2", "bob", "not today", Start)),
        new PolicySetEvent.Withdrawn("r2"),
        new PolicySetEvent.RolledOut("r6"),
    ];
}

/// <summary>Commands and events of operators.</summary>
internal static class OperatorSamples
{
    private static readonly ImmutableSortedDictionary<string, string> Everywhere = ImmutableSortedDictionary<string, string>.Empty;
    private static readonly ImmutableSortedDictionary<string, string> Bern = Everywhere.Add("site", "bern");
    private static readonly GrainId Page = new("hold-page", "hold-1.0");
    private static readonly PendingChange Change = new("rights.1.invite", ChangeKind.Invite, Role.Admin, Everywhere, "11nk", TimeSpan.FromHours(2), "ada", Start);

    public static readonly ImmutableArray<Step<OperatorCommand>> Commands =
    [
        By<OperatorCommand>("invite", Ada, new OperatorCommand.Invite(Role.Admin, "11nk", Start.AddHours(2))),
        By<OperatorCommand>("invite by a new link", Ada, new OperatorCommand.Invite(Role.Admin, "22nk", Start.AddHours(2))),
        By<OperatorCommand>("invite for the past", Ada, new OperatorCommand.Invite(Role.Admin, "33nk", Start.AddHours(-2))),
        By<OperatorCommand>("accept", Actor.System, new OperatorCommand.Accept("11nk", "salted")),
        By<OperatorCommand>("accept by another link", Actor.System, new OperatorCommand.Accept("99nk", "other")),
        By<OperatorCommand>("sign in", Actor.System, new OperatorCommand.SignedIn()),
        By<OperatorCommand>("fail to sign in", Actor.System, new OperatorCommand.SignInFailed()),
        By<OperatorCommand>("invite a viewer", Ada, new OperatorCommand.Invite(Role.Viewer, "44nk", Start.AddHours(2), Bern)),
        By<OperatorCommand>("accept as a viewer", Actor.System, new OperatorCommand.Accept("44nk", "salted")),
        By<OperatorCommand>("invite by the installation", Actor.System, new OperatorCommand.Invite(Role.Owner, "55nk", Start.AddHours(2))),
        By<OperatorCommand>("assign helpdesk", Ada, new OperatorCommand.Assign(Role.Helpdesk, Bern)),
        By<OperatorCommand>("assign owner", Ada, new OperatorCommand.Assign(Role.Owner, Everywhere)),
        By<OperatorCommand>("assign a bad scope", Ada, new OperatorCommand.Assign(Role.Helpdesk, Bern.Add("x", ""))),
        By<OperatorCommand>("disable", Ada, new OperatorCommand.Disable()),
        By<OperatorCommand>("released", Bob, new OperatorCommand.Released("rights.1.invite", "bob"), Page),
        By<OperatorCommand>("released the second", Bob, new OperatorCommand.Released("rights.2.invite", "bob"), Page),
        By<OperatorCommand>("held", Ada, new OperatorCommand.Held("rights.1.invite", "hold-1.0"), GovernorSamples.Governor),
        By<OperatorCommand>("rejected", Bob, new OperatorCommand.Rejected("rights.1.invite", "bob", "who is this"), Page),
    ];

    public static readonly ImmutableArray<OperatorEvent> Events =
    [
        new OperatorEvent.Invited("ada", Role.Owner, "11nk", Start),
        new OperatorEvent.Invited("eve", Role.Helpdesk, "44nk", Start, Bern, "ada"),
        new OperatorEvent.Accepted("salted", Start),
        new OperatorEvent.Assigned(Role.Helpdesk, Bern, "ada", Start),
        new OperatorEvent.ChangeAsked(Change),
        new OperatorEvent.ChangeHeld("rights.1.invite", "hold-1.0"),
        new OperatorEvent.ChangeEnded("rights.1.invite", "bob", "who is this"),
        new OperatorEvent.CameIn(Start),
        new OperatorEvent.Failed(3),
        new OperatorEvent.Locked(Start),
        new OperatorEvent.Disabled(),
    ];
}

/// <summary>Commands and events of service tokens.</summary>
internal static class TokenSamples
{
    public static readonly ImmutableArray<Step<TokenCommand>> Commands =
    [
        By<TokenCommand>("issue", Ada, new TokenCommand.Issue("ci", "5ec2e7", [Capability.FleetRead, Capability.Wipe], Start.AddDays(30))),
        By<TokenCommand>("issue another", Ada, new TokenCommand.Issue("ci", "0ther0", [Capability.FleetRead], Start.AddDays(30))),
        By<TokenCommand>("issue an approver", Ada, new TokenCommand.Issue("ci", "0ther1", [Capability.HoldApprove], Start.AddDays(30))),
        By<TokenCommand>("issue an owner", Ada, new TokenCommand.Issue("ci", "0ther2", [Capability.OperatorAdmin], Start.AddDays(30))),
        By<TokenCommand>("issue nothing", Ada, new TokenCommand.Issue("ci", "0ther3", [], Start.AddDays(30))),
        By<TokenCommand>("issue for ever", Ada, new TokenCommand.Issue("ci", "0ther4", [Capability.FleetRead], Start.AddDays(900))),
        By<TokenCommand>("revoke", Ada, new TokenCommand.Revoke()),
    ];

    public static readonly ImmutableArray<TokenEvent> Events =
    [
        new TokenEvent.Issued("ci", "5ec2e7", [Capability.FleetRead], "ada", Start),
        new TokenEvent.Revoked(),
    ];
}
