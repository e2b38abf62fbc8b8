namespace Twofold.Fleet;

/// <summary>How letters of the governor were written before orders waited in holds: a held order named no place.</summary>
internal static class FormerHolds
{
    /// <summary>Such an order waits at a place where nobody decides: it can be taken back, and has to be asked for anew.</summary>
    public static Reshaping Placed { get; } = new()
    {
        Command = said =>
        {
            if ((string?)said["type"] == "held" && !said.ContainsKey("place")) said["place"] = "former";
            return said;
        },
    };
}
