using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Twofold.Fleet.Phones;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Groups.GroupEvent>;

namespace Twofold.Fleet.Groups;

/// <summary>The rules of a group: a name for phones, by labels or one by one.</summary>
public sealed partial class GroupRules : IRules<GroupState, GroupCommand, GroupEvent, GroupView>
{
    private const int MaxDescription = 200;

    private GroupRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "group";

    /// <inheritdoc/>
    public static GroupState Initial { get; } = new((GroupEvent.Defined?)null);

    /// <inheritdoc/>
    public static GroupCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables { get; } =
    [
        new("groups",
        [
            new("name", IndexType.Text, Searchable: true), new("description", IndexType.Text, Searchable: true), new("scope", IndexType.Text),
            new("labels", IndexType.Text, Searchable: true), new("members", IndexType.Integer), new("changed_by", IndexType.Text, Searchable: true),
            new("changed_at", IndexType.Instant),
        ])
        {
            Orders = [new(null, "name"), new("scope", "name")],
            Facets = ["scope"],
        },
    ];

    /// <inheritdoc/>
    public static string Needs(GroupCommand command, GrainId self) => Capability.PolicyWrite;

    /// <inheritdoc/>
    public static Outcome Decide(GroupState state, GroupCommand command, TurnContext context) => command switch
    {
        GroupCommand.Define when !Name.IsMatch(context.Self.Key) =>
            Outcome.No("group/bad-name", "a group's name has 1 to 64 lower-case letters, digits and hyphens"),
        GroupCommand.Define define when Problem(define) is { } problem => Outcome.No("group/bad-scope", problem),
        GroupCommand.Define define => Define(state, define, context),
        GroupCommand.Remove when state.Scope is null => Outcome.Nothing,
        GroupCommand.Remove => Outcome.Happened(new GroupEvent.Removed()),
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static GroupState Apply(GroupState state, GroupEvent happened) => new(happened as GroupEvent.Defined);

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(GroupState state) => null;

    /// <inheritdoc/>
    public static GroupCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static GroupView View(GroupState state, DateTimeOffset now) => new(
        state.Scope is not null, state.Scope?.Description ?? "", state.Scope?.MatchLabels ?? ImmutableSortedDictionary<string, string>.Empty,
        state.Scope?.Members ?? [], state.Scope?.By, state.Scope?.At);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(GroupState state, GrainId self) =>
        state.Scope is not { } scope ? [] :
        [
            new("groups",
            [
                self.Key, scope.Description, scope.Members.IsEmpty ? "labels" : "members", string.Join(' ', scope.MatchLabels.Select(l => $"{l.Key}={l.Value}")),
                (long)scope.Members.Count, scope.By, scope.At,
            ]),
        ];

    private static Outcome Define(GroupState state, GroupCommand.Define define, TurnContext context)
    {
        var same = state.Scope is { } now && now.Description == define.Description
            && now.MatchLabels.SequenceEqual(define.MatchLabels) && now.Members.SetEquals(define.Members);
        return same
            ? Outcome.Nothing
            : Outcome.Happened(new GroupEvent.Defined(define.Description, define.MatchLabels, define.Members, context.Actor.Shown, context.Now));
    }

    private static string? Problem(GroupCommand.Define define) => define switch
    {
        { Description.Length: > MaxDescription } => $"a description has at most {MaxDescription} characters",
        { MatchLabels.IsEmpty: true, Members.IsEmpty: true } => "a group names labels or phones",
        { MatchLabels.IsEmpty: false, Members.IsEmpty: false } => "a group names labels or phones, not both",
        { Members.Count: > GroupView.MaxMembers } => $"a group names at most {GroupView.MaxMembers} phones one by one",
        _ when define.Members.Any(m => m.Length is 0 or > 128) => "a phone's id has 1 to 128 characters",
        _ => Naming.Problem("group", "", define.MatchLabels),
    };

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name { get; }
}
