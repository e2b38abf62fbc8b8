namespace Twofold.Architecture.Tests;

public sealed class SourceTests
{
    /// <summary>Words that only one place may know, and why.</summary>
    private static readonly (string Word, string Only, string Because)[] Confined =
    [
        ("Radzen", "src/Console.Web/Kit/", "swapping the component library shall touch one folder"),
        ("Microsoft.Data.Sqlite", "src/Fleet.Hosting.Embedded/", "a store is behind IGrainStore, or the cluster cannot have another"),
        ("using Npgsql", "src/Fleet.Hosting.Embedded/", "a store is behind IGrainStore, or the cluster cannot have another"),
        ("using Orleans", "src/Fleet.Hosting.Orleans/", "the engine of the cluster is one host among two, and not there in most builds"),
        ("Drivers.Qemu", "src/Hypervisor.Device/", "a hypervisor is behind its port, or the next driver costs a rewrite"),
    ];

    [Fact]
    public void What_one_place_knows_no_other_place_names()
    {
        var offences = Repository.Sources("src", ".cs", ".razor")
            .SelectMany(s => Confined.Where(c => !s.Path.StartsWith(c.Only, StringComparison.Ordinal) && s.Text.Contains(c.Word, StringComparison.Ordinal))
                .Select(c => $"{s.Path} names {c.Word}, known only to {c.Only}: {c.Because}")).ToList();
        Assert.True(offences.Count == 0, string.Join("\n", offences));
    }

    [Fact]
    public void No_source_file_is_longer_than_500_lines()
    {
        var long_ = Repository.Sources("src", ".cs", ".razor", ".css").Concat(Repository.Sources("tests", ".cs"))
            .Select(s => (s.Path, Lines: s.Text.AsSpan().Count('\n'))).Where(s => s.Lines > 500).ToList();
        Assert.True(long_.Count == 0, $"a reader holds a file in the head: {string.Join(", ", long_)}");
    }

    [Fact]
    public void The_cluster_host_stays_small()
    {
        var lines = Repository.Sources("src/Fleet.Hosting.Orleans", ".cs").Where(s => !s.Path.Contains("/obj/", StringComparison.Ordinal)).Sum(s => s.Text.AsSpan().Count('\n'));
        Assert.InRange(lines, 1, 300);
    }

    [Fact]
    public void The_cluster_host_asks_for_its_packages_only_on_request()
    {
        var asking = Repository.Sources("src", ".csproj").Concat(Repository.Sources("tests", ".csproj")).Where(s => s.Text.Contains("Microsoft.Orleans", StringComparison.Ordinal));
        Assert.All(asking, project => Assert.Contains("<ItemGroup Condition=\"'$(Orleans)' == 'true'\">", project.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void No_folder_is_a_drawer()
    {
        string[] drawers = ["Models", "Helpers", "Services", "Utils", "Common", "Misc", "Managers"];
        var found = Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
            .Where(d => drawers.Contains(Path.GetFileName(d), StringComparer.Ordinal)).ToList();
        Assert.True(found.Count == 0, $"a folder is named after what it is about, not after a kind of class: {string.Join(", ", found)}");
    }

    [Fact]
    public void Nothing_outside_the_cluster_host_pretends_to_be_Orleans()
    {
        var offences = Repository.Sources("src", ".cs").Where(s => !s.Path.StartsWith("src/Fleet.Hosting.Orleans/", StringComparison.Ordinal))
            .Where(s => s.Text.Contains("namespace Orleans", StringComparison.Ordinal)).Select(s => s.Path).ToList();
        Assert.True(offences.Count == 0, $"look-alike types would hide the real ones on the day they restore: {string.Join(", ", offences)}");
    }
}
