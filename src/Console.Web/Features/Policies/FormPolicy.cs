using System.Collections.Immutable;
using Twofold.Policies;

namespace Twofold.Web.Features.Policies;

/// <summary>One policy as the form shows it. What is typed is checked where it is written: as text, by the reader of documents.</summary>
/// <param name="Name">The name of the policy.</param>
/// <param name="Labels">The labels that bind it to phones, <c>team=field, site=oslo</c>; empty binds every phone.</param>
/// <param name="Slot">The slot whose VM it binds.</param>
/// <param name="Values">Canonical values by key of the setting; what is not said is absent.</param>
public sealed record FormPolicy(string Name, string Labels, string Slot, ImmutableSortedDictionary<string, string> Values)
{
    /// <summary>A document in the form; null where it chooses phones in a way that the form has no fields for.</summary>
    public static FormPolicy? Of(PolicyDocument document) => document.Phones.AsLabels is not { } labels ? null : new(
        document.Name,
        string.Join(", ", labels.Select(l => $"{l.Key}={l.Value}")),
        document.Slot,
        document.Statements.ToImmutableSortedDictionary(s => s.Setting.Key, s => s.Text, StringComparer.Ordinal));

    /// <summary>The same with another value of a setting; null says nothing about it.</summary>
    public FormPolicy With(Setting setting, string? value) => this with
    {
        Values = value is null ? Values.Remove(setting.Key) : Values.SetItem(setting.Key, value),
    };
}
