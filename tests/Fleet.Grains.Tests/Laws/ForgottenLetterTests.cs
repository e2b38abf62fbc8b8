using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Operators;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Vms;

namespace Twofold.Fleet.Tests.Laws;

/// <summary>The rules themselves, without any ledger: an answer about an order that comes again finds an order that went on.</summary>
public sealed class ForgottenLetterTests
{
    [Fact]
    public void A_letter_about_a_wipe_changes_a_VM_once_however_late_it_comes_again() =>
        Holds<VmRules, VmState, VmCommand, VmEvent, VmView>(
            Sample.WorkVm, VmSamples.Commands, c => c is not (
                VmCommand.Attach or VmCommand.Detach or VmCommand.LeaseEnded or VmCommand.LeaseRenewed or VmCommand.Observe or VmCommand.SetLifecycle
                or VmCommand.Reprovision));

    [Fact]
    public void A_charge_or_an_answer_changes_the_governor_once_however_late_it_comes_again() =>
        Holds<GovernorRules, GovernorState, GovernorCommand, GovernorEvent, GovernorView>(
            new("governor", "organisation"), GovernorSamples.Commands, c => c is not (GovernorCommand.Configure or GovernorCommand.Loosen or GovernorCommand.Tick));

    [Fact]
    public void A_letter_to_a_page_of_a_hold_changes_it_once_however_late_it_comes_again() =>
        Holds<HoldPageRules, HoldPageState, HoldPageCommand, HoldPageEvent, HoldPageView>(new("hold-page", "hold-1.0"), GovernorSamples.PageCommands, _ => true);

    [Fact]
    public void A_judgement_changes_an_operator_once_however_late_it_comes_again() =>
        Holds<OperatorRules, OperatorState, OperatorCommand, OperatorEvent, OperatorView>(
            new("operator", "eve"), OperatorSamples.Commands, c => c is OperatorCommand.Released or OperatorCommand.Held or OperatorCommand.Rejected);

    [Fact]
    public void A_proposal_or_an_answer_changes_the_policy_set_once_however_late_it_comes_again() =>
        Holds<PolicySetRules, PolicySetState, PolicySetCommand, PolicySetEvent, PolicySetView>(
            new("policy-set", "organisation"), PolicySetSamples.Commands, _ => true);

    private static void Holds<TRules, TState, TCommand, TEvent, TView>(GrainId self, ImmutableArray<Step<TCommand>> alphabet, Func<TCommand, bool> counts)
        where TRules : IRules<TState, TCommand, TEvent, TView>
        where TState : class
        where TCommand : class
        where TEvent : class =>
        Law.Holds(150, 60, choices =>
        {
            var (state, now, taken) = (TRules.Initial, Sample.Start, new HashSet<Step<TCommand>>());
            foreach (var choice in choices)
            {
                var step = alphabet[choice % alphabet.Length];
                now = now.AddSeconds(choice % 60);
                var context = new TurnContext(now, self, step.Actor, step.Sender, $"c{choice}");
                if (TRules.Decide(state, step.Command, context) is not Decision<TEvent>.Accepted yes) continue;
                if (counts(step.Command) && !yes.Events.IsEmpty) Assert.True(taken.Add(step), $"`{step.Name}` changed something twice");
                state = yes.Events.Aggregate(state, TRules.Apply);
            }
        });
}
