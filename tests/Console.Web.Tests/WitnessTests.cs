using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twofold.Fleet;
using Twofold.Web.AuditTrail;
using Twofold.Web.Composition;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>Checkpoints reach every witness, in order, also one that was away.</summary>
public sealed class WitnessTests
{
    [Fact]
    public async Task A_witness_that_is_away_gets_everything_when_it_is_back_and_the_page_says_so_meanwhile()
    {
        await using var witness = await ListeningWitness.StartAsync();
        witness.Status = 503;
        var folder = Directory.CreateTempSubdirectory("twofold-console-");
        var secret = Path.Combine(folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, "between the two of us\n");
        await using var console = await RunningConsole.StartAsync(folder: folder, audit: Often with { WitnessUrl = witness.Url, WitnessSecretFile = secret });
        await console.EnrolAsync();
        var publisher = console.Server.Services.GetRequiredService<WitnessPublisher>();
        await Eventually.TrueAsync(() => Task.FromResult(publisher.Standings is [{ AwaySince: not null }]));
        Assert.Contains("audit/witness-away", console.Logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("between the two", console.Logs.Text, StringComparison.Ordinal);

        witness.Status = 204;
        var store = console.Server.Services.GetRequiredService<ICheckpointStore>();
        var number = 0L;
        await Eventually.TrueAsync(async () =>
            publisher.Standings is [{ AwaySince: null }] && (number = publisher.Standings[0].Number) == (await store.NewestCheckpointAsync(CancellationToken.None))!.Number);
        var kept = (await store.CheckpointsAsync(0, 200, CancellationToken.None)).Where(c => c.Number <= number).Select(c => c.Jws).ToList();
        Assert.Equal(kept, witness.Taken.Select(t => t.Body).Distinct().Take(kept.Count));
        Assert.All(witness.Taken, t => Assert.Equal(
            $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData("between the two of us"u8, Encoding.ASCII.GetBytes(t.Body)))}", t.Signature));
    }

    [Fact]
    public async Task A_file_whose_last_line_broke_off_is_gone_on_with_on_a_line_of_its_own()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("twofold-witness-").FullName, "witness.jws");
        var witness = new FileWitness(path);
        await witness.TakeAsync(new StoredCheckpoint(1, default, 0, 5, "first"), CancellationToken.None);
        await File.AppendAllTextAsync(path, "sec");
        await witness.TakeAsync(new StoredCheckpoint(2, default, 5, 9, "second"), CancellationToken.None);
        Assert.Equal("first\nsec\nsecond\n", await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("https://witness.example/checkpoints", true)]
    [InlineData("http://127.0.0.1:9000/", true)]
    [InlineData("http://witness.example/", false)]
    [InlineData("ftp://witness.example/", false)]
    [InlineData("witness", false)]
    public void A_witness_beyond_this_machine_is_spoken_to_over_https_only(string url, bool ok) =>
        Assert.Equal(ok, ConsoleOptions.Read(["--audit-witness-url", url]).Ok);

    [Theory]
    [InlineData("--audit-checkpoint-events", "0", false)]
    [InlineData("--audit-checkpoint-events", "256", true)]
    [InlineData("--audit-checkpoint-events", "257", false)]
    [InlineData("--audit-checkpoint-minutes", "1440", true)]
    [InlineData("--audit-checkpoint-minutes", "-1", false)]
    public void How_often_checkpoints_are_made_is_bounded(string option, string value, bool ok) => Assert.Equal(ok, ConsoleOptions.Read([option, value]).Ok);

    private static AuditOptions Often => new()
    {
        CheckpointEvents = 1, LookEvery = TimeSpan.FromMilliseconds(20), Retry = TimeSpan.FromMilliseconds(20), RetryAtMost = TimeSpan.FromMilliseconds(50),
    };

    /// <summary>A witness on loopback that answers what a test says.</summary>
    private sealed class ListeningWitness(WebApplication app, ConcurrentQueue<(string Body, string Signature)> taken) : IAsyncDisposable
    {
        private int _status = StatusCodes.Status204NoContent;

        public int Status
        {
            set => Volatile.Write(ref _status, value);
        }

        public Uri Url => new(app.Urls.Single());

        public IReadOnlyCollection<(string Body, string Signature)> Taken => taken;

        public static async Task<ListeningWitness> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            var witness = new ListeningWitness(app, new());
            app.MapPost("/", witness.TakeAsync);
            await app.StartAsync();
            return witness;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task<IResult> TakeAsync(HttpRequest request)
        {
            using var reader = new StreamReader(request.Body);
            var body = await reader.ReadToEndAsync();
            var status = Volatile.Read(ref _status);
            if (status < 300) taken.Enqueue((body, request.Headers["Twofold-Signature"].ToString()));
            return Results.StatusCode(status);
        }
    }
}
