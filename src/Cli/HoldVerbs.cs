using System.CommandLine;

namespace Twofold.Cli;

/// <summary><c>holds</c>, <c>holds show|approve|reject HOLD</c>, and <c>sign-in NAME</c>, which gives a person the token to decide with.</summary>
static class HoldVerbs
{
    public static Command Holds() => new Command("holds", "Lists what waits for a second person; a person who signed in decides.")
    {
        Show(), Approve(), Reject(),
    }.Does(async s =>
    {
        var found = await s.Api.GetAsync("holds", s.Cancel);
        s.Screen.Result(found, () =>
        {
            s.Screen.Table(["HOLD", "EFFECT", "SUBJECT", "ORDERS", "VMS", "REQUESTED BY", "SINCE", "REASON", "AGREED BY", "DUE"], found.Rows("items").Select(h =>
                h.Cells("id", "effect", "subject", "left", "vms", "requestedBy", "since", "reason", "agreedBy", "due")));
            s.Screen.Line($"{found["spentThisHour"]} of {found["vmsPerHour"]} work VMs were put at risk within the last hour");
        });
        return ExitCode.Done;
    });

    public static Command SignIn()
    {
        var name = new Argument<string>("name") { Description = "the user name; the password is read from standard input" };
        return new Command("sign-in", "Prints a token that holds for a quarter of an hour and decides as this person, for TWOFOLD_TOKEN.") { name }.Does(async s =>
        {
            using var http = Connection.OpenForSignIn();
            var password = await Console.In.ReadLineAsync(s.Cancel) ?? string.Empty;
            var session = await new ApiClient(http).PostAsync("session", new { name = s.Get(name), password }, s.Cancel);
            s.Screen.Result(session, () => s.Screen.Line(session.Text("token")!));
            return ExitCode.Done;
        });
    }

    private static Command Show()
    {
        var (hold, page) = (HoldId(), new Option<int>("--page") { Description = "a page of a hundred orders, from 1", DefaultValueFactory = _ => 1 });
        return new Command("show", "Lists the orders in a hold.") { hold, page }.Does(async s =>
        {
            var found = await s.Api.GetAsync($"{PathOf(s.Get(hold))}/orders?page={s.Get(page)}", s.Cancel);
            s.Screen.Result(found, () => s.Screen.Table(["ORDER", "SUBJECT", "VMS", "SINCE", "TAKEN BACK"], found.Rows("items").Select(o =>
                o.Cells("orderId", "subject", "vms", "since", "takenBack"))));
            return ExitCode.Done;
        });
    }

    private static Command Approve()
    {
        var (hold, orders) = (HoldId(), new Option<int>("--orders") { Description = "how many orders you saw in it: one that grew since is not released", Required = true });
        return new Command("approve", "Releases a hold, as the person whose token it is.") { hold, orders }.Does(async s =>
        {
            await s.Api.PostAsync($"{PathOf(s.Get(hold))}/approve", new { orders = s.Get(orders) }, s.Cancel);
            s.Screen.Line($"{s.Get(hold)} is approved");
            return ExitCode.Done;
        });
    }

    private static Command Reject()
    {
        var (hold, reason) = (HoldId(), new Option<string>("--reason") { Description = "kept in the audit log", Required = true });
        return new Command("reject", "Rejects a hold, or cancels what was agreed on and waits.") { hold, reason }.Does(async s =>
        {
            await s.Api.PostAsync($"{PathOf(s.Get(hold))}/reject", new { reason = s.Get(reason) }, s.Cancel);
            s.Screen.Line($"{s.Get(hold)} is rejected");
            return ExitCode.Done;
        });
    }

    private static Argument<string> HoldId() => new("hold") { Description = "the hold, as `twofold holds` names it" };

    private static string PathOf(string hold) => $"holds/{Uri.EscapeDataString(hold)}";
}
