using System.Net;
using System.Net.Sockets;
using Microsoft.Playwright;
using Twofold.Device.Ports;
using Twofold.Device.Tests.Drivers;
using Twofold.EndToEnd.Tests.Browser;
using Twofold.EndToEnd.Tests.World;
using static Microsoft.Playwright.Assertions;

namespace Twofold.EndToEnd.Tests.Journeys;

/// <summary>The whole product at once: a real browser, the console, the gateway, an agent, a TPM and two real VMs.</summary>
[Collection(nameof(RealVms))]
public sealed class RealPhoneTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Phone = "phone-1";
    private static readonly VmRef Work = new("work", 1);
    private static readonly VmRef Personal = new("personal", 1);

    private static readonly string Closed = $$"""
        apiVersion: twofold/v1
        kind: Policy
        metadata: { name: closed }
        spec:
          slot: work
          settings:
            network.mode: none
            clipboard.direction: work-to-personal
            camera.access: blocked
            microphone.access: blocked
            files.direction: none
            hours.access: {{Around(DateTime.UtcNow)}} 00:00-24:00
            integrity.hypervisor: 0.0.1
        """;

    [Fact]
    public async Task An_admin_drives_a_real_phone_from_the_first_sign_in_to_a_proved_wipe()
    {
        await using var console = await ConsoleProcess.StartAsync(budget: 5, Phone);
        await using var phone = await VirtualPhone.StartAsync(console.CodeFor(Phone));
        var page = await browser.NewPageAsync(baseUrl: console.Url);
        await page.FollowLinkAsync(console.FirstLink, "ada");

        await BothVmsRunAsync(page);
        await SuspendAndResumeAsync(page, phone);
        await PolicyReachesTheGuestAsync(page, phone);
        await WipeIsProvedAsync(page, phone);
    }

    private static async Task BothVmsRunAsync(IPage page)
    {
        await page.OpenPhoneAsync(Phone);
        await page.WorkIsAsync("running");
        await Expect(page.Panel("personal")).ToContainTextAsync("running", new() { IgnoreCase = true, Timeout = 120_000 });
        await Expect(page.Panel("personal").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        await page.KeepAsync("real-phone-light");
    }

    private static async Task SuspendAndResumeAsync(IPage page, VirtualPhone phone)
    {
        var work = phone.Screen("work");
        await work.AskAsync("write-pattern before 64");
        var data = await work.AskAsync("hash");

        await page.DriveAsync("Suspend", "suspended");
        Assert.Null(await work.TryAskAsync("ping", TimeSpan.FromSeconds(2)));

        await page.DriveAsync("Resume", "running");
        Assert.Equal(data, await work.AskAsync("hash"));
    }

    private static async Task PolicyReachesTheGuestAsync(IPage page, VirtualPhone phone)
    {
        var (work, personal) = (phone.Screen("work"), phone.Screen("personal"));
        await using var beyond = await BeyondThePhone.OpenAsync();
        var connect = $"net {beyond.Target}";
        // A VM that was restored starts closed, and is opened again as its policy allows.
        await Eventually.TrueAsync(async () => await work.AskAsync(connect) == "yes", TimeSpan.FromMinutes(1), () => "the work VM has no network");

        Assert.Equal("camera frame of the test source", await work.AskAsync("peripheral camera"));

        await page.PushPolicyAsync(Closed);
        await page.OpenPhoneAsync(Phone);
        await Expect(page.Setting("Network")).ToContainTextAsync("none", new() { Timeout = 60_000 });
        await Expect(page.Setting("Network")).ToContainTextAsync("compliant", new() { IgnoreCase = true, Timeout = 60_000 });
        await Expect(page.Setting("Clipboard").First).ToContainTextAsync("work-to-personal", new() { Timeout = 60_000 });

        await Expect(page.Setting("Camera").First).ToContainTextAsync("blocked", new() { Timeout = 60_000 });
        foreach (var held in new[] { "Camera", "Microphone", "Files", "Hours of work", "Hypervisor version" })
            await Expect(page.Setting(held).First).ToContainTextAsync("compliant", new() { IgnoreCase = true, Timeout = 60_000 });

        await Eventually.TrueAsync(
            async () => await work.TryAskAsync("peripheral camera", TimeSpan.FromSeconds(6)) == "error no device", TimeSpan.FromMinutes(1), () => "the camera stayed");
        Assert.Equal("camera frame of the test source", await personal.AskAsync("peripheral camera"));
        Assert.Equal("no", await work.AskAsync(connect));
        Assert.Equal("yes", await personal.AskAsync(connect));
        await work.AskAsync("clip-set c2VjcmV0LWZyb20td29yaw==");
        await Eventually.TrueAsync(
            async () => await personal.AskAsync("clip-get") == "c2VjcmV0LWZyb20td29yaw==", TimeSpan.FromMinutes(1), () => "the clipboard never came over");
    }

    // The day before, the day and the day after, whatever zone the phone is in.
    private static string Around(DateTime now) => $"{now.AddDays(-1):ddd}-{now.AddDays(1):ddd}".ToLowerInvariant();

    private static async Task WipeIsProvedAsync(IPage page, VirtualPhone phone)
    {
        var personal = phone.Screen("personal");
        await personal.AskAsync("write-pattern private 256");
        var data = await personal.AskAsync("hash");
        using var thief = new PhoneThief(phone);
        var secret = await thief.SecretOfAsync(Work);
        Assert.True(thief.Find(secret, phone.VmPid("work"), phone.VmPid("personal")) > 0, "the search finds the secret while it is there");
        await thief.CopyAsync(Work);
        Assert.True(await thief.AnyKeyOpensTheCopyAsync(Work), "the copy opens before the wipe");
        var heart = Heartbeat.Of(personal);

        await page.WipeAsync(Phone, "phone left in a taxi");
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "Wipe of the work VM" })).ToContainTextAsync("proved", new() { IgnoreCase = true });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Receipt" })).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await page.KeepAsync("wipe-proved-light");

        await heart.DisposeAsync();
        Assert.Equal(0, thief.Find(secret, phone.VmPid("personal")));
        Assert.False(await thief.AnyKeyOpensTheCopyAsync(Work));
        Assert.Equal(data, await personal.AskAsync("hash"));
        Assert.True(heart is { Answered: > 0, Missed: 0 }, $"the personal VM answered {heart.Answered} times and missed {heart.Missed}");
    }
}

/// <summary>Tests with real VMs run one after the other.</summary>
[CollectionDefinition(nameof(RealVms), DisableParallelization = true)]
public sealed class RealVms;
