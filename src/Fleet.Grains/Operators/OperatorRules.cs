using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Twofold.Fleet.Governors;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Operators.OperatorEvent>;
using S = Twofold.Fleet.Operators.OperatorStatus;

namespace Twofold.Fleet.Operators;

/// <summary>The rules of an operator: invited by a link that is good once, locked after wrong passwords, disabled for good or until invited again.</summary>
public sealed class OperatorRules : IRules<OperatorState, OperatorCommand, OperatorEvent, OperatorView>
{
    /// <summary>Wrong passwords in a row that lock the account.</summary>
    public const int MaxFailures = 5;

    /// <summary>How long it stays locked.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    private OperatorRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "operator";

    /// <inheritdoc/>
    public static OperatorState Initial => OperatorState.Initial;

    /// <inheritdoc/>
    public static OperatorCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("operators", [new("role", IndexType.Text), new("status", IndexType.Text), new("last_sign_in", IndexType.Instant)])
        {
            Facets = ["role", "status"],
        },
    ];

    /// <inheritdoc/>
    public static string Needs(OperatorCommand command, GrainId self) => command switch
    {
        OperatorCommand.Invite or OperatorCommand.Assign or OperatorCommand.Disable => Capability.OperatorAdmin,
        _ => Capability.Internal,
    };

    /// <inheritdoc/>
    public static Outcome Decide(OperatorState state, OperatorCommand command, TurnContext context) => (state.Status, command) switch
    {
        (_, OperatorCommand.Released or OperatorCommand.Held or OperatorCommand.Rejected) => OperatorChanges.Hear(state, command, context),

        (_, OperatorCommand.Invite invite) when IsKnown(state, invite.LinkHash) => Outcome.Nothing,
        (S.Active, OperatorCommand.Invite) => Outcome.No("operator/exists", $"`{context.Self.Key}` is an operator already"),
        (_, OperatorCommand.Invite invite) => Invite(state, invite, context),
        (S.Unknown, _) => Outcome.No("operator/unknown", $"there is no operator `{context.Self.Key}`"),

        (S.Disabled, OperatorCommand.Disable) => Outcome.Nothing,
        (_, OperatorCommand.Disable) => OperatorChanges.Disable(state, context),
        (S.Disabled, _) => Outcome.No("operator/disabled", $"`{context.Self.Key}` is disabled"),

        (S.Invited, OperatorCommand.Accept accept) => Accept(state, accept, context.Now),
        (S.Active, OperatorCommand.Accept accept) when accept.PasswordHash == state.PasswordHash => Outcome.Nothing,
        (S.Active, OperatorCommand.Accept) => Outcome.No("operator/link-used", "the link was used already"),
        (S.Invited, _) => Outcome.No("operator/not-accepted", $"`{context.Self.Key}` has not followed the link yet"),
        (S.Active, OperatorCommand.Assign assign) => OperatorChanges.Assign(state, assign, context),

        (S.Active, OperatorCommand.SignInFailed) when IsLocked(state, context.Now) => Outcome.Nothing,
        (S.Active, OperatorCommand.SignInFailed) => Outcome.Happened(
            state.Failures + 1 < MaxFailures
                ? new OperatorEvent.Failed(state.Failures + 1)
                : new OperatorEvent.Locked(context.Now + LockTime)),
        (S.Active, OperatorCommand.SignedIn) when IsLocked(state, context.Now) =>
            Outcome.No("operator/locked", $"`{context.Self.Key}` is locked after {MaxFailures} wrong passwords"),
        (S.Active, OperatorCommand.SignedIn) => Outcome.Happened(new OperatorEvent.CameIn(context.Now)),
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static OperatorState Apply(OperatorState state, OperatorEvent happened) => happened switch
    {
        OperatorEvent.Invited e => OperatorState.Initial with
        {
            Status = S.Invited, Invitation = e, Role = e.Role, Scope = e.Scope ?? ImmutableSortedDictionary<string, string>.Empty, GrantedBy = e.By, LastSignIn = state.LastSignIn, Changes = state.Changes,
        },
        OperatorEvent.Accepted e => state.EndChange() with { Status = S.Active, PasswordHash = e.PasswordHash, RoleSince = e.At },
        OperatorEvent.Assigned e => state.EndChange() with
        {
            Role = e.Role, Scope = e.Scope, GrantedBy = e.By, RoleSince = e.Role == state.Role ? state.RoleSince : e.At,
        },
        OperatorEvent.CameIn e => state with { Failures = 0, LockedUntil = null, LastSignIn = e.At },
        OperatorEvent.Failed e => state with { Failures = e.InARow },
        OperatorEvent.Locked e => state with { Failures = 0, LockedUntil = e.Until },
        OperatorEvent.Disabled => state.EndChange() with { Status = S.Disabled, PasswordHash = null, RoleSince = null },
        OperatorEvent.ChangeAsked e => state.EndChange() with { Pending = e.Change, Changes = state.Changes + 1 },
        OperatorEvent.ChangeHeld e => state with { Pending = state.Pending! with { Place = e.Place } },
        OperatorEvent.ChangeEnded => state.EndChange(),
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(OperatorState state) => null;

    /// <summary>A change that the governor cannot count is rejected.</summary>
    public static OperatorCommand? Returned(Letter letter, string code, string explanation) =>
        letter.Command is GovernorCommand.Charge charge ? new OperatorCommand.Rejected(charge.OrderId, "governor", code) : null;

    /// <inheritdoc/>
    public static OperatorCommand? Judged(Judgement judgement) => judgement switch
    {
        Judgement.Released j => new OperatorCommand.Released(j.OrderId, j.ApprovedBy),
        Judgement.Held j => new OperatorCommand.Held(j.OrderId, j.Place),
        Judgement.Rejected j => new OperatorCommand.Rejected(j.OrderId, j.By, j.Reason),
        _ => null,
    };

    /// <inheritdoc/>
    public static OperatorView View(OperatorState state, DateTimeOffset now) => new(
        state.Invitation?.Name ?? "", state.Status != S.Unknown, state.Invitation is null ? state.Pending?.Role ?? Role.Viewer : state.Role,
        state.Status == S.Invited ? state.Invitation?.LinkHash : null, state.Status == S.Invited ? state.Invitation?.ExpiresAt : null,
        state.PasswordHash, state.Status == S.Disabled, IsLocked(state, now) ? state.LockedUntil : null, state.LastSignIn,
        state.Scope, state.RoleSince, state.GrantedBy, state.Pending);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(OperatorState state, GrainId self) => (state.Status, state.Pending) switch
    {
        (S.Unknown, null) => [],
        (S.Unknown, { } pending) => [new("operators", [Roles.NameOf(pending.Role), "waiting", null])],
        _ => [new("operators", [Roles.NameOf(state.Role), state.Status.ToString().ToLowerInvariant(), state.LastSignIn])],
    };

    private static Outcome Invite(OperatorState state, OperatorCommand.Invite invite, TurnContext context)
    {
        if (context.Self.Key.Length > 64 || context.Self.Key.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '_' or '-' or '@')))
            return Outcome.No("operator/name", "a user name has 1 to 64 lower-case letters, digits, `.`, `_`, `-` or `@`");
        if (OperatorChanges.Problem(invite.Scope ?? ImmutableSortedDictionary<string, string>.Empty) is { } problem) return problem;
        return invite.ExpiresAt <= context.Now ? LinkExpired() : OperatorChanges.Invite(state, invite, context);
    }

    private static Outcome Accept(OperatorState state, OperatorCommand.Accept accept, DateTimeOffset now)
    {
        var invitation = state.Invitation!;
        if (!Equal(invitation.LinkHash, accept.LinkHash)) return Outcome.No("operator/link-unknown", "the link is not the one that was sent");
        return now >= invitation.ExpiresAt
            ? LinkExpired()
            : OperatorChanges.TakeBack(
                OperatorChanges.Seat(Outcome.Happened(new OperatorEvent.Accepted(accept.PasswordHash, now)), state.Role, state.Scope, now), state.Pending);
    }

    private static bool IsKnown(OperatorState state, string linkHash) =>
        linkHash == state.Invitation?.LinkHash || linkHash == state.Pending?.LinkHash || linkHash == state.LastLinkHash;

    private static bool Equal(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));

    private static bool IsLocked(OperatorState state, DateTimeOffset now) => now < state.LockedUntil;

    private static Outcome LinkExpired() => Outcome.No("operator/link-expired", "the link has expired");
}
