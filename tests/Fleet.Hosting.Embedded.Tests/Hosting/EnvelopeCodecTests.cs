using System.Text;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Hosting;

namespace Twofold.Fleet.Embedded.Tests;

/// <summary>A command arrives on another machine as it left.</summary>
public sealed class EnvelopeCodecTests
{
    public static TheoryData<CommandEnvelope> Commands => new()
    {
        new CommandEnvelope(Counter.Ref("a").Id, "c1", Actor.System, null, 0, Encoding.UTF8.GetBytes("""{"type":"ring"}""")),
        new CommandEnvelope(
            Counter.Ref("b/c").Id, "counter/a#1000", new Actor(ActorKind.Token, "pipeline", [Capability.Wipe, Capability.FleetRead], "ada"),
            Counter.Ref("a/b").Id, 1000, Encoding.UTF8.GetBytes("""{"type":"name","text":"\u00e4 \ud83d\udd12"}""")),
    };

    [Theory]
    [MemberData(nameof(Commands), DisableDiscoveryEnumeration = true)]
    public void A_command_comes_back_as_it_was(CommandEnvelope sent)
    {
        var read = EnvelopeCodec.Read(sent.To, EnvelopeCodec.Write(sent));
        Assert.Equal(sent with { Body = default, Actor = Actor.System }, read with { Body = default, Actor = Actor.System });
        Assert.Equal((sent.Actor.Kind, sent.Actor.Id, sent.Actor.OnBehalfOf), (read.Actor.Kind, read.Actor.Id, read.Actor.OnBehalfOf));
        Assert.Equal(sent.Actor.Capabilities.Order(), read.Actor.Capabilities.Order());
        Assert.Equal(sent.Body.ToArray(), read.Body.ToArray());
    }
}
