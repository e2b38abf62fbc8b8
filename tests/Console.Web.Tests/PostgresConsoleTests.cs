using Microsoft.Extensions.DependencyInjection;
using Twofold.Fleet;
using Twofold.Fleet.Conformance;
using Twofold.Fleet.Embedded;
using Twofold.Web.Composition;
using Twofold.Web.Tests.Running;

namespace Twofold.Web.Tests;

/// <summary>A console whose fleet is kept in PostgreSQL.</summary>
public sealed class PostgresConsoleTests(PrivatePostgres postgres) : IClassFixture<PrivatePostgres>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("twofold-console-pg-");

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_console_over_PostgreSQL_keeps_its_fleet_there_across_a_restart()
    {
        var options = await OptionsAsync("first", budget: 3);
        await using (await ConsoleServer.StartAsync(options))
        {
            Assert.False(File.Exists(Path.Combine(options.Data, "fleet.db")));
        }

        await using var again = await ConsoleServer.StartAsync(options with { Budget = 9 });
        var governor = await again.Services.GetRequiredService<IFleet>().ViewAsync(Desk.Refs.Governor);
        Assert.Equal(3, governor.View.VmsPerHour);
    }

    [Fact]
    public async Task A_second_console_over_the_same_database_does_not_start_though_its_folder_is_its_own()
    {
        await using var first = await ConsoleServer.StartAsync(await OptionsAsync("first"));
        var refused = await Assert.ThrowsAsync<StoreException>(async () => await ConsoleServer.StartAsync(await OptionsAsync("second")));
        Assert.Equal("store/in-use", refused.Code);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var options = RunningConsole.OptionsOver(_folder) with { PostgresFile = Path.Combine(_folder.FullName, "nowhere") };
        var refused = await Assert.ThrowsAsync<StartException>(() => ConsoleServer.StartAsync(options));
        Assert.Equal("console/postgres-file", refused.Code);
    }

    private async Task<ConsoleOptions> OptionsAsync(string console, int? budget = null)
    {
        var file = Path.Combine(_folder.FullName, "postgres");
        await File.WriteAllTextAsync(file, await postgres.DatabaseAsync(_folder.FullName) + "\n");
        return RunningConsole.OptionsOver(_folder.CreateSubdirectory(console), budget) with { PostgresFile = file };
    }
}
