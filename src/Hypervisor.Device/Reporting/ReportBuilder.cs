using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Policies;
using Twofold.Protocol;
using NetworkMode = Twofold.Device.Ports.NetworkMode;

namespace Twofold.Device;

/// <summary>Makes the report from what was read back. Pure.</summary>
internal static class ReportBuilder
{
    /// <summary>What the server gets to know; of personal VMs the slot, the state and the storage, and no more.</summary>
    /// <param name="driven">Slot to the digest of the policy that was last driven to its end.</param>
    /// <param name="failures">What failed when it was tried last.</param>
    public static PhoneReport Build(
        Desired desired, Observed observed, DevicePlan plan, SlotTable slots,
        IReadOnlyDictionary<string, string> driven, IEnumerable<KeyValuePair<Step, Attempt>> failures, DateTimeOffset now) => new(
        desired.Version,
        plan.Steps.IsEmpty,
        now,
        [.. slots.Slots.Where(slot => slot.Owner == SlotOwner.Organisation).Select(slot => Work(slot.Slot, desired, observed, plan, driven))],
        [.. slots.Slots.Where(slot => slot.Owner == SlotOwner.Personal).Select(slot => Personal(slot.Slot, observed))],
        FlowRules.Settings.ToImmutableSortedDictionary(
            ruled => ruled.Setting.Key, ruled => new ObservedSetting(ruled.Setting.Format(observed.Flows[ruled.Kind]), Claimed: false), StringComparer.Ordinal)
            .Add(NetworkVmToVm.Instance.Key, new(BetweenVms(observed, slots) is { } between ? NetworkVmToVm.Instance.Format(between) : null, Claimed: false)),
        [.. plan.Findings.Concat(failures.Select(Finding).OfType<DeviceFinding>()).Select(finding => Discretion.Keep(finding, slots)).Distinct().Take(Limits.MaxFindings)]);

    private static WorkVmReport Work(
        string slot, Desired desired, Observed observed, DevicePlan plan, IReadOnlyDictionary<string, string> driven)
    {
        var seen = observed.NewestIn(slot);
        var wanted = desired.Vms.FirstOrDefault(vm => vm.Slot == slot);
        return new WorkVmReport(
            slot, seen?.Vm.Epoch ?? wanted?.Epoch ?? 0, State(seen), seen is null ? null : driven.GetValueOrDefault(slot),
            seen is null ? ImmutableSortedDictionary<string, ObservedSetting>.Empty : Settings(seen, wanted, observed, plan.Locks.GetValueOrDefault(slot)),
            seen?.StorageBytes ?? 0, plan.Locks.GetValueOrDefault(slot));
    }

    // Of the work VMs' links alone: each is apart from every other VM's, or is not. A VM that does not run has none.
    private static Access? BetweenVms(Observed observed, SlotTable slots)
    {
        var running = observed.Vms.Where(seen => seen.State is VmState.Running or VmState.Paused && slots.Find(seen.Vm.Slot)?.Owner == SlotOwner.Organisation).ToList();
        if (running.Exists(seen => seen.LinkApart is null)) return null;
        return running.TrueForAll(seen => seen.LinkApart == true) ? Access.Blocked : Access.Allowed;
    }

    private static PersonalVmReport Personal(string slot, Observed observed)
    {
        var seen = observed.NewestIn(slot);
        return new PersonalVmReport(slot, State(seen), seen?.StorageBytes ?? 0);
    }

    private static GuestState State(VmObservation? seen) => seen?.State switch
    {
        null or VmState.Absent => GuestState.Absent,
        VmState.Stopped => GuestState.Stopped,
        VmState.Running => GuestState.Running,
        VmState.Paused => GuestState.Paused,
        VmState.Suspended => GuestState.Suspended,
        _ => GuestState.Failed,
    };

    private static ImmutableSortedDictionary<string, ObservedSetting> Settings(
        VmObservation seen, WantedVm? wanted, Observed observed, string? locked)
    {
        var lease = (wanted?.Settings.Lease ?? Lease.Default).Bounded();
        var texts = ImmutableSortedDictionary.CreateBuilder<string, ObservedSetting>(StringComparer.Ordinal);
        Add(VmMemory.Instance, seen.MemoryMiB is { } memory ? VmMemory.Instance.Format(memory) : null);
        Add(VmVcpus.Instance, seen.VCpus is { } cpus ? VmVcpus.Instance.Format(cpus) : null);
        Add(Policies.NetworkMode.Instance, seen.Network is { } network ? Policies.NetworkMode.Instance.Format(Reach(network)) : null);
        Add(UsbPassthrough.Instance, seen.UsbAttached is { } usb ? UsbPassthrough.Instance.Format(usb ? UsbAccess.Allowed : UsbAccess.Blocked) : null);
        Add(UsbClasses.Instance, seen.UsbKinds is { } kinds ? UsbKindSets.Text(kinds) : null);
        foreach (var (kind, setting) in PeripheralSettings.All)
            Add(setting, seen.Peripherals is { } handed ? PeripheralSettings.Text(setting, handed[kind]) : null);
        Add(ScreenAutoLock.Instance, seen.GuestAutoLockSeconds is { } seconds ? ScreenAutoLock.Instance.Format(TimeSpan.FromSeconds(seconds)) : null);
        Add(ScreenRemoteView.Instance, ScreenRemoteView.Instance.Format(observed.Viewed.Contains(seen.Vm) ? RemoteView.WithConsent : RemoteView.Never));
        Add(HoursAccess.Instance, HoursAccess.Instance.Format(Hours(seen, wanted, locked)));
        Add(IntegrityHypervisor.Instance, observed.Versions.Hypervisor is { } hypervisor ? IntegrityHypervisor.Instance.Format(hypervisor) : null);
        Add(IntegrityControlPartition.Instance, observed.Versions.ControlPartition is { } partition ? IntegrityControlPartition.Instance.Format(partition) : null);
        Add(StorageThroughput.Instance, seen.Limits?.ThroughputMiB is { } throughput ? StorageThroughput.Instance.Format(throughput) : null);
        Add(StorageEncryption.Instance, seen.DiskEncrypted is { } encrypted ? StorageEncryption.Instance.Format(encrypted ? Requirement.Required : Requirement.Optional) : null);
        Add(VmCpuShare.Instance, seen.Limits?.CpuPercent is { } share ? VmCpuShare.Instance.Format(share) : null);
        Add(NetworkBandwidth.Instance, seen.Limits?.BandwidthMbit is { } bandwidth ? NetworkBandwidth.Instance.Format(bandwidth) : null);
        Add(NetworkEgress.Instance, seen.Limits?.Egress is { } egress ? NetworkEgress.Instance.Format(egress) : null);
        Add(LeaseOfflineLock.Instance, LeaseOfflineLock.Instance.Format(lease.OfflineLock));
        Add(LeaseOfflineWipe.Instance, LeaseOfflineWipe.Instance.Format(lease.OfflineWipe));
        return texts.ToImmutable();

        // What is too long for a report is not said: the rest of the report has to arrive.
        void Add(Setting setting, string? text) =>
            texts[setting.Key] = new ObservedSetting(text is { Length: > Limits.MaxValue } ? null : text, setting.Enforcement == Enforcement.Guest);
    }

    // A VM that is open outside its hours keeps none.
    private static WeeklyHours Hours(VmObservation seen, WantedVm? wanted, string? locked) =>
        locked == LockReasons.Hours && seen.State is VmState.Running or VmState.Paused ? WeeklyHours.Always : wanted?.Settings.Hours ?? WeeklyHours.Always;

    private static NetworkReach Reach(NetworkMode mode) => mode switch
    {
        NetworkMode.Internet => NetworkReach.Internet,
        NetworkMode.Restricted => NetworkReach.Restricted,
        _ => NetworkReach.None,
    };

    private static DeviceFinding? Finding(KeyValuePair<Step, Attempt> tried) => tried.Value.Failure is { } failure
        ? new DeviceFinding(failure.Code, Text($"{tried.Key.GetType().Name} failed: {failure.Message}"), (tried.Key as Step.OnVm)?.Vm.Slot)
        : null;

    private static string Text(string message) =>
        string.Concat(message.Take(Limits.MaxExplanation).Select(c => char.IsControl(c) ? ' ' : c));
}
