namespace Twofold.Web.Shell;

/// <summary>Sets the headers that keep a browser from running, framing or leaking what is not ours.</summary>
sealed class ResponseHeaders(RequestDelegate next)
{
    // Style attributes carry measures (the width of a bar), so styles may stand inline; scripts may not.
    const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
