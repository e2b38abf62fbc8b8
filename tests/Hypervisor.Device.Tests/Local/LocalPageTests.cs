using System.Net;
using Twofold.Device.Tests.Agent;

namespace Twofold.Device.Tests.Local;

/// <summary>The page as a running agent opens it.</summary>
public sealed class LocalPageTests : IDisposable
{
    private readonly AgentBench _phone = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _phone.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_address_that_the_phone_hands_out_leads_to_its_page_once()
    {
        var folder = Made(_folder);
        await using var page = await LocalPage.OpenAsync(Sources, folder, AgentLog.None);
        var address = DoorSocket.Ask(folder.Door)!;
        using var client = new HttpClient();
        Assert.Contains("<h1>This phone</h1>", await client.GetStringAsync(address, Cancellation), StringComparison.Ordinal);
        using var again = await client.GetAsync(address, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
    }

    [Fact]
    public async Task Where_the_phone_lets_the_agent_hand_out_nothing_there_is_no_page_and_the_log_says_so()
    {
        var written = new StringWriter();
        var folder = Made(Path.Combine(_folder, new string('x', 110)));
        Assert.Null(await LocalPage.OpenAsync(Sources, folder, new AgentLog(written, _phone.Time)));
        Assert.Contains(" page-closed ", written.ToString(), StringComparison.Ordinal);
        Assert.Null(DoorSocket.Ask(folder.Door));
    }

    private LocalSources Sources => new(_phone.Journal, AgentBench.Slots, new OrderLog(path: null, _phone.Time), () => null, () => [], _phone.Time);

    private static PhoneFolder Made(string root)
    {
        var folder = new PhoneFolder(root);
        folder.Make();
        return folder;
    }
}
