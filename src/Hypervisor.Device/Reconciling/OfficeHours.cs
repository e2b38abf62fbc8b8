using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device;

/// <summary>Compares the phone's local time with the hours in which each work VM may be open.</summary>
internal static class OfficeHours
{
    private static readonly TimeSpan Quarter = TimeSpan.FromDays(1) / WeeklyHours.Quarters;

    /// <summary>Whether the VM has to be closed now.</summary>
    public static bool AreOver(VmRef vm, Desired desired, DeviceFacts facts, DateTimeOffset now) => HoursOf(vm, desired) is { } hours && !Hold(hours, now, facts.Zone);

    /// <summary>The next instant at which hours can begin or end, or null where no VM has any. Every time zone is whole quarters of an hour from UTC.</summary>
    public static DateTimeOffset? NextAfter(DateTimeOffset now, Desired desired) =>
        desired.Vms.All(vm => vm.Settings.Hours.Equals(WeeklyHours.Always) || vm.Settings.Hours.Equals(WeeklyHours.Never))
            ? null
            : new DateTimeOffset((now.UtcTicks / Quarter.Ticks + 1) * Quarter.Ticks, TimeSpan.Zero);

    private static bool Hold(WeeklyHours hours, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone);
        return hours.Holds(((int)local.DayOfWeek + 6) % WeeklyHours.Days, (int)(local.TimeOfDay / Quarter));
    }

    private static WeeklyHours? HoursOf(VmRef vm, Desired desired) =>
        desired.Vms.FirstOrDefault(wanted => wanted.Slot == vm.Slot && wanted.Epoch == vm.Epoch)?.Settings.Hours;
}
