using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>wipe PHONE --reason TEXT</c>.</summary>
static class WipeVerb
{
    private const int MissesInARow = 10;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    public static Command Wipe()
    {
        var (phone, slot) = (PhoneVerbs.PhoneId(), VmVerbs.Slot());
        var reason = new Option<string>("--reason") { Description = "3 to 500 characters, kept in the audit log", Required = true };
        var order = new Option<string?>("--order") { Description = "your own key; the same key for the same VM again is the same order" };
        var wait = new Option<bool>("--wait") { Description = "wait until it is proved, has ended, or is held" };
        var timeout = new Option<int>("--timeout") { Description = "minutes that --wait waits at most", DefaultValueFactory = _ => 60 };
        return new Command("wipe", "Orders the wipe of a work VM.") { phone, slot, reason, order, wait, timeout }.Does(async s =>
        {
            var path = $"phones/{Uri.EscapeDataString(s.Get(phone))}/vms/{Uri.EscapeDataString(s.Get(slot)!)}/wipes";
            var key = s.Get(order) ?? $"cli-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
            Screen.Progress($"asking; `--order {key}` asks for the same order again");
            var now = await s.Api.PostAsync(path, new { reason = s.Get(reason) }, s.Cancel, key);
            var id = now.Text("orderId")!;
            if (s.Get(wait)) now = await FollowAsync(s, $"{path}/{Uri.EscapeDataString(id)}", now, TimeSpan.FromMinutes(s.Get(timeout)));
            s.Screen.Result(now, () => s.Screen.Line($"{id} is {now.Text("step")}"));
            return ExitOf(now, s.Get(wait));
        });
    }

    private static async Task<JsonNode> FollowAsync(Session s, string path, JsonNode now, TimeSpan atMost)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(s.Cancel);
        timeout.CancelAfter(atMost);
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var misses = 0; ;)
        {
            Tell(now, told);
            if (IsEnd(now.Text("step"))) return now;
            try
            {
                await Task.Delay(Look, timeout.Token);
                (now, misses) = (await s.Api.GetAsync(path, timeout.Token), 0);
            }
            catch (CliException fault) when (fault.Exit == ExitCode.Unreachable && ++misses < MissesInARow)
            {
                Screen.Progress($"{fault.Message}; the order stands, looking again");
            }
            catch (OperationCanceledException) when (!s.Cancel.IsCancellationRequested)
            {
                throw new CliException(ExitCode.Refused, "wipe/not-finished", $"the wipe is {now.Text("step")} after {atMost.TotalMinutes:0} minutes; the order stands");
            }
        }
    }

    private static void Tell(JsonNode now, HashSet<string> told)
    {
        foreach (var (step, at) in (now["times"] as JsonObject ?? []).OrderBy(t => t.Value?.ToString(), StringComparer.Ordinal))
            if (told.Add(step)) Screen.Progress($"{at}  {step}");
    }

    private static bool IsEnd(string? step) => step is "proved" or "refused" or "cancelled" or "rejected" or "held";

    private static int ExitOf(JsonNode now, bool waited) => now.Text("step") switch
    {
        "held" => ExitCode.Held,
        "refused" or "cancelled" or "rejected" => ExitCode.Refused,
        "proved" => ExitCode.Done,
        _ => waited ? ExitCode.Refused : ExitCode.Done,
    };
}
