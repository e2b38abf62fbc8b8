using Twofold.Fleet;
using Twofold.Fleet.Governors;
using Twofold.Web.Desk;
using Twofold.Web.SignIn;

namespace Twofold.Web.Composition;

/// <summary>What a new installation needs once, and what a later start may still change of it.</summary>
sealed partial class FirstStart(IFleet fleet, OwnerWatch owners, FirstLink link, ILogger<FirstStart> log)
{
    /// <summary>Sets the governor's budget at the first start; a later one lowers it, or says that it stays.</summary>
    /// <param name="asked">VMs per hour, or null when the start names none.</param>
    public async Task SetBudgetAsync(int? asked, CancellationToken cancel)
    {
        var governor = await fleet.ViewAsync(Refs.Governor, cancel);
        if (governor.Version == 0) await ConfigureAsync(asked ?? ConsoleOptions.DefaultBudget, "first-start", cancel);
        else if (asked is { } budget) await LowerAsync(budget, governor.View.VmsPerHour, cancel);
    }

    /// <summary>The one-time link when nobody owns the installation yet, else null. Path and query only; it holds a secret.</summary>
    public async Task<string?> OpenLinkAsync(CancellationToken cancel) => await owners.AnyAsync(cancel) ? null : link.Open();

    private async Task LowerAsync(int asked, int inForce, CancellationToken cancel)
    {
        if (asked > inForce) LogKept(inForce, asked);
        if (asked >= inForce) return;
        await ConfigureAsync(asked, commandId: null, cancel);
        LogLowered(inForce, asked);
    }

    private async Task ConfigureAsync(int vmsPerHour, string? commandId, CancellationToken cancel)
    {
        var reply = await fleet.AskAsync(Refs.Governor, new GovernorCommand.Configure(vmsPerHour), Actor.System, commandId, cancel);
        if (reply.Code is { } code) throw new StartException(code, reply.Explanation ?? code);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the budget stays at {InForce} work VMs per hour: `--budget {Asked}` is not used, because a running installation only lowers it")]
    private partial void LogKept(int inForce, int asked);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the budget was lowered from {Before} to {Now} work VMs per hour; it cannot be raised again")]
    private partial void LogLowered(int before, int now);
}
