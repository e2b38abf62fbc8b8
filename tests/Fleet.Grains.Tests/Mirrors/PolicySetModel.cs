using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>The policy set: what was in force, in order; at most one that waits; at most one that goes out.</summary>
internal sealed class PolicySetModel : Model<PolicySetCommand, PolicySetView>
{
    private readonly List<(string Id, string Digest)> _inForce = [];
    private readonly HashSet<string> _ended = [];
    private (string Id, string Digest, bool Waves, string? Returns)? _pending;
    private string? _rollout;

    public override string? Take(Step<PolicySetCommand> step, DateTimeOffset now) => step.Command switch
    {
        PolicySetCommand.Propose propose => Propose(propose),
        PolicySetCommand.Withdraw withdraw => withdraw.ProposalId == _pending?.Id ? End() : "policy/not-pending",
        PolicySetCommand.Released yes when yes.ProposalId == _pending?.Id => Release(),
        PolicySetCommand.Rejected no when no.ProposalId == _pending?.Id => End(),
        PolicySetCommand.TakeBack back when back.RolloutId == _rollout && _pending is null && !_ended.Contains(back.OrderId) => TakeBack(back),
        PolicySetCommand.RolloutEnded ended when ended.RolloutId == _rollout => Nothing(_rollout = null),
        _ => null,
    };

    public override string? Wrong(PolicySetView view, DateTimeOffset now)
    {
        if (view.Revision != _inForce.Count) return $"revision {view.Revision}, not {_inForce.Count}";
        if (view.Pending?.ProposalId != _pending?.Id) return $"{view.Pending?.ProposalId} waits, not {_pending?.Id}";
        if (view.Rollout != _rollout) return $"{view.Rollout} goes out, not {_rollout}";
        return view.Before?.Revision == (_rollout is null ? null : _inForce.Count - 1) ? null : $"before it was {view.Before?.Revision}";
    }

    private string? Propose(PolicySetCommand.Propose propose)
    {
        if (propose.ProposalId == _pending?.Id || (_inForce.Count > 0 && propose.ProposalId == _inForce[^1].Id) || _ended.Contains(propose.ProposalId)) return null;
        if (_pending is not null) return "policy/pending";
        if (_rollout is not null) return "policy/rollout-running";
        if (propose.BasedOn != _inForce.Count) return "policy/plan-outdated";
        if (propose.Note.Length > 1000) return "policy/too-large";
        if (propose.Rollout is { AtOnce: 0 }) return "rollout/bad-plan";
        if (_inForce.Count > 0 && propose.SetDigest == _inForce[^1].Digest) return null;
        _pending = (propose.ProposalId, propose.SetDigest, propose.Rollout is not null, null);
        return propose.VmsAtRisk > 0 ? null : Release();
    }

    private string? TakeBack(PolicySetCommand.TakeBack back)
    {
        var before = _inForce.Count > 1 ? _inForce[^2].Digest : "";
        _pending = (back.OrderId, before, false, back.RolloutId);
        return back.Untouched ? Release() : null;
    }

    private string? Release()
    {
        var next = _pending!.Value;
        _inForce.Add((next.Id, next.Digest));
        _rollout = next.Waves ? next.Id : null;
        return Nothing(_pending = null);
    }

    private string? End()
    {
        _ended.Add(_pending!.Value.Id);
        return Nothing(_pending = null);
    }

    private static string? Nothing(object? _) => null;
}
