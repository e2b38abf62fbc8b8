using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Twofold.Fleet;
using Twofold.Web.Desk;
using Twofold.Web.Features.Audit;

namespace Twofold.Web.Tests.Features;

public sealed class AuditWordsTests
{
    private static readonly IReadOnlyDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["PhoneEvent"] = "phone",
        ["VmEvent"] = "vm",
        ["PolicySetEvent"] = "policy-set",
        ["RolloutEvent"] = "rollout",
        ["GroupEvent"] = "group",
        ["PersonaEvent"] = "persona",
        ["GovernorEvent"] = "governor",
        ["HoldPageEvent"] = "hold-page",
        ["EnrolmentEvent"] = "enrolment",
        ["OperatorEvent"] = "operator",
        ["TokenEvent"] = "token",
        ["ErasureEvent"] = "erasure",
        ["BackupEvent"] = "backup",
    };

    /// <summary>Every event of every kind, by the name it is stored under.</summary>
    public static TheoryData<string, string> Events
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var union in typeof(GrainId).Assembly.GetTypes().Where(t => t.IsAbstract && t.Name.EndsWith("Event", StringComparison.Ordinal)))
                foreach (var derived in union.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false))
                    all.Add(Kinds[union.Name], (string)derived.TypeDiscriminator!);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Every_event_has_words_of_its_own(string kind, string type)
    {
        var entry = new AuditEntry(1, DateTimeOffset.UnixEpoch, new GrainId(kind, "x"), type, ActorKind.System, "twofold", "c", new JsonObject());
        Assert.NotEqual(type, AuditWords.Of(entry).Text);
    }

    [Fact]
    public void All_kinds_are_asked_about() => Assert.Equal(Kinds.Values.Order(), AuditThing.Kinds.Select(k => k.Kind).Order());
}
