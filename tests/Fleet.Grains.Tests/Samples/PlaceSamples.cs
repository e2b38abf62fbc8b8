using System.Collections.Immutable;
using Twofold.Fleet.Groups;
using Twofold.Fleet.Personas;
using static Twofold.Fleet.Tests.Samples.Sample;

namespace Twofold.Fleet.Tests.Samples;

/// <summary>Commands and events of groups.</summary>
internal static class GroupSamples
{
    public static readonly GrainId TheGroup = new("group", "pilots");

    private static readonly ImmutableSortedDictionary<string, string> None = ImmutableSortedDictionary<string, string>.Empty;

    public static readonly ImmutableArray<Step<GroupCommand>> Commands =
    [
        By<GroupCommand>("define by labels", Ada, new GroupCommand.Define("phones in Bern", None.Add("site", "bern"), [])),
        By<GroupCommand>("define by members", Ada, new GroupCommand.Define("two phones", None, ["p1", "p2"])),
        By<GroupCommand>("define by both", Ada, new GroupCommand.Define("?", None.Add("site", "bern"), ["p1"])),
        By<GroupCommand>("define by nothing", Ada, new GroupCommand.Define("?", None, [])),
        By<GroupCommand>("define by a bad label", Ada, new GroupCommand.Define("?", None.Add("a b", "c"), [])),
        By<GroupCommand>("remove", Ada, new GroupCommand.Remove()),
    ];

    public static readonly ImmutableArray<GroupEvent> Events =
        [new GroupEvent.Defined("phones in Bern", None.Add("site", "bern"), [], "ada", Start), new GroupEvent.Removed()];
}

/// <summary>Commands and events of personas.</summary>
internal static class PersonaSamples
{
    public static readonly string TheKey = Personas.Personas.KeyOf(ThePhone, "work");

    public static readonly ImmutableArray<Step<PersonaCommand>> Commands =
    [
        By<PersonaCommand>("settle", Ada, new PersonaCommand.Settle(ThePhone, "work", 1), WorkVm),
        By<PersonaCommand>("settle in epoch 2", Ada, new PersonaCommand.Settle(ThePhone, "work", 2), WorkVm),
        By<PersonaCommand>("settle on another phone", Ada, new PersonaCommand.Settle("p2", "work", 1), new GrainId("vm", "p2:work")),
        By<PersonaCommand>("settle there in epoch 2", Ada, new PersonaCommand.Settle("p2", "work", 2), new GrainId("vm", "p2:work")),
        By<PersonaCommand>("leave", Ada, new PersonaCommand.Leave(ThePhone, "work", 1), WorkVm),
        By<PersonaCommand>("leave epoch 2", Ada, new PersonaCommand.Leave(ThePhone, "work", 2), WorkVm),
        By<PersonaCommand>("own", Ada, new PersonaCommand.Own("grace"), new GrainId("phone", ThePhone)),
        By<PersonaCommand>("own by another", Ada, new PersonaCommand.Own("hedy"), new GrainId("phone", ThePhone)),
        By<PersonaCommand>("leave another phone", Ada, new PersonaCommand.Leave("p2", "work", 1), new GrainId("vm", "p2:work")),
    ];

    public static readonly ImmutableArray<PersonaEvent> Events =
        [new PersonaEvent.Settled(ThePhone, "work", 1, 1, Start), new PersonaEvent.Left(1, Start), new PersonaEvent.Owned("grace")];
}
