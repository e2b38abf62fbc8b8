using System.Text.Json.Serialization;

namespace Twofold.Fleet.Governors;

/// <summary>
/// What can be asked of the governor: it counts how many work VMs are put at risk in an hour and holds what exceeds the budget.
/// There is one, with the key <c>organisation</c>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Configure), "configure")]
[JsonDerivedType(typeof(Charge), "charge")]
[JsonDerivedType(typeof(Approve), "approve")]
[JsonDerivedType(typeof(Reject), "reject")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
public abstract record GovernorCommand
{
    private GovernorCommand()
    {
    }

    /// <summary>Set the budget at first start; a running installation may only tighten it.</summary>
    public sealed record Configure(int VmsPerHour) : GovernorCommand;

    /// <summary>Someone wants to put this many VMs at risk (letter from a vm or a policy set).</summary>
    /// <param name="OrderId">Unique; the same charge again changes nothing.</param>
    /// <param name="Subject">What it is about, for people: a phone's name, a revision.</param>
    public sealed record Charge(string OrderId, string Subject, int Vms, string RequestedBy, string Reason) : GovernorCommand;

    /// <summary>A second person releases what is held. Refused to the one who asked, in person or through a token: <c>governor/own-order</c>.</summary>
    public sealed record Approve(string OrderId) : GovernorCommand;

    /// <summary>A second person, or the one who asked, rejects what is held.</summary>
    public sealed record Reject(string OrderId, string Reason) : GovernorCommand;

    /// <summary>The order was cancelled where it came from (letter): the hold goes, a charge stays charged.</summary>
    public sealed record Withdraw(string OrderId) : GovernorCommand;
}
