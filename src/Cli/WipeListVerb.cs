using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>wipe-list FILE --reason TEXT</c>: what a pipeline has when a whole site is lost.</summary>
static class WipeListVerb
{
    private const int MaxLines = 100_000;
    private const int MostAtOnce = 256;
    private const int MaxTries = 12;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    public static Command WipeList()
    {
        var file = new Argument<string>("FILE") { Description = "one `PHONE [SLOT]` on each line, `#` begins a remark; `-` for standard input" };
        var reason = new Option<string>("--reason") { Description = "3 to 500 characters, kept in the audit log", Required = true };
        var order = new Option<string?>("--order") { Description = "your own key; the same list under the same key again orders nothing twice" };
        var atOnce = new Option<int>("--at-once") { Description = $"how many are asked for at once, 1 to {MostAtOnce}", DefaultValueFactory = _ => 16 };
        return new Command("wipe-list", "Orders the wipe of every work VM in a list.") { file, reason, order, atOnce }.Does(async s =>
        {
            if (s.Get(atOnce) is < 1 or > MostAtOnce) throw Usage($"`--at-once` lies between 1 and {MostAtOnce}");
            var vms = await ReadAsync(s.Get(file), s.Cancel);
            var key = s.Get(order) ?? $"cli-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
            Screen.Progress($"asking for {vms.Count} wipes; the same list with `--order {key}` asks for the same orders again");
            var answers = await OrderAsync(s, vms, s.Get(reason)!, key, s.Get(atOnce));
            s.Screen.Result(new JsonObject { ["order"] = key, ["items"] = new JsonArray([.. answers.Select(a => a.Shown)]) }, () => Say(s, answers));
            return answers.Count == 0 ? ExitCode.Done : answers.MaxBy(a => Gravity.IndexOf(a.Exit))!.Exit;
        });
    }

    // The gravest answer is the answer of the whole list.
    private static List<int> Gravity { get; } = [ExitCode.Done, ExitCode.Held, ExitCode.Problems, ExitCode.Refused, ExitCode.NoAccess, ExitCode.Unreachable];

    private static async Task<IReadOnlyList<Answer>> OrderAsync(Session s, IReadOnlyList<Vm> vms, string reason, string key, int atOnce)
    {
        var (answers, api) = (new Answer[vms.Count], s.Api);
        await Parallel.ForEachAsync(Enumerable.Range(0, vms.Count), new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = s.Cancel }, async (n, cancel) =>
            answers[n] = await OrderAsync(api, vms[n], reason, key, cancel));
        return answers;
    }

    // A server that is busy or away is asked again: under the same key nothing is ordered twice.
    private static async Task<Answer> OrderAsync(ApiClient api, Vm vm, string reason, string key, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var now = await api.PostAsync($"phones/{Uri.EscapeDataString(vm.Phone)}/vms/{Uri.EscapeDataString(vm.Slot)}/wipes", new { reason }, cancel, key);
                return new(vm, now.Text("step")!, ExitOf(now.Text("step")), now.Text("orderId")!, null);
            }
            catch (CliException fault) when (fault.Exit == ExitCode.Unreachable && tries < MaxTries)
            {
                await Task.Delay(LongestPause * Random.Shared.NextDouble() * tries / MaxTries, cancel);
            }
            catch (CliException fault)
            {
                return new(vm, "not-ordered", fault.Exit, fault.Code, fault.Message);
            }
        }
    }

    private static int ExitOf(string? step) => step switch
    {
        "held" => ExitCode.Held,
        "refused" or "cancelled" or "rejected" => ExitCode.Refused,
        _ => ExitCode.Done,
    };

    private static void Say(Session s, IReadOnlyList<Answer> answers)
    {
        foreach (var group in answers.GroupBy(a => a.Step, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)) s.Screen.Line($"{group.Count()} {group.Key}");
        foreach (var failed in answers.Where(a => a.Message is not null)) s.Screen.Line($"{failed.Vm.Phone} {failed.Vm.Slot}: {failed.Message} ({failed.Id})");
    }

    private static async Task<IReadOnlyList<Vm>> ReadAsync(string file, CancellationToken cancel)
    {
        try
        {
            using var reader = file == "-" ? Console.In : new StreamReader(file);
            return await ReadAsync(reader, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Usage($"the list `{file}` cannot be read");
        }
    }

    private static async Task<IReadOnlyList<Vm>> ReadAsync(TextReader reader, CancellationToken cancel)
    {
        var vms = new List<Vm>();
        for (var line = 1; await reader.ReadLineAsync(cancel) is { } text; line++)
        {
            var words = text.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 2) throw Usage($"line {line} is not `PHONE [SLOT]`");
            if (words.Length > 0) vms.Add(new(words[0], words.ElementAtOrDefault(1) ?? "work"));
            if (vms.Count > MaxLines) throw Usage($"a list has at most {MaxLines} VMs");
        }

        return vms;
    }

    private static CliException Usage(string message) => new(ExitCode.Usage, "cli/usage", message);

    private sealed record Vm(string Phone, string Slot);

    /// <summary>What became of one line.</summary>
    /// <param name="Id">The order's id, or the code of the refusal.</param>
    /// <param name="Message">Why nothing was ordered, or null.</param>
    private sealed record Answer(Vm Vm, string Step, int Exit, string Id, string? Message)
    {
        public JsonNode Shown => Message is null
            ? new JsonObject { ["phone"] = Vm.Phone, ["slot"] = Vm.Slot, ["orderId"] = Id, ["step"] = Step }
            : new JsonObject { ["phone"] = Vm.Phone, ["slot"] = Vm.Slot, ["code"] = Id, ["message"] = Message };
    }
}
