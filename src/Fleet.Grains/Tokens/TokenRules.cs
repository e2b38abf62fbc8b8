using System.Collections.Immutable;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Tokens.TokenEvent>;
using S = Twofold.Fleet.Tokens.TokenStatus;

namespace Twofold.Fleet.Tokens;

/// <summary>The rules of a service token. INVARIANT: no token ever holds a right over operators, the governor or the installation itself.</summary>
public sealed class TokenRules : IRules<TokenState, TokenCommand, TokenEvent, TokenView>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private static readonly ImmutableHashSet<string> Grantable =
    [
        Capability.FleetRead, Capability.VmLifecycle, Capability.Wipe, Capability.PolicyWrite, Capability.PhoneEnrol, Capability.AuditRead, Capability.PersonErase,
        Capability.BackupMake,
    ];

    private TokenRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "token";

    /// <inheritdoc/>
    public static TokenState Initial => TokenState.Initial;

    /// <inheritdoc/>
    public static TokenCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("tokens", [new("name", IndexType.Text, Searchable: true), new("status", IndexType.Text), new("expires_at", IndexType.Instant)])
        {
            Facets = ["status"],
        },
    ];

    /// <inheritdoc/>
    public static string Needs(TokenCommand command, GrainId self) => Capability.OperatorAdmin;

    /// <inheritdoc/>
    public static Outcome Decide(TokenState state, TokenCommand command, TurnContext context) => (state.Status, command) switch
    {
        (S.Unknown, TokenCommand.Issue issue) => Issue(issue, context),
        (_, TokenCommand.Issue issue) when issue.SecretHash == state.Token!.SecretHash => Outcome.Nothing,
        (_, TokenCommand.Issue) => Outcome.No("token/exists", $"the token `{context.Self.Key}` was issued already"),
        (S.Unknown, TokenCommand.Revoke) => Outcome.No("token/unknown", $"there is no token `{context.Self.Key}`"),
        (S.Active, TokenCommand.Revoke) => Outcome.Happened(new TokenEvent.Revoked()),
        (S.Revoked, TokenCommand.Revoke) => Outcome.Nothing,
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static TokenState Apply(TokenState state, TokenEvent happened) => happened switch
    {
        TokenEvent.Issued e => state with { Status = S.Active, Token = e },
        TokenEvent.Revoked => state with { Status = S.Revoked },
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(TokenState state) => null;

    /// <inheritdoc/>
    public static TokenCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static TokenView View(TokenState state, DateTimeOffset now) => new(
        state.Token?.Name ?? "", state.Token?.SecretHash ?? "", state.Token?.Capabilities ?? [], state.Token?.IssuedBy ?? "",
        state.Token?.ExpiresAt, state.Status != S.Unknown, state.Status == S.Revoked);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(TokenState state, GrainId self) =>
        state.Token is not { } token ? [] : [new("tokens", [token.Name, state.Status.ToString().ToLowerInvariant(), token.ExpiresAt])];

    private static Outcome Issue(TokenCommand.Issue issue, TurnContext context)
    {
        if (issue.Name.Length is 0 or > 64 || issue.Name.Any(char.IsControl)) return Outcome.No("token/name", "a name has 1 to 64 printable characters");
        if (issue.Capabilities.IsEmpty) return Outcome.No("token/capability", "a token has at least one capability");
        if (issue.Capabilities.FirstOrDefault(c => !Grantable.Contains(c) || !context.Actor.May(c)) is { } bad)
            return Outcome.No("token/capability", $"a token cannot get `{bad}` from `{context.Actor.Id}`");
        if (issue.ExpiresAt <= context.Now || issue.ExpiresAt > context.Now + Longest)
            return Outcome.No("token/expiry", $"a token ends in the future, within {Longest.Days} days");
        return Outcome.Happened(new TokenEvent.Issued(issue.Name, issue.SecretHash, issue.Capabilities, context.Actor.Id, issue.ExpiresAt));
    }
}
