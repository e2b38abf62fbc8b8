namespace Twofold.Web.Desk;

/// <summary>
/// The only door from pages and API to the fleet, for the caller of one scope. Every method passes <see cref="Gate"/>, answers a value
/// or a refusal with a code, and throws only for bugs and broken infrastructure.
/// </summary>
/// <param name="Phones">Lists of phones, one phone, its names.</param>
/// <param name="History">What phones were.</param>
/// <param name="Vms">Lifecycle and wipe of work VMs.</param>
/// <param name="Policy">What is in force, what would change, and why a phone has to obey what.</param>
/// <param name="Revisions">What came into force.</param>
/// <param name="Rollouts">Changes that go out by waves.</param>
/// <param name="Holds">What waits for a second person.</param>
/// <param name="Enrolments">One-time codes for phones.</param>
/// <param name="Operators">Persons who may sign in.</param>
/// <param name="Tokens">Service tokens for pipelines.</param>
/// <param name="Audit">What happened, and who was refused.</param>
/// <param name="Exposures">Work VMs whose phones may never return.</param>
/// <param name="Proof">What makes the history provable.</param>
/// <param name="Erasures">Persons who are no longer named in it.</param>
/// <param name="Lists">Findings, orders, VMs, personas and groups of the whole fleet.</param>
/// <param name="Groups">Names for phones, by labels or one by one.</param>
/// <param name="Backups">Backups of the whole installation.</param>
public sealed record FleetDesk(
    PhoneDesk Phones, HistoryDesk History, VmDesk Vms, PolicyDesk Policy, RevisionDesk Revisions, RolloutDesk Rollouts, HoldDesk Holds, EnrolmentDesk Enrolments, OperatorDesk Operators, TokenDesk Tokens, AuditDesk Audit,
    ExposureDesk Exposures, ProofDesk Proof, ErasureDesk Erasures, ListDesk Lists, GroupDesk Groups, BackupDesk Backups);
