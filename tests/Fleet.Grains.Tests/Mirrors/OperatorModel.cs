using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.HoldPages;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Tests.Samples;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>
/// An operator: a link that opens once and in time, a password that five wrong ones close for a quarter of an hour, and rights over others
/// that nobody gets or loses without the governor. What waits at the governor is what the operator waits for, and nothing else.
/// </summary>
internal sealed class OperatorModel : Model<OperatorCommand, OperatorView>
{
    private Account? _account;
    private Wish? _waits;
    private string? _ended;
    private readonly List<string> _charged = [];
    private readonly HashSet<string> _held = [];
    private bool _seated;
    private int _links;

    private bool Approves => _account is { Password: not null, Scoped: false, Role: Role.Approver or Role.Admin or Role.Owner };

    public override Step<OperatorCommand> Aim(Step<OperatorCommand> step, int luck, DateTimeOffset now) => step with
    {
        Command = step.Command switch
        {
            OperatorCommand.Invite invite => invite with { LinkHash = Link(luck), ExpiresAt = now + (invite.ExpiresAt - Sample.Start) },
            OperatorCommand.Accept accept when accept.LinkHash != "99nk" => accept with { LinkHash = _account?.Link ?? "none", PasswordHash = $"by {_account?.Link}" },
            OperatorCommand.Released yes => yes with { OrderId = Order(luck) },
            OperatorCommand.Held held => held with { OrderId = Order(luck) },
            OperatorCommand.Rejected no => no with { OrderId = Order(luck) },
            _ => step.Command,
        },
    };

    public override string? Take(Step<OperatorCommand> step, DateTimeOffset now) => step.Command switch
    {
        OperatorCommand.Held held => Done(_held.Add(held.OrderId)),
        OperatorCommand.Released yes => Answer(yes.OrderId, passes: true, now),
        OperatorCommand.Rejected no => Answer(no.OrderId, passes: false, now),
        OperatorCommand.Invite invite => Invite(invite, step.Actor, now),
        _ when _account is null => "operator/unknown",
        OperatorCommand.Disable => Disable(),
        _ when _account.Disabled => "operator/disabled",
        OperatorCommand.Accept accept => Accept(accept, now),
        _ when _account.Password is null => "operator/not-accepted",
        OperatorCommand.Assign assign => Assign(assign),
        OperatorCommand.SignedIn => now < _account.LockedUntil ? "operator/locked" : Done(_account = _account with { Wrong = 0, LockedUntil = null }),
        _ => Fail(now),
    };

    public override string? Wrong(ImmutableArray<Letter> letters)
    {
        foreach (var letter in letters.Select(l => l.Command)) Hear(letter);
        if (_seated != Approves) return $"the governor {(_seated ? "counts" : "does not count")} them as an approver";
        return _held.FirstOrDefault(order => order != _waits?.Order) is { } nobodys ? $"`{nobodys}` is held for nobody" : null;
    }

    public override string? Wrong(OperatorView view, DateTimeOffset now)
    {
        if (view.Pending?.OrderId != _waits?.Order) return $"{view.Pending} waits, not {_waits}";
        if (_account is null) return view.Exists ? "nobody invited them" : null;
        var locked = now < _account.LockedUntil ? _account.LockedUntil : null;
        var open = _account is { Password: null, Disabled: false } ? _account.Link : null;
        return (view.Role, view.Scope.IsEmpty, view.PasswordHash, view.Disabled, view.LockedUntil, view.LinkHash)
            == (_account.Role, !_account.Scoped, _account.Password, _account.Disabled, locked, open) ? null : $"{view}, not {_account}";
    }

    private string Link(int luck) => (luck % 6) switch
    {
        0 when _account is not null => _account.Link,
        1 when _waits is { Link: { } link } => link,
        2 when _ended is not null => _ended,
        _ => $"link-{++_links}",
    };

    private string Order(int luck) => _charged.Count == 0 ? "rights.9.c" : luck % 4 == 0 ? _charged[luck % _charged.Count] : _charged[^1];

    private void Hear(object letter)
    {
        switch (letter)
        {
            case GovernorCommand.Charge charge:
                _charged.Add(charge.OrderId);
                _waits = _waits! with { Order = charge.OrderId };
                break;
            case HoldPageCommand.Withdraw back: _held.Remove(back.OrderId); break;
            case GovernorCommand.Seat: _seated = true; break;
            case GovernorCommand.Unseat: _seated = false; break;
        }
    }

    private string? Invite(OperatorCommand.Invite invite, Actor by, DateTimeOffset now)
    {
        if (invite.LinkHash == _account?.Link || invite.LinkHash == _waits?.Link || invite.LinkHash == _ended) return null;
        if (_account is { Password: not null }) return "operator/exists";
        if (invite.ExpiresAt <= now) return "operator/link-expired";
        var wish = new Wish(invite.Role, invite.Scope is { IsEmpty: false }, invite.LinkHash, invite.ExpiresAt - now);
        return by.Kind == ActorKind.System || invite.Role == Role.Viewer ? Carry(wish, now) : Wait(wish);
    }

    private string? Assign(OperatorCommand.Assign assign)
    {
        if (assign.Scope.ContainsValue("")) return "operator/bad-scope";
        if (assign.Role == _account!.Role && assign.Scope.IsEmpty == !_account.Scoped) return null;
        if (_waits is not null) return "operator/change-waits";
        var wish = new Wish(assign.Role, !assign.Scope.IsEmpty, null, TimeSpan.Zero);
        var decides = assign.Role == Role.Owner;
        return decides || Approves ? Wait(wish) : Carry(wish, default);
    }

    private string? Disable()
    {
        if (_account!.Disabled) return null;
        if (_waits is { Disables: true }) return "operator/change-waits";
        var wish = new Wish(_account.Role, _account.Scoped, null, TimeSpan.Zero, Disables: true);
        return Approves ? Wait(wish) : Carry(wish, default);
    }

    private string? Accept(OperatorCommand.Accept accept, DateTimeOffset now)
    {
        if (_account!.Password is { } known) return accept.PasswordHash == known ? null : "operator/link-used";
        if (accept.LinkHash != _account.Link) return "operator/link-unknown";
        if (now >= _account.LinkUntil) return "operator/link-expired";
        _account = _account with { Password = accept.PasswordHash };
        return End();
    }

    private string? Fail(DateTimeOffset now)
    {
        if (now < _account!.LockedUntil) return null;
        var wrong = _account.Wrong + 1;
        _account = wrong == 5 ? _account with { Wrong = 0, LockedUntil = now.AddMinutes(15) } : _account with { Wrong = wrong };
        return null;
    }

    private string? Answer(string order, bool passes, DateTimeOffset now)
    {
        _held.Remove(order);
        return order != _waits?.Order ? null : passes ? Carry(_waits, now) : End();
    }

    private string? Carry(Wish wish, DateTimeOffset now)
    {
        if (wish.Link is { } link)
        {
            (_account, _waits, _ended) = (new Account(wish.Role, wish.Scoped, link, now + wish.LinkHolds), null, null);
            return null;
        }

        _account = wish.Disables ? _account! with { Disabled = true, Password = null } : _account! with { Role = wish.Role, Scoped = wish.Scoped };
        return End();
    }

    private string? Wait(Wish wish)
    {
        End();
        _waits = wish;
        return null;
    }

    private string? End()
    {
        (_ended, _waits) = (_waits?.Link ?? _ended, null);
        return null;
    }

    private static string? Done(object? _) => null;

    private sealed record Account(
        Role Role, bool Scoped, string Link, DateTimeOffset LinkUntil, string? Password = null, bool Disabled = false, int Wrong = 0, DateTimeOffset? LockedUntil = null);

    private sealed record Wish(Role Role, bool Scoped, string? Link, TimeSpan LinkHolds, bool Disables = false, string? Order = null);
}
