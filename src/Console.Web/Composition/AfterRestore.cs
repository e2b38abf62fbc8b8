using Twofold.Fleet;
using Twofold.Fleet.Embedded;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Web.Desk;

namespace Twofold.Web.Composition;

/// <summary>
/// After a backup was restored, and before anybody is let in: what passed since the backup is forgotten, so the governor counts everything
/// as spent for a while, and of each phone the most that can have been counts until it speaks. A start that is cut off does it again.
/// </summary>
sealed partial class AfterRestore(IFleet fleet, IFleetStore store, ILogger<AfterRestore> log)
{
    private const int PageSize = 200;

    /// <summary>Tells everybody whom it concerns; nothing when the database was not restored.</summary>
    /// <exception cref="StartException">One of them refuses to hear it.</exception>
    public async Task TellAsync(CancellationToken cancel)
    {
        if (await store.RestoredAtAsync(cancel) is not { } at) return;
        var id = $"restore-{at.UtcTicks}";
        Accepted(await fleet.AskAsync(Refs.Governor, new GovernorCommand.AfterRestore(id), Actor.System, id, cancel));
        var told = 0;
        for (var page = await store.PageAsync("phone", null, PageSize, cancel); !page.IsEmpty; page = await store.PageAsync("phone", page[^1].Id.Key, PageSize, cancel))
        {
            await Task.WhenAll(page.Select(phone => TellAsync(phone.Id.Key, at, id, cancel)));
            LogTold(told += page.Length);
        }

        await store.RestoreToldAsync(cancel);
    }

    // A phone that was only ordered something before it ever enrolled has nothing to forget, and says so.
    private async Task TellAsync(string phone, DateTimeOffset at, string id, CancellationToken cancel) =>
        await fleet.AskAsync(Refs.Phone(phone), new PhoneCommand.ServerRestored(at), Actor.System, id, cancel);

    private static void Accepted(Reply reply)
    {
        if (reply.Code is { } code) throw new StartException(code, reply.Explanation ?? code);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "this server was restored from a backup: {Phones} phones are counted with the most that can have been since")]
    private partial void LogTold(int phones);
}
