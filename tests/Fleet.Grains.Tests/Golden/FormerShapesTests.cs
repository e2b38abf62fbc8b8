using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Twofold.Fleet.Enrolments;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Operators;
using Twofold.Fleet.Phones;
using Twofold.Fleet.PolicySets;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tokens;
using Twofold.Fleet.Vms;
using Twofold.Policies;

namespace Twofold.Fleet.Tests.Golden;

/// <summary>What any version of the program ever wrote can be read for ever; what a newer one wrote is refused.</summary>
public sealed class FormerShapesTests
{
    private static readonly Dictionary<string, (JsonTypeInfo Command, JsonTypeInfo Event)> Contracts = new(StringComparer.Ordinal)
    {
        ["phone"] = (PhoneCommandJson.Default.PhoneCommand, PhoneJson.Default.PhoneEvent),
        ["vm"] = (VmCommandJson.Default.VmCommand, VmJson.Default.VmEvent),
        ["governor"] = (GovernorCommandJson.Default.GovernorCommand, GovernorJson.Default.GovernorEvent),
        ["enrolment"] = (EnrolmentCommandJson.Default.EnrolmentCommand, EnrolmentJson.Default.EnrolmentEvent),
        ["policy-set"] = (PolicySetCommandJson.Default.PolicySetCommand, PolicySetJson.Default.PolicySetEvent),
        ["operator"] = (OperatorCommandJson.Default.OperatorCommand, OperatorJson.Default.OperatorEvent),
        ["token"] = (TokenCommandJson.Default.TokenCommand, TokenJson.Default.TokenEvent),
    };

    public static TheoryData<string> Files => [.. Directory.GetFiles(GoldenFile.Former).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Everything_that_was_ever_written_can_be_read(string file)
    {
        var (kind, shape) = (file.Split('.')[0], int.Parse(file.Split('.')[1]));
        foreach (var line in File.ReadLines(Path.Combine(GoldenFile.Former, file)))
            Assert.NotNull(Read(kind, shape, line[..line.IndexOf(' ')], Encoding.UTF8.GetBytes(line[(line.IndexOf(' ') + 1)..])));
    }

    [Fact]
    public void A_report_from_before_verdicts_was_judged_by_nobody()
    {
        var line = File.ReadLines(Path.Combine(GoldenFile.Former, "phone.1.txt")).Single(l => l.StartsWith("event {\"type\":\"observed\"") && !l.Contains("verdict"));
        var read = Assert.IsType<PhoneEvent.Observed>(Read("phone", 1, "event", Encoding.UTF8.GetBytes(line[6..])));
        Assert.Equal(VerdictState.Unknown, read.Verdict);
        Assert.Empty(read.Findings);
        Assert.NotEmpty(read.Report.Work);
    }

    [Fact]
    public void A_report_from_before_escalation_escalates_nothing()
    {
        var line = File.ReadLines(Path.Combine(GoldenFile.Former, "phone.2.txt")).Single(l => l.StartsWith("event ", StringComparison.Ordinal));
        var read = Assert.IsType<PhoneEvent.Observed>(Read("phone", 2, "event", Encoding.UTF8.GetBytes(line[6..])));
        Assert.Null(read.Escalations);
        Assert.Null(Assert.Single(read.Findings).Slot);
        var state = PhoneRules.Apply(PhoneRules.Apply(PhoneRules.Initial, PhoneSamples.Events.OfType<PhoneEvent.VmSet>().First()), read);
        Assert.Null(PhoneRules.WakeAt(state));
        Assert.Empty(PhoneRules.View(state, Sample.Start).Escalating);
    }

    [Fact]
    public void What_a_newer_program_wrote_is_refused_and_not_guessed()
    {
        var kind = FleetKinds.All.Kind("phone");
        var id = new GrainId("phone", "p1");
        var newer = kind.Shapes.Current + 1;
        var row = new StoredGrain(id, 3, "{}"u8.ToArray(), TurnLedger.Empty.Write(), null, default) { Shape = newer };
        Assert.Throws<NewerShapeException>(() => kind.Load(id, row, FleetKinds.All));
        var happened = new StoredEvent(1, id, 1, "later", Sample.Start, ActorKind.System, "twofold", "c1", "{}"u8.ToArray()) { Shape = newer };
        Assert.Throws<NewerShapeException>(() => kind.Past(id, null).Apply(happened));
        Assert.Throws<NewerShapeException>(() => kind.Shapes.Command(newer, "{}"u8.ToArray()));
    }

    [Fact]
    public void Each_step_is_taken_once_and_in_order()
    {
        var shapes = new Shapes(Add("a"), Add("b"), Add("c"));
        Assert.Equal(4, shapes.Current);
        Assert.Equal("""{"said":"bc"}""", Encoding.UTF8.GetString(shapes.Event(2, """{"said":""}"""u8.ToArray()).Span));
        Assert.Equal("""{"said":""}""", Encoding.UTF8.GetString(shapes.Event(4, """{"said":""}"""u8.ToArray()).Span));
    }

    private static Reshaping Add(string letter) => new()
    {
        Event = said => new JsonObject { ["said"] = (string?)said["said"] + letter },
    };

    private static object? Read(string kind, int shape, string part, byte[] json)
    {
        var shapes = FleetKinds.All.Kind(kind).Shapes;
        return part == "command"
            ? JsonSerializer.Deserialize(shapes.Command(shape, json).Span, Contracts[kind].Command)
            : JsonSerializer.Deserialize(shapes.Event(shape, json).Span, Contracts[kind].Event);
    }
}
