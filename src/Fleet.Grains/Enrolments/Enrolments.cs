namespace Twofold.Fleet.Enrolments;

/// <summary>Names enrolments.</summary>
public static class Enrolments
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<EnrolmentRules, EnrolmentState, EnrolmentCommand, EnrolmentEvent, EnrolmentView>(
        EnrolmentJson.Default.EnrolmentState, EnrolmentCommandJson.Default.EnrolmentCommand, EnrolmentJson.Default.EnrolmentEvent);

    /// <summary>The enrolment whose token has this public half.</summary>
    public static GrainRef<EnrolmentCommand, EnrolmentView> Id(string tokenId) => new(new GrainId(EnrolmentRules.Kind, tokenId));
}
