using System.Collections.Immutable;
using Twofold.Fleet.Leases;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Phones;

/// <summary>A phone as readers see it.</summary>
/// <param name="Desired">The content of the phone envelope; its version grows with every change.</param>
/// <param name="ReceivedVersion">The newest version the phone has stored durably.</param>
/// <param name="ObservedVersion">The newest version whose effect the phone has read back.</param>
/// <param name="Session">The open socket, or null when the phone is not connected.</param>
/// <param name="LastContact">When a socket opened or closed, or a report came, last.</param>
/// <param name="Conflict">The phone is newer than the server: it waits for a person.</param>
/// <param name="Complaint">The last thing the phone refused since the newest version, or null.</param>
/// <param name="Verdict">How the last report stands to policy; unknown again as soon as the phone has to obey other documents.</param>
/// <param name="Findings">Why; empty while nothing was judged.</param>
/// <param name="Exposures">Of each work VM that is not proved gone: how long its data can be read.</param>
/// <param name="HasForgotten">The server was restored, or the phone was newer than it: the phone may have proved what it does not know.</param>
/// <param name="Foreign">Orders that the phone knows and this server does not, oldest first.</param>
/// <param name="Leases">The terms that were given last, by slot.</param>
/// <param name="Barred">Why the phone is not trusted any more and gets standing orders only, or null.</param>
/// <param name="Intents">What was asked of its record and its certificate, newest first.</param>
public sealed record PhoneView(
    string PhoneId,
    bool Enrolled,
    string Hardware,
    string Name,
    string Owner,
    ImmutableSortedDictionary<string, string> Labels,
    string PublicKey,
    string Thumbprint,
    ImmutableArray<SlotDeclaration> Slots,
    DesiredState Desired,
    ImmutableArray<DeviceOrder> Orders,
    long PolicyRevision,
    long ReceivedVersion,
    long ObservedVersion,
    string? Session,
    DateTimeOffset? LastContact,
    string Agent,
    string Hypervisor,
    int Protocol,
    ImmutableArray<string> KnownSettings,
    PhoneReport? Report,
    bool Conflict,
    PhoneComplaint? Complaint,
    VerdictState Verdict,
    ImmutableArray<Finding> Findings,
    ImmutableArray<Exposure> Exposures,
    bool HasForgotten,
    ImmutableArray<ForeignOrder> Foreign,
    ImmutableSortedDictionary<string, LeaseTerms> Leases,
    PhoneBar? Barred,
    ImmutableArray<PhoneIntent> Intents)
{
    /// <summary>A description that waits for the governor or for a second person, or null.</summary>
    public WaitingDescription? Waiting { get; init; }

    /// <summary>The rules that its work VMs break, and what follows; empty while they comply.</summary>
    public ImmutableArray<EscalatingRule> Escalating { get; init; } = [];

    /// <summary>What escalation has asked for and has a ground for still.</summary>
    public ImmutableArray<TakenStep> Steps { get; init; } = [];

    /// <summary>Whether the phone's socket is open.</summary>
    public bool Online => Session is not null;

    /// <summary>Whether the phone has read back the effect of everything that was asked.</summary>
    public bool Settled => ObservedVersion >= Desired.Version;
}

/// <summary>Name, owner and labels that would let stricter policies reach the phone, and wait for the governor.</summary>
/// <param name="OrderId">Under which they were charged.</param>
/// <param name="Place">The page of the hold where they wait; null while the governor has not answered.</param>
public sealed record WaitingDescription(
    string OrderId, string Name, [property: PersonName] string Owner, ImmutableSortedDictionary<string, string> Labels,
    [property: PersonName] string AskedBy, DateTimeOffset At, string? Place = null);

/// <summary>Something the phone refused.</summary>
public sealed record PhoneComplaint(string Code, string Explanation, long? Version, DateTimeOffset At);
