using Twofold.Fleet;
using Twofold.Fleet.Governors;
using Twofold.Web.Desk;
using Twofold.Web.SignIn;

namespace Twofold.Web.Composition;

/// <summary>What a new installation needs once.</summary>
sealed class FirstStart(IFleet fleet, OwnerWatch owners, FirstLink link)
{
    /// <summary>Sets the governor's budget, at the first start only.</summary>
    public async Task SetBudgetAsync(int vmsPerHour, CancellationToken cancel)
    {
        if ((await fleet.ViewAsync(Refs.Governor, cancel)).Version > 0) return;
        var reply = await fleet.AskAsync(Refs.Governor, new GovernorCommand.Configure(vmsPerHour), Actor.System, "first-start", cancel);
        if (reply.Code is { } code) throw new StartException(code, reply.Explanation ?? code);
    }

    /// <summary>The one-time link when nobody owns the installation yet, else null. Path and query only; it holds a secret.</summary>
    public async Task<string?> OpenLinkAsync(CancellationToken cancel) => await owners.AnyAsync(cancel) ? null : link.Open();
}
