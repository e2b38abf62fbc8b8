namespace Twofold.EndToEnd.Tests.World;

/// <summary>A phone with real VMs: hardware with a TPM, an agent process, and the QEMU processes that it starts.</summary>
internal sealed class VirtualPhone : IAsyncDisposable
{
    private const string Slots =
        """{"slots":[{"slot":"personal","owner":"personal","memoryMiB":112,"vCpus":1,"diskMiB":32},{"slot":"work","owner":"organisation","diskMiB":32}]}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tf-");
    private LongRunning? _agent;

    public string Folder => _folder.FullName;

    /// <summary>What the control partition keeps: disks, tables, journal. The TPM is not in it.</summary>
    public string Partition => Path.Combine(Folder, "partition");

    public int AgentPid => _agent!.Pid;

    public string AgentOutput => _agent!.Output;

    /// <summary>Makes a phone, enrols it with a code, and switches it on.</summary>
    public static async Task<VirtualPhone> StartAsync(string code)
    {
        var phone = new VirtualPhone();
        Directory.CreateDirectory(phone.Partition, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(phone.Partition, "slots.json"), Slots);
        await phone.HardwareAsync("start");
        await Built.RunAsync("dotnet", [Agent, "enrol", "--phone", phone.Folder, "--code", "-"], input: code);
        phone.StartAgent();
        return phone;
    }

    /// <summary>Starts the agent, or starts it again.</summary>
    public void StartAgent() => _agent = LongRunning.Start(Agent, "run", "--phone", Folder, "--driver", "qemu", "--image", Built.GuestImage);

    /// <summary>Ends the agent as a crash would; the VMs go on.</summary>
    public async Task KillAgentAsync() => await _agent!.DisposeAsync();

    /// <summary>Screen and keyboard of a VM.</summary>
    public GuestScreen Screen(string slot, long epoch = 1) => new(Path.Combine(VmFolder(slot, epoch), "user.sock"));

    public string VmFolder(string slot, long epoch = 1) => Path.Combine(Partition, "vms", $"{slot}-{epoch}");

    public int VmPid(string slot, long epoch = 1) => ReadPid(Path.Combine(VmFolder(slot, epoch), "qemu.pid"));

    public int TpmPid => ReadPid(Path.Combine(Folder, "hardware", "tpm", "pid"));

    public async ValueTask DisposeAsync()
    {
        if (_agent is not null) await _agent.DisposeAsync();
        await Built.RunAsync("dotnet", [Agent, "stop-vms", "--phone", Folder], check: false);
        await HardwareAsync("stop");
        _folder.Delete(recursive: true);
    }

    private static string Agent => Built.Program("Hypervisor.Device", "twofold-agent");

    private static int ReadPid(string file) => int.Parse(File.ReadAllText(file).Trim());

    // Its output goes to a file of its own: the TPM would keep a pipe open after the script has ended.
    private async Task HardwareAsync(string verb) =>
        await Built.RunAsync("bash", ["-c", "bash infra/phone/hardware.sh \"$1\" \"$2\" >\"$2/hardware.log\" 2>&1", "hardware", verb, Folder]);
}
