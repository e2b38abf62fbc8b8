using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Sends a report when something changed, and after each hello.</summary>
internal sealed class ReportDesk(IServerLink link)
{
    // Files of a running VM grow by the byte; less than this is not worth a frame.
    private const long StorageGrain = 1024 * 1024;

    private PhoneReport? _sent;

    /// <summary>The next report is sent even if nothing changed.</summary>
    public void Forget() => _sent = null;

    /// <summary>Sends the report unless it says what the last one said; answers whether it was sent.</summary>
    public bool Offer(PhoneReport report)
    {
        if (_sent is not null && Same(_sent, report)) return false;
        _sent = report;
        link.Send(new PhoneFrame.Observed(report));
        return true;
    }

    private static bool Same(PhoneReport one, PhoneReport other) =>
        one.Version == other.Version && one.Settled == other.Settled
        && one.Work.Length == other.Work.Length && one.Work.Zip(other.Work).All(pair => Same(pair.First, pair.Second))
        && one.Personal.Select(Coarse).SequenceEqual(other.Personal.Select(Coarse))
        && one.Flows.SequenceEqual(other.Flows) && one.Findings.SequenceEqual(other.Findings);

    private static bool Same(WorkVmReport one, WorkVmReport other) =>
        one.Settings.SequenceEqual(other.Settings) && Coarse(one) == Coarse(other);

    private static WorkVmReport Coarse(WorkVmReport report) => report with
    {
        Settings = ImmutableSortedDictionary<string, ObservedSetting>.Empty,
        StorageBytes = report.StorageBytes / StorageGrain,
    };

    private static PersonalVmReport Coarse(PersonalVmReport report) => report with { StorageBytes = report.StorageBytes / StorageGrain };
}
