using System.Collections.Immutable;
using Twofold.Fleet.Erasures;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>An erasure: asked for once, done once, never without being asked for.</summary>
internal sealed class ErasureModel : Model<ErasureCommand, ErasureView>
{
    private DateTimeOffset? _asked;
    private DateTimeOffset? _done;

    public override string? Take(Step<ErasureCommand> step, DateTimeOffset now) => step.Name switch
    {
        "key gone" when _asked is null => "erasure/not-asked",
        "key gone" => Nothing(_done ??= now),
        "ask" => Nothing(_asked ??= now),
        _ => _asked is null ? "erasure/reason" : null,
    };

    public override string? Wrong(ErasureView view, DateTimeOffset now)
    {
        var status = _done is not null ? ErasureStatus.Done : _asked is not null ? ErasureStatus.Asked : ErasureStatus.None;
        return view == new ErasureView(status, _asked, _done) ? null : $"{view}, not {status}";
    }

    private static string? Nothing(object? _) => null;
}

/// <summary>A page of a hold: who waits hears once what becomes of it, and who took their order back hears nothing.</summary>
internal sealed class HoldPageModel : Model<HoldPageCommand, HoldPageView>
{
    private readonly Dictionary<string, bool> _waits = [];
    private ImmutableArray<string> _told = [];
    private bool _settled;

    public override string? Take(Step<HoldPageCommand> step, DateTimeOffset now)
    {
        _told = step.Command switch
        {
            HoldPageCommand.Add add => Add(add.Order.OrderId),
            HoldPageCommand.Withdraw back when step.Sender == Sample.WorkVm => Withdraw(back.OrderId),
            HoldPageCommand.Settle settle => Settle(settle.ReleasedBy is null ? "Rejected" : "Released"),
            _ => [],
        };
        return null;
    }

    public override string? Wrong(ImmutableArray<Letter> letters)
    {
        var sent = letters.Select(l => l.Command switch
        {
            GovernorCommand.Shrink gone => $"{gone.Orders} gone",
            Judgement judgement when l.To == Sample.WorkVm => $"{judgement.GetType().Name} {judgement.OrderId}",
            _ => $"{l}",
        }).ToImmutableArray();
        return sent.SequenceEqual(_told) ? null : $"it tells {string.Join(", ", sent)}, not {string.Join(", ", _told)}";
    }

    public override string? Wrong(HoldPageView view, DateTimeOffset now)
    {
        if (view.Settled != _settled) return $"settled: {view.Settled}";
        return view.Orders.ToDictionary(o => o.OrderId, o => !o.TakenBack).OrderBy(o => o.Key).SequenceEqual(_waits.OrderBy(o => o.Key)) ? null : $"{view}";
    }

    private ImmutableArray<string> Add(string order)
    {
        if (_waits.ContainsKey(order)) return [];
        if (_settled) return [$"Rejected {order}"];
        _waits.Add(order, true);
        return [];
    }

    private ImmutableArray<string> Withdraw(string order)
    {
        if (_settled || !_waits.GetValueOrDefault(order)) return [];
        _waits[order] = false;
        return [$"{_waits.Count(o => !o.Value)} gone"];
    }

    private ImmutableArray<string> Settle(string judgement)
    {
        if (_settled) return [];
        _settled = true;
        return [.. _waits.Where(o => o.Value).Select(o => $"{judgement} {o.Key}")];
    }
}
