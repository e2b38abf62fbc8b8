using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Twofold.Architecture.Tests;

/// <summary>Reads the compiled assemblies, so that no alias or helper hides a call.</summary>
public sealed class PurityTests
{
    private static readonly string[] PureAssemblies = ["Twofold.Auditing.dll", "Twofold.Policies.dll", "Twofold.Protocol.dll", "Twofold.Fleet.dll"];

    /// <summary>Members that pure code may not reach: prefix of <c>Namespace.Type.Member</c>, and why.</summary>
    private static readonly (string Prefix, string Because)[] Banned =
    [
        ("System.DateTime.get_Now", "time is an argument, or a test cannot choose it"),
        ("System.DateTime.get_UtcNow", "time is an argument, or a test cannot choose it"),
        ("System.DateTimeOffset.get_Now", "time is an argument, or a test cannot choose it"),
        ("System.DateTimeOffset.get_UtcNow", "time is an argument, or a test cannot choose it"),
        ("System.TimeProvider.", "time is an argument, or a test cannot choose it"),
        ("System.Guid.NewGuid", "a rule that draws an id decides differently when it is asked again"),
        ("System.Random.", "a rule that draws lots decides differently when it is asked again"),
        ("System.Security.Cryptography.RandomNumberGenerator.", "secrets are made at the edge and come in as arguments"),
        ("System.Environment.GetEnvironmentVariable", "a rule sees its arguments and nothing else"),
        ("System.Environment.get_MachineName", "a rule sees its arguments and nothing else"),
        ("System.Environment.get_TickCount", "time is an argument, or a test cannot choose it"),
        ("System.IO.File.", "pure code does no I/O"),
        ("System.IO.Directory.", "pure code does no I/O"),
        ("System.IO.FileStream.", "pure code does no I/O"),
        ("System.Net.Http.", "pure code does no I/O"),
        ("System.Net.Sockets.", "pure code does no I/O"),
        ("System.Console.", "pure code prints nothing"),
        ("System.Diagnostics.Process.", "pure code starts nothing"),
        ("System.Threading.Thread.", "pure code has no threads; a turn runs to its end"),
        ("System.Threading.Timer.", "a deadline is data: WakeAt"),
        ("System.Threading.Tasks.Task.Run", "pure code has no threads; a turn runs to its end"),
        ("System.Threading.Tasks.Task.Delay", "a deadline is data: WakeAt"),
    ];

    public static TheoryData<string> Assemblies => [.. PureAssemblies];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_pure_assembly_reaches_no_clock_no_chance_and_no_io(string assembly)
    {
        var offences = Members(assembly)
            .SelectMany(m => Banned.Where(b => m.StartsWith(b.Prefix, StringComparison.Ordinal)).Select(b => $"{m}: {b.Because}"))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.True(offences.Count == 0, $"{assembly} reaches\n  {string.Join("\n  ", offences)}");
    }

    [Fact]
    public void The_reader_of_assemblies_sees_a_call_that_is_there() =>
        Assert.Contains("System.IO.File.ReadAllText", Members("Twofold.Architecture.Tests.dll"));

    private static IEnumerable<string> Members(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly)));
        var reader = file.GetMetadataReader();
        return [.. reader.MemberReferences.Select(reader.GetMemberReference).Select(m => Name(reader, m)).OfType<string>()];
    }

    private static string? Name(MetadataReader reader, MemberReference member)
    {
        if (member.Parent.Kind != HandleKind.TypeReference) return null;
        var type = reader.GetTypeReference((TypeReferenceHandle)member.Parent);
        return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}.{reader.GetString(member.Name)}";
    }
}
