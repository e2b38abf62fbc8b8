using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Backups.BackupEvent>;

namespace Twofold.Fleet.Backups;

/// <summary>The rules of backups: who may ask for one, one at a time, and what became of it.</summary>
public sealed partial class BackupRules : IRules<BackupState, BackupCommand, BackupEvent, BackupsView>
{
    private BackupRules()
    {
    }

    /// <inheritdoc/>
    public static string Kind => "backup";

    /// <inheritdoc/>
    public static BackupState Initial => BackupState.Initial;

    /// <inheritdoc/>
    public static BackupCommand? Wake => null;

    /// <inheritdoc/>
    public static ImmutableArray<IndexSchema> Tables => [];

    /// <inheritdoc/>
    public static string Needs(BackupCommand command, GrainId self) => command is BackupCommand.Ask ? Capability.BackupMake : Capability.Internal;

    /// <inheritdoc/>
    public static Outcome Decide(BackupState state, BackupCommand command, TurnContext context) => (state.Running, command) switch
    {
        (_, BackupCommand.Ask ask) when !Id.IsMatch(ask.Id) => Outcome.No("backup/bad-id", "a backup's id has 1 to 64 letters, digits and hyphens"),
        (_, BackupCommand.Ask ask) when state.Recent.Any(b => b.Id == ask.Id) => Outcome.Nothing,
        ({ } running, BackupCommand.Ask) => Outcome.No("backup/running", $"the backup `{running.Id}` is being made"),
        (null, BackupCommand.Ask ask) => Outcome.Happened(new BackupEvent.Asked(ask.Id, context.Actor.Shown, context.Now)),
        ({ } running, BackupCommand.Finish made) when made.Id == running.Id =>
            Outcome.Happened(new BackupEvent.Made(made.Id, made.File, made.Bytes, context.Now)),
        ({ } running, BackupCommand.Fail failed) when failed.Id == running.Id => Outcome.Happened(new BackupEvent.Failed(failed.Id, failed.Code, context.Now)),
        (_, BackupCommand.Finish or BackupCommand.Fail) => Outcome.Nothing,
        _ => throw new InvalidOperationException("every command is listed above"),
    };

    /// <inheritdoc/>
    public static BackupState Apply(BackupState state, BackupEvent happened) => happened switch
    {
        BackupEvent.Asked e => state with { Recent = [new(e.Id, e.By, e.At), .. state.Recent.Take(BackupState.MaxKept - 1)] },
        BackupEvent.Made e => End(state, newest => newest with { EndedAt = e.At, File = e.File, Bytes = e.Bytes }),
        BackupEvent.Failed e => End(state, newest => newest with { EndedAt = e.At, Code = e.Code }),
        _ => throw new InvalidOperationException("every event is listed above"),
    };

    /// <inheritdoc/>
    public static DateTimeOffset? WakeAt(BackupState state) => null;

    /// <inheritdoc/>
    public static BackupCommand? Returned(Letter letter, string code, string explanation) => null;

    /// <inheritdoc/>
    public static BackupsView View(BackupState state, DateTimeOffset now) => new(state.Recent);

    /// <inheritdoc/>
    public static ImmutableArray<IndexRow> Rows(BackupState state, GrainId self) => [];

    private static BackupState End(BackupState state, Func<Backup, Backup> end) => state with { Recent = [end(state.Recent[0]), .. state.Recent.Skip(1)] };

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Id { get; }
}
