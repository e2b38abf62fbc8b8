namespace Twofold.Architecture.Tests;

public sealed class ReferenceTests
{
    /// <summary>Who may reference whom, and why. A project that is not listed may not exist.</summary>
    private static readonly Dictionary<string, (string[] May, string Because)> Allowed = new(StringComparer.Ordinal)
    {
        ["Policy"] = ([], "policy is a language of its own; it must be usable by server, phone and command line alike"),
        ["Device.Protocol"] = (["Policy"], "both ends speak it, so it may know neither"),
        ["Audit"] = (["Device.Protocol"], "what is written and what is verified offline is one format, so both sides share it and nothing else"),
        ["Fleet.Grains"] = (["Audit", "Device.Protocol", "Policy"], "rules are pure and run on any host"),
        ["Fleet.Hosting.Embedded"] = (["Fleet.Grains"], "a host knows the seam, never what the rules are about"),
        ["Fleet.Hosting.Orleans"] = (["Fleet.Grains"], "a host knows the seam, never what the rules are about"),
        ["Fleet.Gateway"] = (["Device.Protocol", "Fleet.Grains", "Policy"], "it speaks to phones on behalf of the fleet, whatever hosts it"),
        ["Hypervisor.Device"] = (["Device.Protocol", "Policy"], "what runs on a phone must not even contain server code"),
        ["Persona.Transfer"] = ([], "what moves disks runs on phone and server alike, and sees ciphertext only: it may know neither, nor a key"),
        ["Fleet.Simulator"] = (["Hypervisor.Device"], "a simulated phone is the real agent; it may cheat with nothing else"),
        ["Cli"] = (["Audit", "Policy"], "the command line can do only what the public API lets anyone do, and read what it was given"),
        ["Console.Web"] = (
            ["Audit", "Device.Protocol", "Fleet.Gateway", "Fleet.Grains", "Fleet.Hosting.Embedded", "Fleet.Hosting.Orleans", "Policy"],
            "it is the composition root, the only one that picks a host"),
    };

    public static TheoryData<string> Projects => [.. Repository.SourceReferences.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_architecture_allows(string project)
    {
        Assert.True(Allowed.TryGetValue(project, out var rule), $"`{project}` is not in the architecture; add it to ARCHITECTURE.md and here, with its reason");
        var tooMuch = Repository.SourceReferences[project].Except(rule.May, StringComparer.Ordinal).ToList();
        Assert.True(tooMuch.Count == 0, $"`{project}` may not reference {string.Join(", ", tooMuch)}: {rule.Because}");
    }

    [Fact]
    public void Every_project_of_the_architecture_that_exists_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Management.sln"));
        Assert.All(Repository.SourceReferences.Keys, project => Assert.Contains($"{project}.csproj", solution, StringComparison.Ordinal));
    }
}
