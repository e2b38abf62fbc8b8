using System.Collections.Immutable;
using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device;

/// <summary>
/// Where the phone's user gives and takes back consent. INVARIANT: nothing but the phone's own page holds the giving side; no order, no
/// setting and no guest reaches it. What policy does not ask for, or asks for no longer, does not stand.
/// </summary>
public sealed class ConsentDesk(DeviceJournal journal, SlotTable slots, OrderLog log)
{
    private const string Kind = "consent";
    private const string User = "user";

    /// <summary>The user agrees, for <see cref="Consent.Lasts"/>. Durable when this returns; given again, it lasts from now.</summary>
    /// <returns>Whether policy asks for it.</returns>
    public bool Give(string setting, string slot, Desired desired, DateTimeOffset now)
    {
        if (Find(setting, slot, desired) is not { } asked) return false;
        journal.Change(record => record.Without(asked) with
        {
            Consents = [.. record.Without(asked).Given(), new Consent(asked.Setting.Key, asked.Vm.Slot, asked.Vm.Epoch, now, now + Consent.Lasts)],
        });
        log.Append(User, Kind, asked.Vm, $"{setting} given for {Consent.Lasts.TotalMinutes} minutes");
        return true;
    }

    /// <summary>The user agrees no longer. Durable when this returns.</summary>
    /// <returns>Whether policy asks for it.</returns>
    public bool Withhold(string setting, string slot, Desired desired)
    {
        if (Find(setting, slot, desired) is not { } asked) return false;
        if (journal.Record.Given().Any(given => given.IsOf(asked))) log.Append(User, Kind, asked.Vm, $"{setting} taken back");
        journal.Change(record => record.Without(asked));
        return true;
    }

    /// <summary>The VMs whose screen the user lets support see now. What stands no longer is forgotten, so that no later policy brings it back.</summary>
    internal ImmutableArray<VmRef> Viewed(Desired desired, DateTimeOffset now)
    {
        if (journal.Record.Given().IsEmpty) return [];
        var standing = AskedConsent.In(desired, slots).Where(asked => asked.StandingIn(journal.Record, now) is not null).ToList();
        journal.Note(record => record.OnlyWith(standing));
        return [.. standing.Where(asked => asked.Setting == ScreenRemoteView.Instance).Select(asked => asked.Vm)];
    }

    private AskedConsent? Find(string setting, string slot, Desired desired) =>
        AskedConsent.In(desired, slots).FirstOrDefault(asked => asked.Setting.Key == setting && asked.Vm.Slot == slot);
}
