using System.Net;
using System.Text.Json.Nodes;
using Twofold.Crash.Tests.Shim;
using Twofold.EndToEnd.Tests.World;

namespace Twofold.Crash.Tests;

/// <summary>A disk that fails under the running server: a clear state, nothing acknowledged lost, and all well when the cause is gone.</summary>
public sealed class DiskFaultTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Fact]
    public Task A_full_disk_refuses_writes_and_serves_reads_until_there_is_room() => FailsAsync(DiskFault.Full, 0, "store/disk-full");

    [Fact]
    public Task A_disk_that_turns_read_only_refuses_writes_and_serves_reads() => FailsAsync(DiskFault.ReadOnly, 0, "store/read-only");

    [Fact]
    public Task After_a_failed_flush_nothing_is_pretended() => FailsAsync(DiskFault.FlushFails, 1_000, "store/disk-fault");

    private static async Task FailsAsync(DiskFault fault, long argument, string code)
    {
        await using var life = await CrashLife.BeginAsync(forgetful: true, new Random(1));
        await life.Server.StartAsync();
        Assert.Equal(204, (await life.Load.TryAsync(life.Server)).Status);
        life.Fail(fault, argument);
        await Eventually.TrueAsync(async () => await life.Load.TryAsync(life.Server) == (503, code), Soon, () => $"no {code}: {life.Server.Output}");
        using var client = life.Server.Client(life.Seeded.Token);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"phones/{life.Seeded.Phones[1]}")).StatusCode);
        var health = await client.GetAsync("health");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, code), (health.StatusCode, JsonNode.Parse(await health.Content.ReadAsStringAsync())!["code"]!.ToString()));
        Assert.Contains(code, life.Server.Output);

        life.Fail(DiskFault.Nothing);
        await Eventually.TrueAsync(async () => (await client.GetAsync("health")).IsSuccessStatusCode, Soon, () => life.Server.Output);
        Assert.Equal(204, (await life.Load.TryAsync(life.Server)).Status);
        await life.Server.KillAsync();
        Assert.Empty(await life.CheckAsync());
    }

    [Fact]
    public async Task A_damaged_page_is_named_and_everything_else_is_served()
    {
        await using var life = await CrashLife.BeginAsync(forgetful: false, new Random(1));
        var file = Path.Combine(life.Data, "fleet.db");
        await using (var database = new FileStream(file, FileMode.Open, FileAccess.Write))
        {
            // Every page but the first few, whose tables the start reads.
            for (var page = 40L * 4096; page < database.Length; page += 4096)
            {
                database.Position = page;
                database.Write(Enumerable.Repeat((byte)0xA5, 64).ToArray());
            }
        }

        life.Server.Begin();
        await Eventually.TrueAsync(async () => await SaysAsync(life), Soon, () => life.Server.Output);
    }

    // Whether the damage shows at the start or later is a matter of where it lies; either way its code is said.
    private static async Task<bool> SaysAsync(CrashLife life)
    {
        if (life.Server.Output.Contains("store/corrupt", StringComparison.Ordinal)) return true;
        try
        {
            using var client = life.Server.Client(life.Seeded.Token);
            await client.GetAsync("audit?size=200");
        }
        catch (HttpRequestException)
        {
            // It does not listen yet, or no longer.
        }

        return false;
    }
}
