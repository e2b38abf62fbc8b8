using System.Text;
using System.Text.Json.Nodes;

namespace Twofold.Protocol.Tests.Frames;

/// <summary>
/// Agents and servers of different versions. <c>Golden/v1</c> holds every message as the first release said it; it is never written anew.
/// </summary>
public sealed class SkewTests
{
    /// <summary>All that a lock or a wipe passes through, from the greeting to the stored proof.</summary>
    public static TheoryData<string> OfAnOrder =>
    [
        "server-frame-welcome", "server-frame-desired", "server-frame-standing-orders", "orders-envelope", "phone-frame-received",
        "phone-frame-order-status", "phone-frame-order-status-refused", "phone-frame-receipt", "wipe-receipt", "server-frame-receipt-stored",
    ];

    [Fact]
    public void Every_message_of_the_first_release_is_still_read()
    {
        var former = Directory.GetFiles(Folder("v1"));
        Assert.NotEmpty(former);
        Assert.All(former, file => Assert.True(GoldenTests.Reads(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)), file));
    }

    [Theory]
    [MemberData(nameof(OfAnOrder))]
    public void What_an_order_passes_through_says_nothing_that_the_first_release_could_not_read(string name) =>
        Assert.Equal(MembersOf(Folder("v1"), name), MembersOf(Folder(string.Empty), name));

    [Fact]
    public void A_hello_of_a_newer_agent_is_read_for_what_this_version_knows()
    {
        var hello = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder("v1"), "phone-frame-hello.json")))!;
        hello["protocols"] = new JsonArray(2, 1);
        hello["moon"] = new JsonObject { ["phase"] = "full" };
        var read = Assert.IsType<PhoneFrame.Hello>(Codec.ReadPhoneFrame(Bytes(hello)).Value);
        Assert.Equal(("hardware-1", 8L), (read.Hardware, read.OrdersVersion));
        Assert.Equal(1, Versions.Negotiate(read.Protocols, [1]));
    }

    [Fact]
    public void A_hello_with_more_members_still_keeps_its_limits()
    {
        var hello = JsonNode.Parse(File.ReadAllBytes(Path.Combine(Folder("v1"), "phone-frame-hello.json")))!;
        hello["moon"] = "full";
        hello["appliedVersion"] = -1;
        Assert.Equal(FrameCodes.UnknownMember, Codec.ReadPhoneFrame(Bytes(hello)).Problem?.Code);
    }

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());

    private static string Folder(string version) => Path.Combine(AppContext.BaseDirectory, "Golden", version);

    private static List<string> MembersOf(string folder, string name) =>
        [.. Paths(JsonNode.Parse(File.ReadAllBytes(Path.Combine(folder, $"{name}.json"))), string.Empty).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Paths(JsonNode? node, string at) => node switch
    {
        JsonObject members => members.SelectMany(member => Paths(member.Value, $"{at}.{member.Key}")),
        JsonArray items => items.SelectMany(item => Paths(item, $"{at}[]")).Distinct(),
        _ => [at],
    };
}
