using System.Collections.Immutable;
using System.Net.Http.Json;
using Twofold.Fleet.Operators;
using Twofold.Protocol;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

public sealed class SecretTests
{
    // With "" every category writes everything, down to Trace, as if the configuration asked for it.
    [Theory]
    [InlineData("Twofold")]
    [InlineData("")]
    public async Task No_secret_is_in_any_log_or_in_the_data_folder(string logged)
    {
        await using var console = await RunningConsole.StartAsync(logged: logged);
        using var browser = console.Browse();
        await SignInTests.FirstAsync(console, browser, "ada");
        await browser.SubmitAsync("/sign-in", ("Form.Name", "ada"), ("Form.Password", Note(console, "a wrong password that is secret too")));
        var desk = await console.DeskOfAsync("owner", Role.Owner);
        var invitation = (await desk.Operators.InviteAsync("ben", Role.Viewer)).Value!;
        Note(console, invitation.Link.Split("token=")[1]);
        await browser.GetAsync(invitation.Link);
        var code = (await desk.Enrolments.IssueAsync("phone", "ada", ImmutableSortedDictionary<string, string>.Empty)).Value!.Code;
        Note(console, code.Token.Split('.')[1]);
        await UseTokenAsync(console);
        await PostToGatewayAsync(console, code);

        Assert.Equal(logged == "", console.Logs.Text.Contains("Debug Microsoft.", StringComparison.Ordinal));
        Assert.True(console.Secrets.Count >= 5);
        foreach (var secret in console.Secrets)
        {
            Assert.DoesNotContain(secret, console.Logs.Text, StringComparison.Ordinal);
            Assert.All(Files(console.DataFolder), file => Assert.DoesNotContain(secret, Read(file), StringComparison.Ordinal));
        }
    }

    private static async Task UseTokenAsync(RunningConsole console)
    {
        var token = await console.TokenAsync(SharedConsole.Everything);
        using var api = console.Api(token);
        await api.GetAsync("phones?filter=broken");
        await api.PostAsJsonAsync("policy/plan", new { unknown = token });
        await api.GetAsync($"phones/{token}");
        await api.GetAsync($"phones?token={token}");
        using var wrong = console.Api(token + "0");
        await wrong.GetAsync("phones");
    }

    private static async Task PostToGatewayAsync(RunningConsole console, EnrolmentCode code)
    {
        using var trusting = new SocketsHttpHandler();
        trusting.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        using var http = new HttpClient(trusting);
        var request = new EnrolRequest(code.Token, "not a request", "hardware-1", [new("work", VmOwner.Organisation)]);
        using var body = new ByteArrayContent(Codec.Write(request));
        Assert.False((await http.PostAsync(new Uri(console.Server.GatewayUrl, $"{ChannelLimits.EnrolPath}?token={code.Token}"), body)).IsSuccessStatusCode);
    }

    private static string Note(RunningConsole console, string secret)
    {
        console.Secrets.Add(secret);
        return secret;
    }

    // A lock is held and holds nothing.
    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith("lock", StringComparison.Ordinal));

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
