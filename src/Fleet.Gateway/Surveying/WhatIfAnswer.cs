using System.Collections.Immutable;
using Twofold.Policies;

namespace Twofold.Fleet.Gateway;

/// <summary>Which VMs to list; null means any.</summary>
/// <param name="Setting">A setting by its key.</param>
/// <param name="Then">How it would stand.</param>
/// <param name="Take">Rows wanted, 1 to <see cref="MaxTake"/>.</param>
/// <param name="NeedsSomebody">Only what the push alone does not mend.</param>
public sealed record WhatIfWish(string? Setting = null, VerdictState? Then = null, int Take = 50, bool NeedsSomebody = false)
{
    /// <summary>The longest list.</summary>
    public const int MaxTake = IndexQuery.MaxTake;

    /// <summary>Whether a setting that would stand otherwise is listed.</summary>
    public bool Wants(SettingTurn turn) => (Setting is null || turn.Setting == Setting) && (Then is null || turn.Then == Then) && (!NeedsSomebody || turn is { Worsens: true, NeedsSomebody: true });
}

/// <summary>Managed VMs whose verdict would change from one to another, and to a third once the push is carried out.</summary>
public sealed record VerdictCount(VerdictState Now, VerdictState Then, VerdictState After, long Vms);

/// <summary>Managed VMs on which a setting would stand otherwise.</summary>
public sealed record SettingCount(string Setting, VerdictState Now, VerdictState Then, VerdictState After, long Vms);

/// <summary>One setting of one VM that would stand otherwise.</summary>
/// <param name="Phone">The id of the phone.</param>
/// <param name="Name">The name of the phone.</param>
public sealed record WhatIfRow(string Phone, string Name, string Slot, SettingTurn Turn);

/// <summary>Who would comply otherwise under another policy set.</summary>
/// <param name="Phones">Enrolled phones that were judged.</param>
/// <param name="Vms">Their managed VMs.</param>
/// <param name="AtLeast">False when every number is exact; true when some phones were left out, and there may be more of everything.</param>
/// <param name="UntilPushed">VMs on which something would stand worse only until the push is carried out, or the VM has started again.</param>
/// <param name="NeedSomebody">VMs on which something would stand worse that cannot comply without somebody who acts.</param>
/// <param name="Verdicts">VMs whose verdict would change, the worst change first.</param>
/// <param name="Settings">VMs by setting, those that would not comply first.</param>
/// <param name="Total">How many rows the list would have in all, under the wish.</param>
/// <param name="Rows">The first of them: the worst first, then by setting.</param>
public sealed record WhatIfAnswer(
    long Phones, long Vms, bool AtLeast, long UntilPushed, long NeedSomebody, ImmutableArray<VerdictCount> Verdicts, ImmutableArray<SettingCount> Settings, IndexCount Total,
    ImmutableArray<WhatIfRow> Rows);
