using System.Collections.Immutable;
using System.Security.Cryptography;
using Twofold.Fleet;
using Twofold.Fleet.Enrolments;
using Twofold.Protocol;
using Twofold.Web.Desk;

namespace Twofold.Web.Composition;

/// <summary>
/// Issues enrolment codes for a list of phones at the start, for whoever may start the console on this machine: a file with name, owner
/// and labels (<c>key=value,…</c>) in tab-separated columns gets a file beside it, readable by its owner only, with name and code.
/// </summary>
sealed class CodeFile(IFleet fleet, EnrolmentAddress address, TimeProvider time)
{
    /// <summary>Lines of the longest list.</summary>
    public const int MaxPhones = 10_000;

    private const int AtOnce = 64;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Issues a code for each line.</summary>
    /// <exception cref="StartException"><c>console/codes</c>: the list cannot be read, or a phone on it is refused.</exception>
    public async Task IssueAsync(string list, CancellationToken cancel)
    {
        var codes = new List<string>();
        foreach (var few in Read(list).Chunk(AtOnce)) codes.AddRange(await Task.WhenAll(few.Select(line => IssueLineAsync(line, cancel))));
        var kept = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        await using var writer = new StreamWriter($"{list}.codes", kept);
        foreach (var code in codes) await writer.WriteLineAsync(code);
    }

    private static string[] Read(string list)
    {
        try
        {
            var lines = File.ReadLines(list).Where(l => l.Length > 0).Take(MaxPhones + 1).ToArray();
            return lines.Length <= MaxPhones ? lines : throw new StartException("console/codes", $"`{list}` names more than {MaxPhones} phones");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException("console/codes", $"the list `{list}` cannot be read", fault);
        }
    }

    private async Task<string> IssueLineAsync(string line, CancellationToken cancel)
    {
        if (line.Split('\t') is not [var name, var owner, var labels]) throw new StartException("console/codes", $"`{Grammar.Shown(line)}` is not name, owner and labels");
        var token = EnrolmentToken.From(RandomNumberGenerator.GetBytes(10), RandomNumberGenerator.GetBytes(32));
        var issue = new EnrolmentCommand.Issue(token.SecretHash(), name, owner, Labels(labels), time.GetUtcNow() + EnrolmentDesk.UsualTime);
        var reply = await fleet.AskAsync(Refs.Enrolment(token.Id), issue, Actor.System, cancel: cancel);
        if (!reply.Ok) throw new StartException("console/codes", $"`{Grammar.Shown(name)}` is refused: {reply.Explanation}");
        return $"{name}\t{new EnrolmentCode(address.Server, token.Text(), address.RootFingerprint).Text()}";
    }

    private static ImmutableSortedDictionary<string, string> Labels(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('=', 2))
            .ToImmutableSortedDictionary(l => l[0], l => l.Length == 2 ? l[1] : string.Empty, StringComparer.Ordinal);
}
