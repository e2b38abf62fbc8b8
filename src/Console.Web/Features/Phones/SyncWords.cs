using Twofold.Fleet.Phones;

namespace Twofold.Web.Features.Phones;

/// <summary>Says in plain words how far a phone is with what was asked of it.</summary>
public static class SyncWords
{
    /// <summary>One sentence.</summary>
    public static string Of(PhoneView phone) => (phone, phone.Desired.Version) switch
    {
        ({ Conflict: true }, _) => "The phone has a version that this server never made. It takes nothing from here until a person lets it go on.",
        (_, 0) => "Nothing was asked of the phone yet.",
        ({ Settled: true }, var wanted) => $"In step: the phone has read back the effect of everything that was asked, up to version {wanted}.",
        ({ Online: false }, var wanted) when phone.ReceivedVersion < wanted =>
            $"Version {wanted} waits for the phone to connect; it has stored version {phone.ReceivedVersion}.",
        ({ Online: false }, var wanted) => $"The phone has stored version {wanted} and went offline before it read back the effect.",
        (_, var wanted) when phone.ReceivedVersion < wanted => $"Version {wanted} is on its way; the phone has stored version {phone.ReceivedVersion}.",
        (_, var wanted) => $"The phone has stored version {wanted} and carries it out; the effect of version {phone.ObservedVersion} is read back.",
    };
}
