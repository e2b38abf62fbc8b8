using System.Security.Cryptography.X509Certificates;
using Twofold.Device.Ports;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>Enrols the phone in a folder and keeps the identity there.</summary>
public static class Enrolment
{
    /// <summary>Makes key and folder where they are missing, redeems the code, and writes down who the phone is.</summary>
    /// <param name="folder">The phone.</param>
    /// <param name="untrustedCode">The enrolment code, as it was typed or scanned.</param>
    /// <param name="hardware">The identity of the hardware.</param>
    /// <exception cref="DeviceException">The code, the server or the disk refuses.</exception>
    public static async Task<PhoneIdentity> RunAsync(
        PhoneFolder folder, string untrustedCode, string hardware, TimeProvider time, CancellationToken cancellation)
    {
        var read = EnrolmentCode.Parse(untrustedCode);
        if (!read.IsRead) throw new DeviceException(read.Problem.Code, read.Problem.Message);
        folder.Make();
        var journal = DeviceJournal.Open(new DurableFile(folder.Journal));
        CheckOrganisation(journal.Record.Identity, read.Value);
        using var key = PhoneKey.LoadOrMake(folder.Key);
        var slots = Enroller.Declare(SlotTable.Load(folder.Slots));
        var identity = await new Enroller(time).EnrolAsync(read.Value, key, hardware, slots, cancellation);
        journal.Change(record => record.Enrolled(identity, time.GetUtcNow()));
        return identity;
    }

    /// <summary>The phone got an identity. INVARIANT: nothing is forgotten, so that a re-enrolment sheds no order and no wiped epoch.</summary>
    public static DeviceRecord Enrolled(this DeviceRecord record, PhoneIdentity identity, DateTimeOffset now)
    {
        var seen = now > record.HighestTime ? now : record.HighestTime;
        return record with { Identity = identity, HighestTime = seen, LastContact = seen };
    }

    // Otherwise whoever holds the phone could shed the orders of its organisation by enrolling it elsewhere.
    private static void CheckOrganisation(PhoneIdentity? identity, EnrolmentCode code)
    {
        if (identity is null) return;
        using var root = X509Certificate2.CreateFromPem(identity.Root);
        if (!PinnedTrust.Matches(root, code.RootFingerprint))
            throw new DeviceException("enrolment/other-organisation", "this phone belongs to another organisation; make its folder anew to give it away");
    }
}
