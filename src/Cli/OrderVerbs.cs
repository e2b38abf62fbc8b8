using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>lock PHONE</c>, <c>unlock PHONE ORDER</c>, <c>remove PHONE</c>, <c>revoke PHONE</c>.</summary>
static class OrderVerbs
{
    public static Command Lock()
    {
        var (phone, slot, reason, order) = (PhoneVerbs.PhoneId(), VmVerbs.Slot(), Reason(), Order());
        return new Command("lock", "Orders that a work VM is locked until the order is taken back.") { phone, slot, reason, order }.Does(s =>
            AskAsync(s, $"{Path(s.Get(phone))}/vms/{Uri.EscapeDataString(s.Get(slot)!)}/locks", s.Get(reason)!, s.Get(order)));
    }

    public static Command Unlock()
    {
        var (phone, slot) = (PhoneVerbs.PhoneId(), VmVerbs.Slot());
        var order = new Argument<string>("ORDER") { Description = "the id of the lock; `phone` shows it" };
        return new Command("unlock", "Takes a lock back; the VM opens once its phone has heard of it.") { phone, order, slot }.Does(async s =>
        {
            var (id, locked) = (s.Get(phone), s.Get(order));
            await s.Api.DeleteAsync($"{Path(id)}/vms/{Uri.EscapeDataString(s.Get(slot)!)}/locks/{Uri.EscapeDataString(locked)}", s.Cancel);
            s.Screen.Result(new JsonObject { ["phone"] = id, ["orderId"] = locked, ["asked"] = "unlock" }, () => s.Screen.Line($"{locked} is taken back; `twofold phone {id}` shows when the phone has heard of it"));
            return ExitCode.Done;
        });
    }

    public static Command Remove() => Bar("remove", "removals", "Removes a phone: its certificate is revoked, and what stands against its hardware stands.");

    public static Command Revoke() => Bar("revoke", "revocations", "Revokes a phone's certificate: it gets standing orders only, until it enrols again.");

    private static Command Bar(string verb, string path, string description)
    {
        var (phone, reason, order) = (PhoneVerbs.PhoneId(), Reason(), Order());
        return new Command(verb, description) { phone, reason, order }.Does(s => AskAsync(s, $"{Path(s.Get(phone))}/{path}", s.Get(reason)!, s.Get(order)));
    }

    private static async Task<int> AskAsync(Session s, string path, string reason, string? order)
    {
        var key = order ?? $"cli-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        Screen.Progress($"asking; `--order {key}` asks for the same order again");
        var now = await s.Api.PostAsync(path, new { reason }, s.Cancel, key);
        s.Screen.Result(now, () => s.Screen.Line($"{now.Text("orderId")} is {now.Text("step")}"));
        return now.Text("step") switch
        {
            "held" => ExitCode.Held,
            "refused" or "cancelled" or "rejected" => ExitCode.Refused,
            _ => ExitCode.Done,
        };
    }

    private static string Path(string phone) => $"phones/{Uri.EscapeDataString(phone)}";

    private static Option<string> Reason() => new("--reason") { Description = "3 to 500 characters, kept in the audit log", Required = true };

    private static Option<string?> Order() => new("--order") { Description = "your own key; the same key for the same thing again is the same order" };
}
