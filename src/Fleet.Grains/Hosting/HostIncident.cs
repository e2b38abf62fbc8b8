namespace Twofold.Fleet;

/// <summary>Something broke that an operator of the installation should know of.</summary>
/// <param name="Code">
/// Stable: a code of <see cref="GrainFaultException"/>, <c>letter/failed</c>, <c>letter/parked</c>, <c>letter/return-refused</c>, <c>notice/failed</c>,
/// <c>sweep/failed</c>.
/// </param>
/// <param name="Incident">The id that the caller was given, or the letter's id.</param>
public sealed record HostIncident(string Code, string Incident, GrainId Grain, Exception? Error);
