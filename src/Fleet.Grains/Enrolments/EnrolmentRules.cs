using System.Collections.Immutable;
using Twofold.Fleet.Phones;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Enrolments.EnrolmentEvent>;
using S = Twofold.Fleet.Enrolments.EnrolmentStatus;

namespace Twofold.Fleet.Enrolments;

/// <summary>The rules of an enrolment: one token, one phone, once.</summary>
public sealed class EnrolmentRules : IRules<EnrolmentState, EnrolmentCommand, EnrolmentEvent, EnrolmentView>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    private EnrolmentRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "enrolment";

    /// <inheritdoc/>
    public static EnrolmentState Initial => EnrolmentState.Initial;

    /// <inheritdoc/>
    public static EnrolmentCommand? Wake { get; } = new EnrolmentCommand.Expire();

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("enrolments",
        [
            new("name", IndexType.Text, Searchable: true),
            new("owner", IndexType.Text, Searchable: true),
            new("status", IndexType.Text),
            new("issued_by", IndexType.Text),
            new("expires_at", IndexType.Instant),
            new("phone", IndexType.Text),
        ])
        {
            Orders = [new(null, "expires_at"), new("status", "expires_at")],
            Facets = ["status"],
        },
    ];

    /// <inheritdoc/>
    public static string Needs(EnrolmentCommand command, GrainId self) => command switch
    {
        EnrolmentCommand.Issue or EnrolmentCommand.Revoke => Capability.PhoneEnrol,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(EnrolmentState state, EnrolmentCommand command, TurnContext context) => (state.Status, command) switch
    {
        (S.Unknown, EnrolmentCommand.Issue issue) => Issue(issue, context),
        (_, EnrolmentCommand.Issue issue) when issue.SecretHash == state.Token!.SecretHash => Outcome.Nothing,
        (_, EnrolmentCommand.Issue) => Outcome.No("enrolment/exists", $"the token `{context.Self.Key}` was issued already"),

        (S.Unknown, EnrolmentCommand.Expire) => Outcome.Nothing,
        (S.Unknown, _) => Outcome.No("enrolment/unknown", $"there is no token `{context.Self.Key}`"),

        (S.Open, EnrolmentCommand.Expire) when context.Now >= state.Token!.ExpiresAt => Outcome.Happened(new EnrolmentEvent.Expired()),
        (_, EnrolmentCommand.Expire) => Outcome.Nothing,

        (S.Open, EnrolmentCommand.Redeem) when context.Now >= state.Token!.ExpiresAt => Expired(context),
        (S.Open, EnrolmentCommand.Redeem redeem) => Redeem(state, redeem, context),
        (S.Used, EnrolmentCommand.Redeem redeem) when IsTheSame(state.By!, redeem) => RedeemAgain(state, redeem, context),
        (S.Used, EnrolmentCommand.Redeem or EnrolmentCommand.Revoke) => Outcome.No("enrolment/used", $"the token `{context.Self.Key}` was used"),
        (S.Revoked, EnrolmentCommand.Redeem) => Outcome.No("enrolment/revoked", $"the token `{context.Self.Key}` was revoked"),
        (S.Expired, EnrolmentCommand.Redeem or EnrolmentCommand.Revoke) => Expired(context),

        (S.Open, EnrolmentCommand.Revoke) => Outcome.Happened(new EnrolmentEvent.Revoked()),
        (S.Revoked, EnrolmentCommand.Revoke) => Outcome.Nothing,
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static EnrolmentState Apply(EnrolmentState state, EnrolmentEvent happened) => happened switch
    {
        EnrolmentEvent.Issued e => state with { Status = S.Open, Token = e },
        EnrolmentEvent.Redeemed e => state with { Status = S.Used, By = e },
        EnrolmentEvent.Revoked => state with { Status = S.Revoked },
        EnrolmentEvent.Expired => state with { Status = S.Expired },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(EnrolmentState state) => state.Status == S.Open ? state.Token!.ExpiresAt : null;

    /// <inheritdoc/>
    public static EnrolmentCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static EnrolmentView View(EnrolmentState state, DateTimeOffset now) => new(
        state.Status == S.Open && now >= state.Token!.ExpiresAt ? S.Expired : state.Status,
        state.Token?.SecretHash ?? "", state.Token?.Name ?? "", state.Token?.Owner ?? "",
        state.Token?.Labels ?? ImmutableSortedDictionary<string, string>.Empty,
        state.Token?.IssuedBy ?? "", state.Token?.ExpiresAt, state.By?.PhoneId);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(EnrolmentState state, GrainId self) => state.Token is not { } token
        ? []
        : [new("enrolments", [token.Name, token.Owner, state.Status.ToString().ToLowerInvariant(), token.IssuedBy, token.ExpiresAt, state.By?.PhoneId])];

    private static Outcome Issue(EnrolmentCommand.Issue issue, TurnContext context)
    {
        if (Naming.Problem(issue.Name, issue.Owner, issue.Labels) is { } problem) return Outcome.No("enrolment/description", problem);
        if (issue.ExpiresAt <= context.Now || issue.ExpiresAt > context.Now + Longest)
            return Outcome.No("enrolment/expiry", $"a token ends in the future, within {Longest.Days} days");
        return Outcome.Happened(new EnrolmentEvent.Issued(
            issue.SecretHash, issue.Name, issue.Owner, issue.Labels, context.Actor.Id, issue.ExpiresAt));
    }

    private static Outcome Redeem(EnrolmentState state, EnrolmentCommand.Redeem redeem, TurnContext context)
    {
        if (Naming.Problem(redeem.Slots) is { } problem) return Outcome.No("enrolment/slots", problem);
        var token = state.Token!;
        return Outcome.Happened(new EnrolmentEvent.Redeemed(redeem.PhoneId, redeem.Hardware, redeem.PublicKey, redeem.Thumbprint)).Tell(
            Phones.Phones.Id(redeem.PhoneId),
            new PhoneCommand.Enrol(
                context.Self.Key, redeem.Hardware, token.Name, token.Owner, token.Labels, redeem.PublicKey, redeem.Thumbprint, redeem.Slots));
    }

    /// <summary>The same phone with the same key got a new certificate because its first answer was lost.</summary>
    private static Outcome RedeemAgain(EnrolmentState state, EnrolmentCommand.Redeem redeem, TurnContext context) =>
        redeem.Thumbprint == state.By!.Thumbprint ? Outcome.Nothing : Redeem(state, redeem, context);

    private static bool IsTheSame(EnrolmentEvent.Redeemed by, EnrolmentCommand.Redeem redeem) =>
        by.PhoneId == redeem.PhoneId && by.Hardware == redeem.Hardware && by.PublicKey == redeem.PublicKey;

    private static Outcome Expired(TurnContext context) => Outcome.No("enrolment/expired", $"the token `{context.Self.Key}` has expired");
}
