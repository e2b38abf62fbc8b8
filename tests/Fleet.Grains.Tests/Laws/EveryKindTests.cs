using System.Reflection;
using Twofold.Fleet.Tests.Golden;

namespace Twofold.Fleet.Tests.Laws;

/// <summary>
/// No kind of grain goes without its proofs. A test says by a trait what it proves of which kind; what is written here is found by
/// reflection, so a kind that is new fails until it has all of them.
/// </summary>
public sealed class EveryKindTests
{
    private const BindingFlags Anything = BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static TheoryData<string> Kinds => [.. FleetKinds.All.All.Select(k => k.Name).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_a_golden_transition_table_that_a_test_holds(string kind)
    {
        Assert.True(Proves(Proof.Table, kind), $"no test says [Trait(\"{Proof.Table}\", \"{kind}\")]");
        Assert.True(File.Exists(GoldenFile.PathOf($"{kind}.table.txt")), $"`{kind}` has no golden transition table");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_keeps_its_JSON_in_a_golden_file(string kind)
    {
        Assert.True(Proves(Proof.Json, kind), $"no test says [Trait(\"{Proof.Json}\", \"{kind}\")]");
        Assert.True(File.Exists(GoldenFile.PathOf($"{kind}.json.txt")), $"`{kind}` has no golden JSON");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_has_the_repeated_command_property(string kind) =>
        Assert.True(Proves(Proof.Repeated, kind), $"no test says [Trait(\"{Proof.Repeated}\", \"{kind}\")]");

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_is_played_at_random_against_a_reference_model(string kind) =>
        Assert.True(Proves(Proof.Model, kind), $"no test says [Trait(\"{Proof.Model}\", \"{kind}\")]");

    [Fact]
    public void No_test_proves_something_of_a_kind_that_there_is_not() =>
        Assert.Empty(Proofs().Where(p => p.What is Proof.Table or Proof.Json or Proof.Repeated or Proof.Model).Select(p => p.Kind).Except(Kinds.Select(k => k.Data)));

    private static bool Proves(string what, string kind) => Proofs().Contains((what, kind));

    private static IEnumerable<(string What, string Kind)> Proofs() =>
        from type in typeof(EveryKindTests).Assembly.GetTypes()
        from method in type.GetMethods(Anything)
        where method.IsDefined(typeof(FactAttribute))
        from trait in method.GetCustomAttributes<TraitAttribute>()
        select (trait.Name, trait.Value);
}

/// <summary>What a test proves of a kind of grain, as the name of a trait; its value is the kind.</summary>
internal static class Proof
{
    /// <summary>The golden transition table.</summary>
    public const string Table = "table";

    /// <summary>The golden JSON of commands and events.</summary>
    public const string Json = "json";

    /// <summary>A command that comes again anywhere later changes nothing.</summary>
    public const string Repeated = "repeated";

    /// <summary>Random commands against a reference model, with invariants after every step.</summary>
    public const string Model = "model";
}
