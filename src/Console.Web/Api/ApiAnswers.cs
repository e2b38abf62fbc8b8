using Twofold.Protocol;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Turns the desk's answers into responses; an error is always <c>{"code":…,"message":…}</c>.</summary>
static class ApiAnswers
{
    /// <summary>The answer's value as shown, or its refusal.</summary>
    public static IResult Show<T>(this Answer<T> answer, Func<T, object> show, Func<T, int>? status = null)
        where T : notnull =>
        answer.Ok ? Results.Json(show(answer.Value), ApiJson.Options, statusCode: status?.Invoke(answer.Value)) : Refuse(answer.Refusal);

    /// <summary>Nothing to show, or the refusal.</summary>
    public static IResult Done(this Answer<Done> answer) => answer.Ok ? Results.NoContent() : Refuse(answer.Refusal);

    /// <summary>A refusal with the status that its code stands for.</summary>
    public static IResult Refuse(Refusal refusal) => Refuse(refusal.Code, refusal.Message);

    /// <summary>A refusal with the status that its code stands for.</summary>
    public static IResult Refuse(string code, string message) => Results.Json(new Problem(code, message), ApiJson.Options, statusCode: StatusOf(code));

    /// <summary>The status that a code stands for.</summary>
    public static int StatusOf(string code) => code switch
    {
        "access/sign-in" or "access/token" or "sign-in/wrong" => StatusCodes.Status401Unauthorized,
        "access/too-many-attempts" => StatusCodes.Status429TooManyRequests,
        "access/denied" or "access/out-of-scope" => StatusCodes.Status403Forbidden,
        "request/too-large" => StatusCodes.Status413PayloadTooLarge,
        "policy/problems" => StatusCodes.Status422UnprocessableEntity,
        "fleet/busy" => StatusCodes.Status503ServiceUnavailable,
        _ when code.StartsWith("store/", StringComparison.Ordinal) => StatusCodes.Status503ServiceUnavailable,
        "history/forgotten" => StatusCodes.Status410Gone,
        "history/future" => StatusCodes.Status400BadRequest,
        "server/fault" => StatusCodes.Status500InternalServerError,
        _ when code.EndsWith("/unknown", StringComparison.Ordinal) || code.EndsWith("/not-enrolled", StringComparison.Ordinal) => StatusCodes.Status404NotFound,
        _ when code.StartsWith("request/", StringComparison.Ordinal) || code.StartsWith("index/", StringComparison.Ordinal) => StatusCodes.Status400BadRequest,
        "erasure/reason" or "vm/reason" or "vm/order-id" or "phone/description" or "enrolment/description" or "enrolment/expiry" => StatusCodes.Status400BadRequest,
        _ when code.Contains("/bad-", StringComparison.Ordinal) => StatusCodes.Status400BadRequest,
        _ => StatusCodes.Status409Conflict,
    };
}
