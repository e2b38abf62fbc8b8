using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>A command, who gives it, and the grain that sends it when it is a letter.</summary>
internal sealed record Step<TCommand>(string Name, TCommand Command, Actor Actor, GrainId? Sender = null);

/// <summary>The people, phones and facts that the tests speak of.</summary>
internal static class Sample
{
    public const string ThePhone = "p1";
    public const string Digest = "d1d1";

    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 0, 0, TimeSpan.Zero);
    public static readonly ImmutableHashSet<string> All =
    [
        Capability.FleetRead, Capability.VmLifecycle, Capability.Wipe, Capability.PolicyWrite, Capability.PhoneEnrol,
        Capability.HoldApprove, Capability.OperatorAdmin, Capability.AuditRead,
    ];

    public static readonly Actor Ada = new(ActorKind.Person, "ada", All);
    public static readonly Actor Bob = new(ActorKind.Person, "bob", All);
    public static readonly Actor Eve = new(ActorKind.Person, "eve", All);
    public static readonly Actor Pipeline = new(ActorKind.Token, "7f00", All, "ada");
    public static readonly Actor Phone = Actor.Phone(ThePhone);

    public static readonly GrainId WorkVm = new("vm", "p1:work");

    public static readonly ImmutableSortedDictionary<string, string> Labels =
        ImmutableSortedDictionary<string, string>.Empty.Add("site", "bern").Add("team", "sales");

    public static readonly ImmutableArray<SlotDeclaration> Slots = [new("work", VmOwner.Organisation), new("home", VmOwner.Personal)];

    public static DeviceOrder Order(string id, long epoch = 1) => new(id, OrderKind.Wipe, "work", epoch);

    public static DeviceOrder Lock(string id, long epoch = 1) => new(id, OrderKind.Lock, "work", epoch);

    public static WipeReceipt Receipt(string order, long epoch = 1, bool complete = true) =>
        new(1, ThePhone, order, "work", epoch, ProcessGone: true, SecretGone: complete, SlotsErased: true, FilesGone: true, Start);

    public static WorkVmReport Work(GuestState state, long epoch = 1) => new(
        "work", epoch, state, Digest, ImmutableSortedDictionary<string, ObservedSetting>.Empty.Add("vm.memory", new("2048", Claimed: false)), 4096, null);

    public static PersonalVmReport Home(GuestState state) => new("home", state, 8192);

    public static PhoneReport Report(long version, GuestState work = GuestState.Running, int second = 0) => new(
        version, Settled: true, Start.AddSeconds(second), [Work(work)], [Home(GuestState.Running)],
        ImmutableSortedDictionary<string, ObservedSetting>.Empty.Add("flow.clipboard", new("off", Claimed: false)),
        [new("policy/unknown-setting", "an older agent", "work")]);

    public static Finding TooLittle { get; } = new("vm.memory", VerdictState.NonCompliant, "4096", "2048", "push the policy again", Claimed: false);

    public static Step<T> By<T>(string name, Actor actor, T command, GrainId? sender = null) => new(name, command, actor, sender);
}
