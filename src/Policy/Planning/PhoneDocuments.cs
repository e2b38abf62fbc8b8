using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>Everything that a phone has to obey and would have to.</summary>
public sealed class PhoneDocuments
{
    private readonly DocumentPair phone;
    private readonly ImmutableArray<DocumentPair> vms;

    internal PhoneDocuments(DocumentPair phone, ImmutableArray<DocumentPair> vms) => (this.phone, this.vms) = (phone, vms);

    /// <summary>How many managed VMs the phone has.</summary>
    public int Vms => vms.Length;

    /// <summary>Whether just the same is required of the phone and its VMs: then nothing stands otherwise, whatever was read back.</summary>
    public bool IsSame => phone.IsSame && vms.All(v => v.IsSame);

    /// <summary>The VMs of which something would stand otherwise, in the order of the slots.</summary>
    public IReadOnlyList<VmTurn> Turns(ObservedPhone observed)
    {
        if (IsSame) return [];
        var around = phone.Judge(observed);
        var settings = phone.Turns(around, observed).ToImmutableArray();
        return [.. vms.Select(vm => Turn(vm, around, settings, observed)).Where(t => t.Settings.Count > 0)];
    }

    // What passes between VMs is broken by each of them, so each VM's own days hold for it.
    private VmTurn Turn(DocumentPair vm, VerdictPair around, ImmutableArray<SettingTurn> ofPhone, ObservedPhone observed)
    {
        var slot = vm.Now.Scope.Slot!;
        var (own, shared) = (InGrace(vm.Judge(observed)), InGrace(around));
        var between = ReferenceEquals(shared, around) ? ofPhone : [.. phone.Turns(shared, observed)];
        var turns = vm.Turns(own, observed).ToImmutableArray();
        var after = Worse(AfterPush.StateOf(own.Then, turns), AfterPush.StateOf(shared.Then, between));
        return new(slot, Worse(own.Now.State, shared.Now.State), Worse(own.Then.State, shared.Then.State), after, [.. turns, .. between]);

        VerdictPair InGrace(VerdictPair verdicts) => verdicts.InGrace(vm.Terms, setting => observed.Overdue.Contains((slot, setting)));
    }

    private static VerdictState Worse(VerdictState one, VerdictState other) => one > other ? one : other;
}
