using System.Text.RegularExpressions;
using Twofold.Fleet;
using Twofold.Fleet.Backups;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Erasures;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Groups;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Rollouts;
using Twofold.Fleet.Tokens;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Web.Desk;

/// <summary>Names grains, and says whether an untrusted text can be part of such a name.</summary>
public static partial class Refs
{
    private const string Organisation = "organisation";

    /// <summary>The governor.</summary>
    public static GrainRef<GovernorCommand, GovernorView> Governor { get; } = new(new("governor", Organisation));

    /// <summary>The policy set.</summary>
    public static GrainRef<PolicySetCommand, PolicySetView> PolicySet { get; } = new(new("policy-set", Organisation));

    /// <summary>The backups that were asked for.</summary>
    public static GrainRef<BackupCommand, BackupsView> Backups { get; } = new(new("backup", Organisation));

    /// <summary>A phone.</summary>
    public static GrainRef<PhoneCommand, PhoneView> Phone(string id) => new(new("phone", id));

    /// <summary>A VM of a phone.</summary>
    public static GrainRef<VmCommand, VmView> Vm(string phone, string slot) => new(new("vm", $"{phone}:{slot}"));

    /// <summary>An enrolment.</summary>
    public static GrainRef<EnrolmentCommand, EnrolmentView> Enrolment(string id) => new(new("enrolment", id));

    /// <summary>A rollout.</summary>
    public static GrainRef<RolloutCommand, RolloutView> Rollout(string id) => new(new("rollout", id));

    /// <summary>A group of phones.</summary>
    public static GrainRef<GroupCommand, GroupView> Group(string name) => new(new("group", name));

    /// <summary>An operator.</summary>
    public static GrainRef<OperatorCommand, OperatorView> Operator(string name) => new(new("operator", name));

    /// <summary>A service token.</summary>
    public static GrainRef<TokenCommand, TokenView> Token(string id) => new(new("token", id));

    /// <summary>The erasure of the person with this id.</summary>
    public static GrainRef<ErasureCommand, ErasureView> Erasure(string person) => new(new("erasure", person));

    /// <summary>Whether a phone may have this id; asking for any other makes no grain.</summary>
    public static bool IsId(string untrusted) => IdPattern().IsMatch(untrusted);

    /// <summary>Whether an operator may have this name: 2 to 64 characters, lower case.</summary>
    public static bool IsUserName(string untrusted) => UserNamePattern().IsMatch(untrusted);

    /// <summary>Whether a group may have this name: 1 to 64 lower-case letters, digits and hyphens.</summary>
    public static bool IsGroupName(string untrusted) => GroupNamePattern().IsMatch(untrusted);

    /// <summary>Untrusted text as a message shows it: cut, without control characters.</summary>
    public static string Shown(string untrusted) => Grammar.Shown(untrusted);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,95}\z", RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex GroupNamePattern();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._@-]{1,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex UserNamePattern();
}
