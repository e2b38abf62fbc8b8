using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>
/// One short text for the settings that were read back from a phone and its work VMs, beside <see cref="PolicyMark"/>: phones that have both
/// marks in common stand alike before any policy set. It is 128 bits of a digest, in hexadecimal because the index knows no case.
/// INVARIANT: whatever compliance is judged by is in it.
/// </summary>
public static class ObservedMark
{
    private const int Bytes = 16;

    /// <summary>The mark of a report, which the index has in the column <c>observed_mark</c>. No report is like one without settings.</summary>
    public static string Of(PhoneReport? report)
    {
        var text = new StringBuilder();
        Add(text, report?.Flows ?? ImmutableSortedDictionary<string, ObservedSetting>.Empty);
        foreach (var vm in report?.Work.Where(w => w.Settings.Count > 0) ?? []) Add(text.Append('/').Append(vm.Slot).Append('\n'), vm.Settings);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, Bytes));
    }

    // Lengths stand before the texts, so that no value can pretend to be two.
    private static void Add(StringBuilder text, ImmutableSortedDictionary<string, ObservedSetting> settings)
    {
        foreach (var (key, seen) in settings)
            text.Append(key).Append(seen.Claimed ? '?' : '=').Append(seen.Text?.Length ?? -1).Append(':').Append(seen.Text).Append('\n');
    }
}
