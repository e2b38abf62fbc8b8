using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Escalating;

/// <summary>A phone with its VMs and the governor; days pass, reports come, and what is due is woken as the sweep does.</summary>
internal sealed class EscalationScene
{
    public static readonly GrainRef<PhoneCommand, PhoneView> Phone = Phones.Phones.Id(Sample.ThePhone);
    public static readonly GrainRef<VmCommand, VmView> Vm = Vms.Vms.Of(Sample.ThePhone, "work");
    private long _revision = 1;

    public EscalationScene(GovernorSettings? settings = null)
    {
        Pump.Govern(settings ?? GovernorSettings.Default);
        Accepted(Pump.Ask(Phone, PhoneSamples.Enrol, Actor.System));
        Pump.DeliverAll();
        SetPolicies();
    }

    public Pump Pump { get; } = new();

    public string Terms { get; set; } = "lock 3d, wipe 14d";

    public PhoneView View => Pump.View(Phone);

    public VmView VmView => Pump.View(Vm);

    /// <summary>The step of the newest lock and of the newest wipe.</summary>
    public (LockStep? Lock, WipeStep? Wipe) Orders => (VmView.Lock?.Step, VmView.Wipe?.Step);

    /// <summary>The phone reports which rules it breaks, and which it does not show.</summary>
    public void Report(string[] broken, params string[] unseen)
    {
        ImmutableArray<Finding> findings =
        [
            .. broken.Select(b => new Finding(b, VerdictState.NonCompliant, "1", "2", "push the policy again", Claimed: false) { Slot = b.StartsWith("clipboard", StringComparison.Ordinal) ? null : "work" }),
            .. unseen.Select(b => new Finding(b, VerdictState.Unknown, "1", null, "wait for the next report", Claimed: false) { Slot = "work" }),
        ];
        var verdict = findings.Select(f => f.State).DefaultIfEmpty(VerdictState.Compliant).Max();
        Accepted(Pump.Ask(Phone, new PhoneCommand.Observed(Sample.Report(View.Desired.Version), verdict, findings, PhoneSamples.Terms(Terms)), Sample.Phone));
        Settle();
    }

    /// <summary>Other documents are in force, by which nothing was judged yet.</summary>
    public void SetPolicies()
    {
        var digest = $"{_revision:x64}";
        Accepted(Pump.Ask(Phone, new PhoneCommand.SetPolicies(_revision++, digest, PhoneSamples.VmPolicies("work", digest)), Actor.System));
        Settle();
    }

    public void Pass(double days)
    {
        Pump.Now = Pump.Now.AddDays(days);
        Settle();
    }

    /// <summary>Wakes what is due until nothing is; that ends soon.</summary>
    public void Settle()
    {
        for (var left = 10; ; left--)
        {
            Pump.DeliverAll();
            if (!(Pump.Stored(Phone.Id)?.WakeAt <= Pump.Now)) return;
            Assert.True(left > 0, "the phone wakes for nothing");
            Accepted(Pump.Ask(Phone, new PhoneCommand.LookAtLeases(), Actor.System));
        }
    }

    public static void Accepted(Reply reply) => Assert.True(reply.Ok, reply.Code);
}
