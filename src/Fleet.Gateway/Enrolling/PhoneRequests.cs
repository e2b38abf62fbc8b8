using System.Buffers;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>The two plain requests of a phone: enrol with a token, and renew its certificate with the one it has.</summary>
internal sealed partial class PhoneRequests(
    Enroller enroller, PhoneIdentity identity, OrganisationAuthority authority, GatewayOptions options, GatewayCounters counters, ILogger<PhoneRequests> log)
    : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, int>(http =>
        RateLimitPartition.GetTokenBucketLimiter(AddressBucket.Of(http.Connection.RemoteIpAddress), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.EnrolmentsPerSecond,
            TokensPerPeriod = options.EnrolmentsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public void Dispose() => _limiter.Dispose();

    /// <summary>Answers <see cref="ChannelLimits.EnrolPath"/>.</summary>
    public Task EnrolAsync(HttpContext http) => AnswerAsync(http, async () =>
    {
        if (await ReadBodyAsync(http) is not { } body) return new Problem(FrameCodes.TooLarge, $"a request has at most {Codec.MaxBody} bytes");
        var request = Codec.ReadEnrolRequest(body);
        return request.IsRead ? await enroller.EnrolAsync(request.Value, http.RequestAborted) : request.Problem;
    });

    /// <summary>Answers <see cref="ChannelLimits.RenewPath"/>: a new certificate for the key that the phone enrolled with. The old one may have expired.</summary>
    public Task RenewAsync(HttpContext http) => AnswerAsync(http, async () =>
    {
        var caller = await identity.OfAsync(http.Connection.ClientCertificate, http.RequestAborted);
        if (!caller.IsRead) return caller.Problem;
        if (caller.Value.Barred is { } bar) return SessionLimit.Of(bar).Problem;
        using var key = http.Connection.ClientCertificate!.PublicKey.GetECDsaPublicKey()!;
        using var certificate = authority.IssuePhone(key, caller.Value.PhoneId);
        return enroller.Answer(caller.Value.PhoneId, certificate);
    });

    private static int StatusOf(string code) => code switch
    {
        FrameCodes.TooLarge => StatusCodes.Status413PayloadTooLarge,
        "enrolment/too-many" => StatusCodes.Status429TooManyRequests,
        "fleet/busy" => StatusCodes.Status503ServiceUnavailable,
        "enrolment/unknown" or "channel/unknown-certificate" or "channel/no-certificate" or "channel/certificate-revoked" => StatusCodes.Status403Forbidden,
        "enrolment/used" or "enrolment/expired" or "enrolment/revoked" => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };

    private async Task AnswerAsync(HttpContext http, Func<Task<Parsed<EnrolAnswer>>> answer)
    {
        var result = await AnswerAsync(http, answer, http.RequestAborted);
        if (result.IsRead) counters.Enrolled();
        else Note(result.Problem.Code);
        http.Response.StatusCode = result.IsRead ? StatusCodes.Status200OK : StatusOf(result.Problem.Code);
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(result.IsRead ? Codec.Write(result.Value) : Codec.Write(result.Problem), http.RequestAborted);
    }

    private async Task<Parsed<EnrolAnswer>> AnswerAsync(HttpContext http, Func<Task<Parsed<EnrolAnswer>>> answer, CancellationToken cancel)
    {
        if (!HttpMethods.IsPost(http.Request.Method)) return new Problem("request/bad-method", "this path takes POST only");
        using var lease = await _limiter.AcquireAsync(http, 1, cancel);
        if (!lease.IsAcquired) return new Problem("enrolment/too-many", "too many requests; try again in a second");
        try
        {
            return await answer();
        }
        catch (FleetBusyException busy)
        {
            return new Problem(busy.Code, "the server is busy; try again in a second");
        }
    }

    private static async Task<byte[]?> ReadBodyAsync(HttpContext http)
    {
        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = Codec.MaxBody + 1;
        if (http.Request.ContentLength > Codec.MaxBody) return null;
        var rented = ArrayPool<byte>.Shared.Rent(Codec.MaxBody + 1);
        try
        {
            var read = await http.Request.Body.ReadAtLeastAsync(rented.AsMemory(0, Codec.MaxBody + 1), Codec.MaxBody + 1, throwOnEndOfStream: false, http.RequestAborted);
            return read > Codec.MaxBody ? null : rented[..read];
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
        finally
        {
            // A token may be in it.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private void Note(string code)
    {
        counters.Refused(code);
        LogRefused(code);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "request of a phone refused: {Code}")]
    private partial void LogRefused(string code);
}
