using System.CommandLine;
using System.Text.Json.Nodes;

namespace Twofold.Cli;

/// <summary><c>vms list</c>, <c>vms start|stop|pause|resume|suspend PHONE</c>.</summary>
static class VmVerbs
{
    /// <summary>The option that names a slot.</summary>
    public static Option<string> Slot() => new("--slot") { Description = "the slot of the VM", DefaultValueFactory = _ => "work" };

    public static Command Vms() => new("vms", "Lists VMs; starts and stops work VMs.")
    {
        ListVerbs.Vms(),
        Verb("start", "Wants the VM running."),
        Verb("stop", "Wants the VM shut down; its data stays."),
        Verb("pause", "Wants the VM in memory and not executing."),
        Verb("resume", "Wants a paused or suspended VM running."),
        Verb("suspend", "Wants the VM saved to an encrypted file."),
    };

    private static Command Verb(string verb, string description)
    {
        var (phone, slot) = (PhoneVerbs.PhoneId(), Slot());
        return new Command(verb, description) { phone, slot }.Does(async s =>
        {
            var (id, name) = (s.Get(phone), s.Get(slot)!);
            await s.Api.PostAsync($"phones/{Uri.EscapeDataString(id)}/vms/{Uri.EscapeDataString(name)}/{verb}", null, s.Cancel);
            var done = new JsonObject { ["phone"] = id, ["slot"] = name, ["asked"] = verb };
            s.Screen.Result(done, () => s.Screen.Line($"asked {id} to {verb} `{name}`; `twofold phone {id}` shows what it did"));
            return ExitCode.Done;
        });
    }
}
