using System.Text.Json.Serialization;

namespace Twofold.Fleet.HoldPages;

/// <summary>What can be asked of a page of a hold. Its key is its place, <c>hold-n.page</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Withdraw), "withdraw")]
[JsonDerivedType(typeof(Settle), "settle")]
public abstract record HoldPageCommand
{
    private HoldPageCommand()
    {
    }

    /// <summary>An order waits here (letter from the governor).</summary>
    public sealed record Add(WaitingOrder Order) : HoldPageCommand;

    /// <summary>The order was taken back where it came from (letter from there).</summary>
    public sealed record Withdraw(string OrderId) : HoldPageCommand;

    /// <summary>A person decided (letter from the governor): released by someone, or rejected by someone for a reason.</summary>
    public sealed record Settle(string? ReleasedBy, string? RejectedBy, string? Reason) : HoldPageCommand;
}
