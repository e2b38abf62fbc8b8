using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>A rule that a work VM breaks and what follows, as the phone's user reads it.</summary>
internal static class BrokenRules
{
    public static Html Of(PhoneNotice notice, TimeProvider time) => Html.Of($"""
        <dt>Out of compliance</dt><dd>{Title(notice.Setting)}, since {LocalTime.Of(notice.Since, time)}. {Follows(notice, time)}</dd>
        """);

    private static string Title(string setting) => SettingCatalogue.TryFind(setting, out var known) ? known.Title : setting;

    private static Html Follows(PhoneNotice notice, TimeProvider time) => (notice.LockAt, notice.WipeAt) switch
    {
        (null, null) => Html.Of($"Nothing follows but this notice."),
        ({ } locks, { } wipe) when locks < wipe =>
            Html.Of($"It is locked on {LocalTime.Of(locks, time)} and its data is destroyed on {LocalTime.Of(wipe, time)}, unless it complies before."),
        (_, { } wipe) => Html.Of($"Its data is destroyed on {LocalTime.Of(wipe, time)}, unless it complies before."),
        ({ } locks, null) => Html.Of($"It is locked on {LocalTime.Of(locks, time)}, unless it complies before."),
    };
}
