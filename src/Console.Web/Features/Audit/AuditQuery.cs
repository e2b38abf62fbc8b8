using Twofold.Fleet;

namespace Twofold.Web.Features.Audit;

/// <summary>What the audit page shows, as its address says.</summary>
/// <param name="Kind">Only events of this kind of thing, or null.</param>
/// <param name="Key">Only of the thing with this key, or null.</param>
/// <param name="Actor">Only by this person, token or phone, or null.</param>
/// <param name="Type">Only events of this name, or null.</param>
/// <param name="Phones">Whether what phones report about themselves is shown too.</param>
/// <param name="Before">Only what is older than this position, or null for the newest.</param>
public sealed record AuditQuery(string? Kind, string? Key, string? Actor, string? Type, bool Phones, long? Before)
{
    /// <summary>Events on a page.</summary>
    public const int PageSize = 50;

    private const int Longest = 128;

    /// <summary>Reads an address; what makes no sense is left out.</summary>
    public static AuditQuery Read(string? kind, string? key, string? actor, string? type, bool? phones, long? before) => new(
        AuditThing.Kinds.Any(k => k.Kind == kind) ? kind : null, Cut(key), Cut(actor), Cut(type), phones ?? false, before is > 0 ? before : null);

    /// <summary>The question for the log.</summary>
    public EventQuery Events => new(Before ?? long.MaxValue, Kind, Key, Actor, Type, !Phones, PageSize);

    /// <summary>Whether nothing is left out but what phones report.</summary>
    public bool IsAll => this is { Kind: null, Key: null, Actor: null, Type: null };

    /// <summary>The parts for an address; a default is left out.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => new Dictionary<string, object?>
    {
        ["kind"] = Kind,
        ["key"] = Key,
        ["actor"] = Actor,
        ["type"] = Type,
        ["phones"] = Phones ? true : null,
        ["before"] = Before,
    };

    private static string? Cut(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim()[..Math.Min(text.Trim().Length, Longest)];
}
