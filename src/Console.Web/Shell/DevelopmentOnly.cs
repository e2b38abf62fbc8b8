namespace Twofold.Web.Shell;

/// <summary>Marks a page that exists only in the environment <c>Development</c>; elsewhere its address is not found.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DevelopmentOnlyAttribute : Attribute;

/// <summary>Hides the pages marked with <see cref="DevelopmentOnlyAttribute"/>.</summary>
sealed class DevelopmentOnly(RequestDelegate next, IHostEnvironment environment)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (environment.IsDevelopment() || context.GetEndpoint()?.Metadata.GetMetadata<DevelopmentOnlyAttribute>() is null)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
