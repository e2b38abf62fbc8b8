using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Groups;
using Twofold.Fleet.Personas;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tokens;

namespace Twofold.Fleet.Tests.Mirrors;

/// <summary>A token: issued once, revoked once.</summary>
internal sealed class TokenModel : Model<TokenCommand, TokenView>
{
    private string? _issued;
    private bool _revoked;

    public override string? Take(Step<TokenCommand> step, DateTimeOffset now)
    {
        if (step.Command is TokenCommand.Issue issue) return Issue(step.Name, issue, now);
        if (_issued is null) return "token/unknown";
        _revoked = true;
        return null;
    }

    public override string? Wrong(TokenView view, DateTimeOffset now) =>
        (view.Exists, view.Revoked, view.Exists ? view.SecretHash : null) == (_issued is not null, _revoked, _issued) ? null : $"{view}";

    private string? Issue(string name, TokenCommand.Issue issue, DateTimeOffset now)
    {
        if (_issued is not null) return issue.SecretHash == _issued ? null : "token/exists";
        if (name is "issue an approver" or "issue an owner" or "issue nothing") return "token/capability";
        if (issue.ExpiresAt <= now || issue.ExpiresAt > now.AddDays(366)) return "token/expiry";
        _issued = issue.SecretHash;
        return null;
    }
}

/// <summary>An enrolment: one token, one phone, once, in time.</summary>
internal sealed class EnrolmentModel : Model<EnrolmentCommand, EnrolmentView>
{
    private EnrolmentCommand.Issue? _issued;
    private EnrolmentCommand.Redeem? _by;
    private bool _revoked;
    private bool _expired;

    public override string? Take(Step<EnrolmentCommand> step, DateTimeOffset now) => step.Command switch
    {
        EnrolmentCommand.Issue issue => Issue(issue, now),
        EnrolmentCommand.Expire => Expire(now),
        _ when _issued is null => "enrolment/unknown",
        EnrolmentCommand.Redeem redeem => Redeem(redeem, now),
        _ => Revoke(),
    };

    public override string? Wrong(EnrolmentView view, DateTimeOffset now) => view.Status == Status(now) && view.PhoneId == _by?.PhoneId ? null : $"{view.Status}, not {Status(now)}";

    private EnrolmentStatus Status(DateTimeOffset now) =>
        _issued is null ? EnrolmentStatus.Unknown
        : _by is not null ? EnrolmentStatus.Used
        : _revoked ? EnrolmentStatus.Revoked
        : now >= _issued.ExpiresAt ? EnrolmentStatus.Expired : EnrolmentStatus.Open;

    private string? Issue(EnrolmentCommand.Issue issue, DateTimeOffset now)
    {
        if (_issued is not null) return issue.SecretHash == _issued.SecretHash ? null : "enrolment/exists";
        if (issue.Labels.ContainsKey("a b")) return "enrolment/description";
        if (issue.ExpiresAt <= now) return "enrolment/expiry";
        _issued = issue;
        return null;
    }

    private string? Redeem(EnrolmentCommand.Redeem redeem, DateTimeOffset now)
    {
        if (_by is not null) return redeem.PhoneId == _by.PhoneId ? Again(redeem) : "enrolment/used";
        if (_revoked) return "enrolment/revoked";
        if (now >= _issued!.ExpiresAt) return "enrolment/expired";
        if (redeem.Slots.IsEmpty) return "enrolment/slots";
        _by = redeem;
        return null;
    }

    private string? Again(EnrolmentCommand.Redeem redeem)
    {
        if (redeem.Thumbprint == _by!.Thumbprint) return null;
        if (redeem.Slots.IsEmpty) return "enrolment/slots";
        _by = redeem;
        return null;
    }

    // Whoever revokes between the deadline and its arrival revokes; a token that nobody could use any more anyway.
    private string? Revoke()
    {
        if (_by is not null) return "enrolment/used";
        if (_expired) return "enrolment/expired";
        _revoked = true;
        return null;
    }

    private string? Expire(DateTimeOffset now)
    {
        if (_issued is not null && _by is null && !_revoked && now >= _issued.ExpiresAt) _expired = true;
        return null;
    }
}

/// <summary>A group: labels or members, or nothing.</summary>
internal sealed class GroupModel : Model<GroupCommand, GroupView>
{
    private GroupCommand.Define? _scope;

    public override string? Take(Step<GroupCommand> step, DateTimeOffset now)
    {
        if (step.Name is "define by both" or "define by nothing" or "define by a bad label") return "group/bad-scope";
        _scope = step.Command as GroupCommand.Define;
        return null;
    }

    public override string? Wrong(GroupView view, DateTimeOffset now)
    {
        var bern = new Dictionary<string, string> { ["site"] = "bern" };
        var expected = (_scope is not null, _scope?.MatchLabels.IsEmpty is false, _scope?.Members.Contains("p1") is true);
        return (view.Exists, view.Holds("p9", bern), view.Holds("p1", new Dictionary<string, string>())) == expected ? null : $"{view}";
    }
}

/// <summary>A persona: who ever got which epoch, as a plain list.</summary>
internal sealed class PersonaModel : Model<PersonaCommand, PersonaView>
{
    private readonly Dictionary<long, string> _granted = [];
    private (string Phone, long Epoch)? _home;
    private string _owner = "";

    public override string? Take(Step<PersonaCommand> step, DateTimeOffset now)
    {
        if (step.Command is PersonaCommand.Leave leave)
        {
            if (_home == (leave.Phone, leave.Epoch)) _home = null;
            return null;
        }

        if (step.Command is PersonaCommand.Own own)
        {
            _owner = own.Owner;
            return null;
        }

        var settle = (PersonaCommand.Settle)step.Command;
        if (_granted.GetValueOrDefault(settle.Epoch) == settle.Phone) return null;
        if (_home is not null) return "persona/elsewhere";
        if (_granted.Keys.Any(epoch => epoch >= settle.Epoch)) return "persona/epoch";
        _granted.Add(settle.Epoch, settle.Phone);
        _home = (settle.Phone, settle.Epoch);
        return null;
    }

    public override string? Wrong(PersonaView view, DateTimeOffset now)
    {
        if (view.Stays.GroupBy(s => (s.Incarnation, s.Epoch)).Any(g => g.Count() > 1)) return "two stays have one epoch";
        if (view.Stays.Count(s => s.Until is null) > 1) return "it lives in two places";
        if (view.Owner != _owner) return $"it is `{view.Owner}`'s, not `{_owner}`'s";
        return (view.Home?.Phone, view.Home?.Epoch) == (_home?.Phone, _home?.Epoch) ? null : $"{view.Home}, not {_home}";
    }
}
