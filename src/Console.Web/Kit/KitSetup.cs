using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Twofold.Web.Kit;

/// <summary>Registers what the kit's components inject.</summary>
public static class KitSetup
{
    /// <summary>Adds the kit. A <see cref="TimeProvider"/> that is already registered stays.</summary>
    public static void AddKit(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<RelativeClock>();
    }
}
