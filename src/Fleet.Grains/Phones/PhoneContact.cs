using System.Collections.Immutable;
using Twofold.Fleet.Vms;
using Outcome = Twofold.Fleet.Decision<Twofold.Fleet.Phones.PhoneEvent>;

namespace Twofold.Fleet.Phones;

/// <summary>Facts that come over the phone's socket.</summary>
internal static class PhoneContact
{
    private const int MaxText = 500;
    private const int MaxFindings = 256;

    public static Outcome Connect(PhoneState state, PhoneCommand.Connected hello, DateTimeOffset now)
    {
        if (hello.Session == state.Session) return Outcome.Nothing;
        if (state.Barred is not null && !hello.OrdersOnly) return Outcome.No("phone/barred", "the phone gets standing orders only");
        var opened = Outcome.Happened(new PhoneEvent.Connected(
            hello.Session, hello.Agent, hello.Hypervisor, hello.Protocol, hello.Settings, now, hello.OrdersOnly));
        if (hello.OrdersOnly) return opened;
        // A phone that got orders alone may know newer ones than the desired state that it has, and takes no older ones.
        var newest = Math.Max(hello.AppliedVersion, hello.OrdersVersion);
        if (state.Restored is { } point && newest <= point.Version) opened = opened.And(Outcome.Happened(new PhoneEvent.RestoreSettled()));
        return PhoneLeases.Renewed(opened, state).And(Stored(state, newest > state.KnownVersion ? newest : hello.AppliedVersion, now));
    }

    public static Outcome Receive(PhoneState state, long version, DateTimeOffset now) =>
        version <= state.ReceivedVersion ? Outcome.Nothing : Stored(state, version, now);

    public static Outcome Observe(PhoneState state, PhoneCommand.Observed command, DateTimeOffset now)
    {
        var report = command.Report;
        if (Reports.Problem(report, state) is { } problem) return Outcome.No("phone/bad-report", problem);
        var received = Receive(state, report.Version, now);
        if (command.Findings.Length > MaxFindings) return Outcome.No("phone/bad-report", $"at most {MaxFindings} findings are kept");
        if (PhoneEscalation.Problem(state, Terms(command)) is { } unread) return Outcome.No("phone/bad-report", unread);
        if (IsKnown(state, command)) return received;
        var observed = new PhoneEvent.Observed(report, command.Verdict, command.Findings, now, command.Escalations);
        var taken = Letters(Outcome.Happened(observed), state, report);
        return (report.Version != state.Version ? taken : taken.And(PhoneEscalation.Heed(PhoneFold.Apply(state, observed), now))).And(received);
    }

    public static Outcome Complain(PhoneState state, PhoneCommand.Complained command, DateTimeOffset now)
    {
        var complaint = new PhoneComplaint(Clip(command.Code), Clip(command.Explanation), command.Version, now);
        return state.Complaint is { } last && last with { At = now } == complaint
            ? Outcome.Nothing
            : Outcome.Happened(new PhoneEvent.Complained(complaint));
    }

    public static Outcome Resume(PhoneState state) => state.ConflictVersion is { } phone
        ? Outcome.Happened(new PhoneEvent.ConflictResumed(Math.Max(phone, state.Version) + 1))
        : Outcome.No("phone/no-conflict", "the phone is not newer than the server");

    /// <summary>What the server did for the phone since its backup is forgotten; until the phone speaks, the most that can have been counts.</summary>
    public static Outcome Restore(PhoneState state, DateTimeOffset at) => state.Restored?.At >= at
        ? Outcome.Nothing
        : PhoneLeases.Renewed(Outcome.Happened(new PhoneEvent.RestoreFound(at, state.Version)), state);

    /// <summary>
    /// The phone has this version. One that this server never made belongs to another past: it delivers no order of ours,
    /// and until a person lets the phone go on neither does any other version.
    /// </summary>
    private static Outcome Stored(PhoneState state, long version, DateTimeOffset now)
    {
        if (version > state.KnownVersion) return Outcome.Happened(new PhoneEvent.ConflictFound(version, now));
        if (state.ConflictVersion is not null || (version == state.ReceivedVersion && PhoneLeases.AreKnown(state, version))) return Outcome.Nothing;
        return state.Orders.Where(o => o.Since <= version).Aggregate(Outcome.Happened(new PhoneEvent.Received(version, now)), (outcome, o) => o.Progress switch
        {
            OrderProgress.Released => outcome.Tell(Vms.Vms.Of(state.Id, o.Order.Slot), new VmCommand.Delivered(o.Order.OrderId)),
            OrderProgress.Lifting => outcome.Tell(Vms.Vms.Of(state.Id, o.Order.Slot), new VmCommand.Lifted(o.Order.OrderId)),
            _ => outcome,
        });
    }

    // Nothing new is said, and nothing waits for being said again.
    private static bool IsKnown(PhoneState state, PhoneCommand.Observed command) =>
        Reports.Same(state.Report, command.Report) && state.Verdict == command.Verdict && state.Findings.SequenceEqual(command.Findings)
        && state.Escalations.SequenceEqual(Terms(command)) && (state.JudgedAt is not null || command.Report.Version != state.Version);

    private static ImmutableSortedDictionary<string, string> Terms(PhoneCommand.Observed command) =>
        command.Escalations ?? ImmutableSortedDictionary<string, string>.Empty;

    private static Outcome Letters(Outcome outcome, PhoneState state, Protocol.PhoneReport report) =>
        Reports.Changed(state, report).Aggregate(outcome, (o, change) => o.Tell(Vms.Vms.Of(state.Id, change.Slot), change.Letter));

    private static string Clip(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
