using System.Collections.Immutable;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Laws;

/// <summary>
/// Whatever was taken changes nothing when it comes again under its id, at once or much later. A command is remembered for
/// <see cref="TurnLedger.MaxCommands"/> further commands that change something, a letter for as long as its sender is remembered.
/// </summary>
public sealed class RepeatedCommandTests
{
    [Fact]
    [Trait(Proof.Repeated, "phone")]
    public void A_command_to_a_phone_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("phone", Sample.ThePhone, PhoneSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "vm")]
    public void A_command_to_a_VM_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("vm", "p1:work", VmSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "governor")]
    public void A_command_to_the_governor_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("governor", "organisation", GovernorSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "hold-page")]
    public void A_letter_to_a_page_of_a_hold_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("hold-page", "hold-1.0", GovernorSamples.PageCommands);

    [Fact]
    [Trait(Proof.Repeated, "enrolment")]
    public void A_command_to_an_enrolment_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("enrolment", "t1", EnrolmentSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "policy-set")]
    public void A_command_to_the_policy_set_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("policy-set", "organisation", PolicySetSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "group")]
    public void A_command_to_a_group_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("group", "pilots", GroupSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "persona")]
    public void A_command_to_a_persona_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("persona", PersonaSamples.TheKey, PersonaSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "rollout")]
    public void A_command_to_a_rollout_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("rollout", "r6", RolloutSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "operator")]
    public void A_command_to_an_operator_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("operator", "eve", OperatorSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "token")]
    public void A_command_to_a_token_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("token", "t1", TokenSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "erasure")]
    public void A_command_to_an_erasure_that_comes_again_anywhere_later_changes_nothing() =>
        Holds("erasure", "abcdefghjkmn", ErasureSamples.Commands);

    [Fact]
    [Trait(Proof.Repeated, "backup")]
    public void A_command_about_backups_that_comes_again_anywhere_later_changes_nothing() => Holds("backup", "organisation", BackupSamples.Commands);

    [Fact]
    public void What_a_person_orders_in_vain_is_remembered_too()
    {
        var vm = new Recorder("vm", "p1:work");
        vm.Send(Of("attach"), Sample.Start);
        var start = vm.Send(Of("start"), Sample.Start);
        vm.Send(Of("stop"), Sample.Start);
        vm.Repeat(start, Sample.Start);
    }

    private static void Holds<TCommand>(string kind, string key, ImmutableArray<Step<TCommand>> alphabet)
        where TCommand : notnull =>
        Law.Holds(60, 28, choices =>
        {
            var grain = new Recorder(kind, key);
            var now = Sample.Start;
            foreach (var choice in choices)
            {
                now = now.AddSeconds(choice % 1200);
                grain.Send(new(alphabet[choice % alphabet.Length]), now);
                foreach (var taken in grain.Taken) grain.Repeat(taken, now.AddSeconds(choice % 7200));
            }
        });

    private static AnyStep Of(string name) => new(VmSamples.Commands.Single(s => s.Name == name));

    private sealed record AnyStep(object Command, Actor Actor, GrainId? Sender)
    {
        public AnyStep(object step)
            : this(Read(step, "Command")!, (Actor)Read(step, "Actor")!, (GrainId?)Read(step, "Sender"))
        {
        }

        private static object? Read(object step, string property) => step.GetType().GetProperty(property)!.GetValue(step);
    }

    private sealed class Recorder(string kind, string key)
    {
        private readonly GrainId _id = new(kind, key);
        private readonly IActivation _grain = FleetKinds.All.Kind(kind).Load(new(kind, key), null, FleetKinds.All);
        private int _sent;

        public List<CommandEnvelope> Taken { get; } = [];

        public CommandEnvelope Send(AnyStep step, DateTimeOffset now)
        {
            var number = ++_sent;
            var envelope = new CommandEnvelope(
                _id, $"c{number}", step.Actor, step.Sender, step.Sender is null ? 0 : number, FleetKinds.All.Kind(_id.Kind).Encode(step.Command));
            var outcome = _grain.Turn(envelope, now);
            _grain.Keep(outcome);
            if (outcome.Write is not null) Taken.Add(envelope);
            return envelope;
        }

        public void Repeat(CommandEnvelope envelope, DateTimeOffset now)
        {
            var outcome = _grain.Turn(envelope, now);
            Assert.True(outcome.Reply.Ok, $"`{envelope.CommandId}` was refused: {outcome.Reply.Code}");
            Assert.Null(outcome.Write);
        }
    }
}
