using System.Collections.Immutable;
using Twofold.Fleet.Gateway;
using Twofold.Fleet.PolicySets;
using Twofold.Policies;
using Twofold.Web.Desk;

namespace Twofold.Web.Api;

/// <summary>Files to think of, and which VMs to list.</summary>
sealed record WhatIfRequest(ImmutableArray<PolicyFile> Files, string? Setting = null, VerdictState? Then = null, int Take = 50, bool NeedsSomebody = false)
{
    public WhatIfWish Wish => new(Setting, Then, Take, NeedsSomebody);
}

/// <summary>Who would comply otherwise, or everything that is wrong with the files.</summary>
sealed record WhatIfJson(
    string? Code, string? Message, ImmutableArray<ProblemJson> Problems, long BasedOn, long Phones, long Vms, bool AtLeast,
    long UntilPushed, long NeedSomebody, ImmutableArray<VerdictCount> Verdicts, ImmutableArray<SettingCount> Settings, long Total, ImmutableArray<WhatIfRowJson> Items)
{
    public static WhatIfJson Of(PolicyOutlook o) => o.Answer is { } a
        ? new(null, null, [], o.BasedOn, a.Phones, a.Vms, a.AtLeast, a.UntilPushed, a.NeedSomebody, a.Verdicts, a.Settings, a.Total.Rows, [.. a.Rows.Select(WhatIfRowJson.Of)])
        : new("policy/problems", $"{o.Problems.Count} problems stand in the files", [.. o.Problems.Select(ProblemJson.Of)], o.BasedOn, 0, 0, AtLeast: false, 0, 0, [], [], 0, []);
}

/// <summary>One setting of one VM that would stand otherwise.</summary>
sealed record WhatIfRowJson(
    string Phone, string PhoneName, string Slot, string Setting, VerdictState Now, VerdictState Then, VerdictState After, bool NeedsSomebody, string Required, string? Observed,
    string Remedy)
{
    public static WhatIfRowJson Of(WhatIfRow r) => new(
        r.Phone, r.Name, r.Slot, r.Turn.Setting, r.Turn.Now, r.Turn.Then, r.Turn.After, r.Turn.NeedsSomebody, r.Turn.Required, r.Turn.Observed, r.Turn.Remedy);
}
