using Twofold.Fleet.Gateway;

namespace Twofold.Web.Desk;

/// <summary>Registers the desk. The fleet, its index, its log and the address for enrolments come from the composition.</summary>
public static class DeskSetup
{
    /// <summary>Adds the desk: one per request and per circuit.</summary>
    /// <param name="patience">How long a request waits for what follows an order.</param>
    public static void AddDesk(this IServiceCollection services, Patience patience)
    {
        services.AddSingleton(patience).AddSingleton<Reach>().AddSingleton<ClockWatch>();
        services.AddSingleton<Callers>().AddSingleton<Watcher>().AddSingleton<OwnerWatch>().AddSingleton<PhoneRoll>().AddSingleton<ExposureRoll>().AddSingleton<WhatIfSurvey>();
        services.AddMetrics().AddHostedService<FleetGauges>();
        services.AddScoped<Seat>().AddScoped<Gate>().AddScoped<Counter>();
        services.AddScoped<PhoneDesk>().AddScoped<HistoryDesk>().AddScoped<VmDesk>().AddScoped<PolicyDesk>().AddScoped<RevisionDesk>().AddScoped<RolloutDesk>().AddScoped<GroupDesk>().AddScoped<HoldDesk>();
        services.AddScoped<EnrolmentDesk>().AddScoped<OperatorDesk>().AddScoped<TokenDesk>().AddScoped<AuditDesk>().AddScoped<ExposureDesk>().AddScoped<ProofDesk>().AddScoped<ErasureDesk>()
            .AddScoped<ListDesk>().AddScoped<BackupDesk>().AddScoped<FleetDesk>();
    }
}
