using Twofold.Fleet.Backups;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Erasures;
using Twofold.Fleet.Groups;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Personas;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Tests.Laws;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tokens;
using Twofold.Fleet.Vms;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>
/// Kinds against models of them. The governor's and the rollouts' are beside their own tests, and so is that of a phone with its VMs over a
/// wire that loses things, because they play with time, letters and phones.
/// </summary>
public sealed class ModelTests
{
    [Fact]
    [Trait(Proof.Model, "token")]
    public void A_token_does_what_its_model_does() =>
        ModelLaw.Holds<TokenRules, TokenState, TokenCommand, TokenEvent, TokenView>(new("token", "t1"), TokenSamples.Commands, () => new TokenModel());

    [Fact]
    [Trait(Proof.Model, "enrolment")]
    public void An_enrolment_does_what_its_model_does() =>
        ModelLaw.Holds<EnrolmentRules, EnrolmentState, EnrolmentCommand, EnrolmentEvent, EnrolmentView>(
            new("enrolment", "t1"), EnrolmentSamples.Commands, () => new EnrolmentModel());

    [Fact]
    [Trait(Proof.Model, "backup")]
    public void Backups_do_what_their_model_does() =>
        ModelLaw.Holds<BackupRules, BackupState, BackupCommand, BackupEvent, BackupsView>(
            new("backup", "organisation"), BackupSamples.Commands, () => new BackupModel());

    [Fact]
    [Trait(Proof.Model, "group")]
    public void A_group_does_what_its_model_does() =>
        ModelLaw.Holds<GroupRules, GroupState, GroupCommand, GroupEvent, GroupView>(GroupSamples.TheGroup, GroupSamples.Commands, () => new GroupModel());

    [Fact]
    [Trait(Proof.Model, "phone")]
    public void A_phone_does_what_its_model_does_and_its_version_grows_with_what_is_wanted() =>
        ModelLaw.Holds<PhoneRules, PhoneState, PhoneCommand, PhoneEvent, PhoneView>(new("phone", Sample.ThePhone), PhoneSamples.Commands, () => new PhoneModel());

    [Fact]
    [Trait(Proof.Model, "vm")]
    public void A_VM_does_what_its_model_does() =>
        ModelLaw.Holds<VmRules, VmState, VmCommand, VmEvent, VmView>(Sample.WorkVm, VmSamples.Commands, () => new VmModel());

    [Fact]
    [Trait(Proof.Model, "operator")]
    public void An_operator_does_what_its_model_does_and_decides_about_others_only_by_the_governors_leave() =>
        ModelLaw.Holds<OperatorRules, OperatorState, OperatorCommand, OperatorEvent, OperatorView>(
            new("operator", "eve"), OperatorSamples.Commands, () => new OperatorModel(), longestPause: 240);

    [Fact]
    [Trait(Proof.Model, "hold-page")]
    public void A_page_of_a_hold_does_what_its_model_does_and_tells_everyone_once() =>
        ModelLaw.Holds<HoldPageRules, HoldPageState, HoldPageCommand, HoldPageEvent, HoldPageView>(
            new("hold-page", "hold-1.0"), GovernorSamples.PageCommands, () => new HoldPageModel());

    [Fact]
    [Trait(Proof.Model, "erasure")]
    public void An_erasure_does_what_its_model_does() =>
        ModelLaw.Holds<ErasureRules, ErasureState, ErasureCommand, ErasureEvent, ErasureView>(
            new("erasure", "abcdefghjkmn"), ErasureSamples.Commands, () => new ErasureModel());

    [Fact]
    [Trait(Proof.Model, "persona")]
    public void A_persona_does_what_its_model_does_and_no_two_phones_ever_have_one_epoch() =>
        ModelLaw.Holds<PersonaRules, PersonaState, PersonaCommand, PersonaEvent, PersonaView>(
            new("persona", PersonaSamples.TheKey), PersonaSamples.Commands, () => new PersonaModel());

    [Fact]
    [Trait(Proof.Model, "policy-set")]
    public void The_policy_set_does_what_its_model_does() =>
        ModelLaw.Holds<PolicySetRules, PolicySetState, PolicySetCommand, PolicySetEvent, PolicySetView>(
            new("policy-set", "organisation"), PolicySetSamples.Commands, () => new PolicySetModel());
}
