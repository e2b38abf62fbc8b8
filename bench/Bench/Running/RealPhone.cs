using System.Text.Json.Nodes;

namespace Twofold.Bench.Running;

/// <summary>A console, and one phone with two real VMs: the agent as a process over QEMU, enrolled as any phone is.</summary>
internal sealed class RealPhone(string folder) : IAsyncDisposable
{
    private const string PhoneName = "phone-1";
    private const string Slot = "work";

    private const string Slots =
        """
        {
          "slots": [
            { "slot": "personal", "owner": "personal", "memoryMiB": 128, "diskMiB": 128 },
            { "slot": "work", "owner": "organisation", "memoryMiB": 128, "diskMiB": 128 }
          ]
        }
        """;

    // As much as VirtualPhone's sizes say, so that the VM beside it is equal.
    private const string Policy =
        """
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: bench }
        spec:
          settings:
            vm.memory: 128MiB
            vm.vcpus: 1

        """;

    private readonly ConsoleHome _home = new(folder);
    private VirtualPhone? _phone;
    private ChildProcess? _console;
    private ChildProcess? _agent;
    private Pipeline? _pipeline;
    private StoreView? _store;
    private string _id = "";
    private bool _wiped;

    /// <summary>Starts everything; the VMs may still boot when it answers.</summary>
    public async Task StartAsync()
    {
        _phone = await VirtualPhone.MakeAsync();
        await File.WriteAllTextAsync(Path.Combine(_phone.Partition, "slots.json"), Slots);
        await _home.MakeAsync();
        (_console, var codes) = await _home.StartWithCodesAsync([PhoneName]);
        (_pipeline, _store) = (_home.Speak(), _home.Look());
        await _pipeline.ApplyPolicyAsync(Policy);
        await EnrolAsync(_phone, (await File.ReadAllTextAsync(codes)).Trim().Split('\t')[1]);
        _id = _store.PhoneId(PhoneName) ?? throw new InvalidOperationException("the phone is not enrolled");
        _agent = ChildProcess.Start(Built.Agent, "run", "--phone", _phone.Folder, "--driver", "qemu", "--image", Built.GuestImage());
    }

    /// <summary>Sees to it that a work VM runs and the phone is settled; makes a new VM after a wipe.</summary>
    public async Task ReadyAsync()
    {
        if (_wiped) await _pipeline!.PostAsync(Vm("reprovision"), []);
        await Until.TrueAsync(() => _store!.WorkRuns(_id), () => "the work VM does not run");
        _wiped = false;
    }

    /// <summary>Wipes the work VM; the seconds from the release of the order to its proof in the console's database.</summary>
    public async Task<double> WipeAsync()
    {
        var before = _store!.Position;
        await _pipeline!.PostAsync(Vm("wipes"), new JsonObject { ["reason"] = "benchmark" });
        await Until.TrueAsync(() => Event(before, "wipe-proved") is not null, () => "the wipe was never proved");
        var end = DateTime.UtcNow;
        _wiped = true;
        return (end - Event(before, "wipe-released")!.Value).TotalSeconds;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_agent is not null) await _agent.DisposeAsync();
        if (_console is not null) await _console.DisposeAsync();
        _pipeline?.Dispose();
        _store?.Dispose();
        if (_phone is not null) await _phone.DisposeAsync();
    }

    private static async Task EnrolAsync(VirtualPhone phone, string code)
    {
        await using var enrol = ChildProcess.Start(Built.Agent, "enrol", "--phone", phone.Folder, "--code", "-");
        await enrol.SayAsync(code);
        enrol.EndInput();
        await enrol.EndAsync();
    }

    private DateTime? Event(long after, string type) => _store!.FirstAfter(after, "vm", $"{_id}:{Slot}", type);

    private string Vm(string verb) => $"phones/{_id}/vms/{Slot}/{verb}";
}
