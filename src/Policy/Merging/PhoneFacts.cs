namespace Twofold.Policies;

/// <summary>What decides which policies bind a phone.</summary>
/// <param name="Id">The phone.</param>
/// <param name="Labels">Its labels, by key.</param>
public sealed record PhoneFacts(string Id, IReadOnlyDictionary<string, string> Labels)
{
    /// <summary>The slots of its managed VMs; usually only <c>work</c>.</summary>
    public IReadOnlyList<string> Slots { get; init; } = [SlotName.Work];

    /// <summary>Every scope in which policy binds the phone: the phone itself, then each managed VM.</summary>
    public IEnumerable<PolicyScope> Scopes => [PolicyScope.Phone, .. Slots.Select(PolicyScope.Vm)];
}
