using Twofold.Fleet;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.AuditTrail;

/// <summary>Registers what makes the history provable: checkpoints, witnesses, sealed names and their erasure.</summary>
static class AuditSetup
{
    /// <summary>Adds it over a store.</summary>
    public static void AddAuditTrail<TStore>(this IServiceCollection services, AuditOptions options, TStore store)
        where TStore : IPersonStore, ICheckpointStore, IEventLog
    {
        services.AddSingleton(options).AddSingleton<AuditCounters>().AddSingleton<IPersonVault, PersonVault>();
        services.AddSingleton<IPersonStore>(store).AddSingleton<ICheckpointStore>(store);
        services.AddSingleton<PersonKeys>();
        services.AddSingleton(s => new EventSealer(FleetKinds.All, s.GetRequiredService<PersonKeys>(), store));
        services.AddSingleton(s => new ReadableLog(store, FleetKinds.All, s.GetRequiredService<PersonKeys>()));
        services.AddSingleton<IEventLog>(s => s.GetRequiredService<ReadableLog>());
        services.AddSingleton(s => s.GetRequiredService<OrganisationAuthority>().Signer);
        services.AddSingleton<AuditExport>().AddSingleton<Checkpointer>().AddSingleton<WitnessPublisher>().AddSingleton<Eraser>();
        if (options.WitnessFile is { } file) services.AddSingleton<IWitnessSink>(new FileWitness(file));
        if (options.WitnessUrl is { } url) services.AddSingleton<IWitnessSink>(new WebhookWitness(Client(), url, Secret(options)));
        services.AddHostedService(s => s.GetRequiredService<Checkpointer>());
        services.AddHostedService(s => s.GetRequiredService<WitnessPublisher>());
        services.AddHostedService(s => s.GetRequiredService<Eraser>());
    }

    // No redirect is followed: a checkpoint goes where it was said to go.
    private static HttpClient Client() => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = WebhookWitness.Patience };

    // INVARIANT: the secret goes into signatures and nowhere else.
    private static byte[]? Secret(AuditOptions options)
    {
        if (options.WitnessSecretFile is not { } file) return null;
        try
        {
            return System.Text.Encoding.UTF8.GetBytes(File.ReadAllText(file).Trim());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new Composition.StartException("console/witness-secret", $"the file `{file}` cannot be read", fault);
        }
    }
}
