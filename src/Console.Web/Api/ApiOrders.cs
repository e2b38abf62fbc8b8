using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Names orders after the key that a caller gives.</summary>
static class ApiOrders
{
    /// <summary>
    /// The order's id from the header <c>Idempotency-Key</c>, or null without one. The same request again is the same order. An order's id
    /// is one in the whole organisation, so a key used for two things makes two.
    /// </summary>
    public static string? IdOf(HttpContext context, string subject) =>
        context.Request.Headers["Idempotency-Key"].FirstOrDefault() is { } key ? $"{key}.{Secret.HashOf(subject)[..8]}" : null;
}
