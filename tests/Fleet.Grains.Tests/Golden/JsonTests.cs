using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
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

namespace Twofold.Fleet.Tests.Golden;

public sealed class JsonTests
{
    [Fact]
    [Trait(Proof.Json, "phone")]
    public void Commands_and_events_of_phones_keep_their_JSON() => Keeps(
        "phone", PhoneSamples.Commands, PhoneCommandJson.Default.PhoneCommand, PhoneSamples.Events, PhoneJson.Default.PhoneEvent);

    [Fact]
    [Trait(Proof.Json, "vm")]
    public void Commands_and_events_of_VMs_keep_their_JSON() => Keeps(
        "vm", VmSamples.Commands, VmCommandJson.Default.VmCommand, VmSamples.Events, VmJson.Default.VmEvent);

    [Fact]
    [Trait(Proof.Json, "governor")]
    public void Commands_and_events_of_the_governor_keep_their_JSON() => Keeps(
        "governor", GovernorSamples.Commands, GovernorCommandJson.Default.GovernorCommand, GovernorSamples.Events, GovernorJson.Default.GovernorEvent);

    [Fact]
    [Trait(Proof.Json, "hold-page")]
    public void Commands_and_events_of_pages_of_holds_keep_their_JSON() => Keeps(
        "hold-page", GovernorSamples.PageCommands, HoldPageCommandJson.Default.HoldPageCommand, GovernorSamples.PageEvents, HoldPageJson.Default.HoldPageEvent);

    [Fact]
    [Trait(Proof.Json, "enrolment")]
    public void Commands_and_events_of_enrolments_keep_their_JSON() => Keeps(
        "enrolment", EnrolmentSamples.Commands, EnrolmentCommandJson.Default.EnrolmentCommand, EnrolmentSamples.Events, EnrolmentJson.Default.EnrolmentEvent);

    [Fact]
    [Trait(Proof.Json, "policy-set")]
    public void Commands_and_events_of_the_policy_set_keep_their_JSON() => Keeps(
        "policy-set", PolicySetSamples.Commands, PolicySetCommandJson.Default.PolicySetCommand, PolicySetSamples.Events, PolicySetJson.Default.PolicySetEvent);

    [Fact]
    [Trait(Proof.Json, "rollout")]
    public void Commands_and_events_of_rollouts_keep_their_JSON() => Keeps(
        "rollout", RolloutSamples.Commands, RolloutCommandJson.Default.RolloutCommand, RolloutSamples.Events, RolloutJson.Default.RolloutEvent);

    [Fact]
    [Trait(Proof.Json, "group")]
    public void Commands_and_events_of_groups_keep_their_JSON() => Keeps(
        "group", GroupSamples.Commands, GroupCommandJson.Default.GroupCommand, GroupSamples.Events, GroupJson.Default.GroupEvent);

    [Fact]
    [Trait(Proof.Json, "persona")]
    public void Commands_and_events_of_personas_keep_their_JSON() => Keeps(
        "persona", PersonaSamples.Commands, PersonaCommandJson.Default.PersonaCommand, PersonaSamples.Events, PersonaJson.Default.PersonaEvent);

    [Fact]
    [Trait(Proof.Json, "operator")]
    public void Commands_and_events_of_operators_keep_their_JSON() => Keeps(
        "operator", OperatorSamples.Commands, OperatorCommandJson.Default.OperatorCommand, OperatorSamples.Events, OperatorJson.Default.OperatorEvent);

    [Fact]
    [Trait(Proof.Json, "token")]
    public void Commands_and_events_of_tokens_keep_their_JSON() => Keeps(
        "token", TokenSamples.Commands, TokenCommandJson.Default.TokenCommand, TokenSamples.Events, TokenJson.Default.TokenEvent);

    [Fact]
    [Trait(Proof.Json, "backup")]
    public void Commands_and_events_of_backups_keep_their_JSON() => Keeps(
        "backup", BackupSamples.Commands, BackupCommandJson.Default.BackupCommand, BackupSamples.Events, BackupJson.Default.BackupEvent);

    [Fact]
    [Trait(Proof.Json, "erasure")]
    public void Commands_and_events_of_erasures_keep_their_JSON() => Keeps(
        "erasure", ErasureSamples.Commands, ErasureCommandJson.Default.ErasureCommand, ErasureSamples.Events, ErasureJson.Default.ErasureEvent);

    [Theory]
    [InlineData("""{"type":"received","version":1,"extra":2}""")]
    [InlineData("""{"type":"received"}""")]
    [InlineData("""{"type":"received","version":1,"version":2}""")]
    [InlineData("""{"type":"wipe-personal","slot":"home"}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("nonsense")]
    public void What_is_not_exactly_a_command_is_refused(string body)
    {
        var phone = FleetKinds.All.Kind("phone").Load(new("phone", "p1"), null, FleetKinds.All);
        var outcome = phone.Turn(new(new("phone", "p1"), "c1", Actor.System, null, 0, System.Text.Encoding.UTF8.GetBytes(body)), Sample.Start);
        Assert.Equal("command/unreadable", outcome.Reply.Code);
        Assert.Null(outcome.Write);
    }

    private static void Keeps<TCommand, TEvent>(
        string kind, ImmutableArray<Step<TCommand>> commands, JsonTypeInfo<TCommand> ofCommand, ImmutableArray<TEvent> events, JsonTypeInfo<TEvent> ofEvent)
        where TCommand : notnull
        where TEvent : notnull
    {
        var lines = commands.DistinctBy(c => c.Command.GetType()).Select(c => RoundTrip(c.Command, ofCommand))
            .Concat(events.Select(e => RoundTrip(e, ofEvent)));
        GoldenFile.Holds($"{kind}.json.txt", string.Join('\n', lines) + "\n");
        Assert.Equal(CasesOf<TCommand>(), commands.Select(c => c.Command.GetType()).ToHashSet());
        Assert.Equal(CasesOf<TEvent>(), events.Select(e => e.GetType()).ToHashSet());
    }

    private static string RoundTrip<T>(T value, JsonTypeInfo<T> type)
    {
        var text = JsonSerializer.Serialize(value, type);
        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize(text, type)!, type));
        return text;
    }

    private static HashSet<Type> CasesOf<T>() =>
        [.. typeof(T).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(a => a.DerivedType)];
}
