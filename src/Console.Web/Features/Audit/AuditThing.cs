using Twofold.Fleet;

namespace Twofold.Web.Features.Audit;

/// <summary>What an event happened to: its name for people, and its page.</summary>
/// <param name="Name">For people.</param>
/// <param name="Href">Where there is more.</param>
public sealed record AuditThing(string Name, string? Href)
{
    /// <summary>The kinds that can be asked for, with their words.</summary>
    public static IReadOnlyList<(string Kind, string Words)> Kinds { get; } =
    [
        ("phone", "Phones"), ("vm", "VMs"), ("policy-set", "Policy set"), ("rollout", "Rollouts"), ("group", "Groups"), ("persona", "Personas"), ("governor", "Governor"), ("hold-page", "Held orders"),
        ("enrolment", "Enrolments"), ("operator", "Operators"), ("token", "Service tokens"), ("erasure", "Erasures"), ("backup", "Backups"),
    ];

    /// <summary>The phone that a grain is or is on, or null.</summary>
    public static string? PhoneOf(GrainId grain) => grain.Kind is "phone" or "vm" ? grain.Key.Split(':')[0] : null;

    /// <summary>The thing behind a grain.</summary>
    /// <param name="grain">The grain.</param>
    /// <param name="phoneName">The name of its phone, where it is known.</param>
    public static AuditThing Of(GrainId grain, string? phoneName) => grain.Kind switch
    {
        "phone" => new(phoneName ?? $"phone {grain.Key}", $"phones/{grain.Key}"),
        "vm" => new($"{grain.Key.Split(':')[^1]} VM of {phoneName ?? PhoneOf(grain)}", $"phones/{PhoneOf(grain)}"),
        "policy-set" => new("policy set", "policies"),
        "rollout" => new($"rollout {grain.Key}", $"rollouts/{grain.Key}"),
        "group" => new($"group {grain.Key}", $"groups/{grain.Key}"),
        "persona" => new($"persona {grain.Key}", "personas"),
        "governor" => new("governor", "holds"),
        "hold-page" => new($"page of {grain.Key.Split('.')[0]}", "holds"),
        "enrolment" => new($"enrolment {grain.Key}", "enrolments"),
        "operator" => new(grain.Key, "operators"),
        "backup" => new("backups", null),
        "erasure" => new(ReadableLog.Erased(grain.Key), null),
        "token" => new($"token {grain.Key}", "tokens"),
        _ => new(grain.ToString(), null),
    };
}
