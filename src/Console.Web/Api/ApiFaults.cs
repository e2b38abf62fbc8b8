using Twofold.Fleet;

namespace Twofold.Web.Api;

/// <summary>Answers what went wrong inside as the API answers everything: with a code, and without a trace of the inside.</summary>
sealed partial class ApiFaults(ILogger<ApiFaults> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BadHttpRequestException fault)
        {
            return ApiAnswers.Refuse("request/bad", $"the request cannot be read (status {fault.StatusCode})");
        }
        catch (Exception fault) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            var incident = (fault as GrainFaultException)?.Incident ?? context.HttpContext.TraceIdentifier;
            Broke(fault, context.HttpContext.Request.Path, incident);
            return ApiAnswers.Refuse("server/fault", $"something broke inside, incident `{incident}`");
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "the API broke at {Path}, incident {Incident}")]
    private partial void Broke(Exception fault, PathString path, string incident);
}
