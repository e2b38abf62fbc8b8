using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Groups;
using Twofold.Fleet.Personas;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tokens;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>
/// Kinds against models of them. The governor's, the wipe ladder's and the rollouts' are beside their own tests, because they play with
/// time, letters and phones.
/// </summary>
public sealed class ModelTests
{
    [Fact]
    public void A_token_does_what_its_model_does() =>
        ModelLaw.Holds<TokenRules, TokenState, TokenCommand, TokenEvent, TokenView>(new("token", "t1"), TokenSamples.Commands, () => new TokenModel());

    [Fact]
    public void An_enrolment_does_what_its_model_does() =>
        ModelLaw.Holds<EnrolmentRules, EnrolmentState, EnrolmentCommand, EnrolmentEvent, EnrolmentView>(
            new("enrolment", "t1"), EnrolmentSamples.Commands, () => new EnrolmentModel());

    [Fact]
    public void A_group_does_what_its_model_does() =>
        ModelLaw.Holds<GroupRules, GroupState, GroupCommand, GroupEvent, GroupView>(GroupSamples.TheGroup, GroupSamples.Commands, () => new GroupModel());

    [Fact]
    public void A_persona_does_what_its_model_does_and_no_two_phones_ever_have_one_epoch() =>
        ModelLaw.Holds<PersonaRules, PersonaState, PersonaCommand, PersonaEvent, PersonaView>(
            new("persona", PersonaSamples.TheKey), PersonaSamples.Commands, () => new PersonaModel());

    [Fact]
    public void The_policy_set_does_what_its_model_does() =>
        ModelLaw.Holds<PolicySetRules, PolicySetState, PolicySetCommand, PolicySetEvent, PolicySetView>(
            new("policy-set", "organisation"), PolicySetSamples.Commands, () => new PolicySetModel());
}
