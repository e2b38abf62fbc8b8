using System.Collections.Immutable;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;
using Twofold.Fleet.Vms;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Ways;

/// <summary>An installation with its usual settings, its people and some phones: what someone with a stolen account finds.</summary>
internal sealed class Office
{
    public const int Budget = 3;
    public static readonly TimeSpan RoleAge = GovernorSettings.Default.RoleAge;
    public static readonly TimeSpan Wait = GovernorSettings.Default.LooseningWait;

    /// <summary>Labels that a stricter policy asks for.</summary>
    public static readonly ImmutableSortedDictionary<string, string> Strict = Sample.Labels.SetItem("team", "field");

    private static readonly ImmutableSortedDictionary<string, string> Everywhere = ImmutableSortedDictionary<string, string>.Empty;
    private int _links;
    private int _orders;

    public Office(params string[] owners)
    {
        Assert.True(Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Configure(GovernorSettings.Of(Budget)), Actor.System).Ok);
        foreach (var owner in owners) Follow(owner, Invite(Actor.System, owner, Role.Owner));
    }

    public Pump Pump { get; } = new();

    public GovernorView Governor => Pump.View(Governors.Governors.Organisation);

    /// <summary>VMs whose wipe the phone is told to carry out.</summary>
    public int AtRisk => Pump.Events.Count(e => e.Type == "wipe-released");

    /// <summary>Phones that were removed or whose certificates were revoked.</summary>
    public int Barred => Enumerable.Range(0, 100).Count(n => Pump.View(Phones.Phones.Id($"b{n}")).Intents.Any(i => i.Step == IntentStep.Done));

    /// <summary>Phones that a stricter policy reaches by their labels.</summary>
    public int Labelled => Enumerable.Range(0, 100).Count(n => Pump.View(Phones.Phones.Id($"b{n}")).Labels.GetValueOrDefault("team") == "field");

    /// <summary>Who is signed in under this name, with the rights of this moment.</summary>
    public Actor Person(string name)
    {
        var view = Pump.View(Operators.Operators.Name(name));
        return new Actor(ActorKind.Person, name, view.Capabilities);
    }

    /// <summary>A pipeline with a token that this person issued.</summary>
    public Actor TokenOf(string name) => new(ActorKind.Token, "7f00", Person(name).Capabilities, name);

    /// <summary>Lets time pass, and wakes what is due.</summary>
    public void After(TimeSpan time)
    {
        Pump.Now += time;
        for (var due = 10; due > 0; due--) Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Tick(), Actor.System);
        Pump.DeliverAll();
    }

    /// <summary>Asks for a new operator; answers the hash of the link.</summary>
    public string Invite(Actor by, string name, Role role, string? site = null)
    {
        var link = $"link-{++_links}";
        var scope = site is null ? null : Everywhere.Add("site", site);
        Assert.Null(Pump.Ask(Operators.Operators.Name(name), new OperatorCommand.Invite(role, link, Pump.Now.AddDays(3), scope), by).Code);
        Pump.DeliverAll();
        return link;
    }

    /// <summary>Follows a link; null when it opens.</summary>
    public string? Follow(string name, string link)
    {
        var code = Pump.Ask(Operators.Operators.Name(name), new OperatorCommand.Accept(link, $"password of {name} by {link}"), Actor.System).Code;
        Pump.DeliverAll();
        return code;
    }

    public void Assign(Actor by, string name, Role role)
    {
        Assert.Null(Pump.Ask(Operators.Operators.Name(name), new OperatorCommand.Assign(role, Everywhere), by).Code);
        Pump.DeliverAll();
    }

    public void Disable(Actor by, string name)
    {
        Assert.Null(Pump.Ask(Operators.Operators.Name(name), new OperatorCommand.Disable(), by).Code);
        Pump.DeliverAll();
    }

    public bool IsActive(string name) => Pump.View(Operators.Operators.Name(name)) is { PasswordHash: not null, Disabled: false };

    /// <summary>Orders this many wipes, each of another phone.</summary>
    public void Wipe(Actor by, int vms, string reason = "everything must go")
    {
        for (var n = 0; n < vms; n++)
        {
            var phone = $"p{++_orders}";
            Pump.Tell(Vms.Vms.Of(phone, "work"), new VmCommand.Attach(phone, phone, "work", VmOwner.Organisation), Actor.System, new("phone", phone));
            Assert.Null(Pump.Ask(Vms.Vms.Of(phone, "work"), new VmCommand.RequestWipe($"o{_orders}", reason), by).Code);
        }

        Pump.DeliverAll();
    }

    /// <summary>Removes this many phones, or revokes their certificates.</summary>
    public void Bar(Actor by, int phones, PhoneBar bar)
    {
        for (var n = 0; n < phones; n++)
        {
            var phone = Phones.Phones.Id($"b{n}");
            Assert.Null(Pump.Ask(phone, PhoneSamples.Enrol with { EnrolmentId = $"e{n}", Hardware = $"hw-of-b{n}", Name = $"b{n}" }, Actor.System).Code);
            Pump.DeliverAll();
            Assert.Null(Pump.Ask(phone, new PhoneCommand.Ask($"bar-{n}", bar, "everything must go"), by).Code);
        }

        Pump.DeliverAll();
    }

    /// <summary>Labels this many phones so that a stricter policy reaches their work VM.</summary>
    public void Label(Actor by, int phones)
    {
        for (var n = 0; n < phones; n++)
        {
            var phone = Join(n, Sample.Labels);
            Assert.Null(Pump.Ask(phone, new PhoneCommand.Describe($"b{n}", "ada", Strict, VmsAtRisk: 1), by).Code);
        }

        Pump.DeliverAll();
    }

    /// <summary>A phone enrols, or enrols again, with these labels.</summary>
    public GrainRef<PhoneCommand, PhoneView> Join(int number, ImmutableSortedDictionary<string, string> labels)
    {
        var phone = Phones.Phones.Id($"b{number}");
        var enrol = PhoneSamples.Enrol with { EnrolmentId = $"e{++_orders}", Hardware = $"hw-of-b{number}", Name = $"b{number}", Labels = labels };
        Assert.Null(Pump.Ask(phone, enrol, Actor.System).Code);
        Pump.DeliverAll();
        return phone;
    }

    /// <summary>Approves every hold, as seen; answers the refusals.</summary>
    public string[] ApproveAll(Actor by)
    {
        var codes = Governor.Holds
            .Select(h => Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve(h.Id, h.Orders), by).Code ?? "approved").ToArray();
        Pump.DeliverAll();
        return codes;
    }

    public string? Reject(Actor by, string hold)
    {
        var code = Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Reject(hold, "who is this?"), by).Code;
        Pump.DeliverAll();
        return code;
    }

    public string? Loosen(Actor by, GovernorSettings settings)
    {
        var code = Pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Loosen(settings, "it is in the way"), by).Code;
        Pump.DeliverAll();
        return code;
    }
}
