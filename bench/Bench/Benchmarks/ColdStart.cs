using System.Diagnostics;
using System.Net;
using Twofold.Bench.Measuring;
using Twofold.Bench.Running;

namespace Twofold.Bench.Benchmarks;

/// <summary>From the start of the console's process over the data of 25 phones to the last byte of its sign-in page.</summary>
internal sealed class ColdStart : Benchmark
{
    private readonly PhoneFleet _fleet = new(Scratch.PathOf("cold-start"), 25);
    private readonly int _floorPort = Built.FreePort();

    public override string Name => "cold-start";

    public override string Beside => "a minimal Kestrel application, from its start to its one page";

    public override int Pairs => 9;

    public override async Task PrepareAsync()
    {
        await _fleet.StartAsync();
        await _fleet.StopAsync();
    }

    public override Task<double> OursAsync() => MeasureAsync(() => _fleet.Home.Launch(), new Uri(_fleet.Home.Url, "sign-in"));

    public override Task<double> TheirsAsync() =>
        MeasureAsync(() => ChildProcess.Start(Built.Floor, "page", $"{_floorPort}"), new Uri($"http://127.0.0.1:{_floorPort}/"));

    public override ValueTask DisposeAsync() => _fleet.DisposeAsync();

    private static async Task<double> MeasureAsync(Func<ChildProcess> launch, Uri page)
    {
        var start = Stopwatch.GetTimestamp();
        await using var program = launch();
        using var http = new HttpClient();
        var seconds = 0.0;
        await Until.ComesAsync(async () =>
        {
            if (!await IsWholeAsync(http, page)) return false;
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return true;
        }, () => $"`{page}` never came");
        return seconds;
    }

    private static async Task<bool> IsWholeAsync(HttpClient http, Uri page)
    {
        try
        {
            using var answer = await http.GetAsync(page);
            var html = await answer.Content.ReadAsStringAsync();
            return answer.StatusCode == HttpStatusCode.OK && html.Contains("</html>", StringComparison.Ordinal)
                ? true
                : throw new InvalidOperationException($"`{page}` answered {(int)answer.StatusCode}: {html}");
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
