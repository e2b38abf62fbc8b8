using Twofold.Fleet;
using Twofold.Fleet.Governors;
using Twofold.Web.Desk;
using Twofold.Web.SignIn;

namespace Twofold.Web.Composition;

/// <summary>What a new installation needs once, and what a later start may still change of it.</summary>
sealed partial class FirstStart(IFleet fleet, OwnerWatch owners, FirstLink link, ILogger<FirstStart> log)
{
    /// <summary>Sets the governor up at the first start; a later one tightens it, or says what stays.</summary>
    public async Task SetGovernorAsync(ConsoleOptions options, CancellationToken cancel)
    {
        var governor = await fleet.ViewAsync(Refs.Governor, cancel);
        if (governor.Version == 0)
            await ConfigureAsync(Asked(options with { Budget = options.Budget ?? ConsoleOptions.DefaultBudget }, GovernorSettings.Default), "first-start", cancel);
        else await TightenAsync(options, governor.View.Settings, cancel);
    }

    /// <summary>The one-time link when nobody owns the installation yet, else null. Path and query only; it holds a secret.</summary>
    public async Task<string?> OpenLinkAsync(CancellationToken cancel) => await owners.AnyAsync(cancel) ? null : link.Open();

    private async Task TightenAsync(ConsoleOptions options, GovernorSettings inForce, CancellationToken cancel)
    {
        var asked = Asked(options, inForce);
        var tighter = asked.TighterOf(inForce);
        var (before, now) = (inForce.Organisation.PerHour, asked.Organisation.PerHour);
        if (now > before) LogKept(before, now);
        if (asked.RoleAge < inForce.RoleAge || asked.LooseningWait < inForce.LooseningWait) LogTimesKept(inForce.RoleAge, inForce.LooseningWait);
        if (tighter == inForce) return;
        await ConfigureAsync(tighter, commandId: null, cancel);
        if (now < before) LogLowered(before, now);
    }

    private static GovernorSettings Asked(ConsoleOptions options, GovernorSettings otherwise)
    {
        var budgets = options.Budget is { } budget ? GovernorSettings.Of(budget) : otherwise;
        return budgets with { RoleAge = options.RoleAge ?? otherwise.RoleAge, LooseningWait = options.LooseningWait ?? otherwise.LooseningWait };
    }

    private async Task ConfigureAsync(GovernorSettings settings, string? commandId, CancellationToken cancel)
    {
        var reply = await fleet.AskAsync(Refs.Governor, new GovernorCommand.Configure(settings), Actor.System, commandId, cancel);
        if (reply.Code is { } code) throw new StartException(code, reply.Explanation ?? code);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "the budget stays at {InForce} work VMs per hour: `--budget {Asked}` is not used, because a running installation only lowers it")]
    private partial void LogKept(int inForce, int asked);

    [LoggerMessage(Level = LogLevel.Warning, Message = "a role counts after {RoleAge} and a loosening waits for {Wait}, as before: a running installation only raises both")]
    private partial void LogTimesKept(TimeSpan roleAge, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "the budget was lowered from {Before} to {Now} work VMs per hour; it cannot be raised again")]
    private partial void LogLowered(int before, int now);
}
