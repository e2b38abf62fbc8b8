using System.Collections.Immutable;
using Twofold.Protocol;

namespace Twofold.Device.Tests.Reporting;

/// <summary>What the phone shows of what follows.</summary>
public sealed class NoticeTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2030, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("twofold-notices-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Notices_are_kept_for_the_phones_own_display()
    {
        var file = new NoticeFile(Path.Combine(_folder, "notices.json"));
        ImmutableArray<PhoneNotice> notices = [new("work", "vm.memory", At, At.AddDays(2), WipeAt: null)];
        Assert.Empty(file.Read());
        file.Write(notices);
        Assert.Equal(notices.AsEnumerable(), file.Read());
        file.Write([]);
        Assert.Empty(file.Read());
        File.WriteAllText(Path.Combine(_folder, "notices.json"), "no notices");
        Assert.Empty(file.Read());
    }

    [Theory]
    [InlineData(2, null, "  work breaks vm.memory since 2030-03-01 12:00 UTC: locked on 2030-03-03 12:00 UTC unless it complies before")]
    [InlineData(2, 9, "  work breaks vm.memory since 2030-03-01 12:00 UTC: locked on 2030-03-03 12:00 UTC and wiped on 2030-03-10 12:00 UTC unless it complies before")]
    [InlineData(9, 2, "  work breaks vm.memory since 2030-03-01 12:00 UTC: wiped on 2030-03-03 12:00 UTC unless it complies before")]
    [InlineData(null, 2, "  work breaks vm.memory since 2030-03-01 12:00 UTC: wiped on 2030-03-03 12:00 UTC unless it complies before")]
    [InlineData(null, null, "  work breaks vm.memory since 2030-03-01 12:00 UTC: nothing follows")]
    public void The_phone_says_what_happens_when(int? lockDays, int? wipeDays, string expected)
    {
        var notice = new PhoneNotice("work", "vm.memory", At, At + Days(lockDays), At + Days(wipeDays));
        Assert.Equal(["out of compliance", expected], StatusVerb.Notices([notice]));
        Assert.Equal(["out of compliance", "  none"], StatusVerb.Notices([]));
    }

    private static TimeSpan? Days(int? days) => days is { } count ? TimeSpan.FromDays(count) : null;
}
