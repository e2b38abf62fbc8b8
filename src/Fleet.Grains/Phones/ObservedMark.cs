using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>
/// One short text for the settings that were read back from a phone and its work VMs and for the rules whose days are over, beside
/// <see cref="PolicyMark"/>: phones that have both marks in common stand alike before any policy set. It is 128 bits of a digest, in
/// hexadecimal because the index knows no case.
/// INVARIANT: whatever compliance is judged by is in it.
/// </summary>
public static class ObservedMark
{
    private const int Bytes = 16;

    /// <summary>The mark of a phone, which the index has in the column <c>observed_mark</c>.</summary>
    public static string Of(PhoneView phone) => Of(phone.Report, phone.Escalating);

    /// <summary>The mark of a report of a phone that breaks nothing for long. No report is like one without settings.</summary>
    public static string Of(PhoneReport? report) => Of(report, []);

    internal static string Of(PhoneReport? report, ImmutableArray<EscalatingRule> escalating)
    {
        var text = new StringBuilder();
        Add(text, report?.Flows ?? ImmutableSortedDictionary<string, ObservedSetting>.Empty);
        foreach (var vm in report?.Work.Where(w => w.Settings.Count > 0) ?? []) Add(text.Append('/').Append(vm.Slot).Append('\n'), vm.Settings);
        foreach (var rule in escalating.Where(r => r.IsOverdue)) text.Append('!').Append(rule.Slot).Append(' ').Append(rule.Setting).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }

    // Lengths stand before the texts, so that no value can pretend to be two.
    private static void Add(StringBuilder text, ImmutableSortedDictionary<string, ObservedSetting> settings)
    {
        foreach (var (key, seen) in settings)
            text.Append(key).Append(seen.Claimed ? '?' : '=').Append(seen.Text?.Length ?? -1).Append(':').Append(seen.Text).Append('\n');
    }
}
