using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Policies.Tests;

/// <summary>Damages a valid file at random: it is read or refused with places inside it, and reading never throws.</summary>
public sealed class PolicyFuzzTests
{
    private const string Alphabet = "abc:,[]{}-?&*!|>'\"%@`# \n\t\r0123456789\0ü\ud800.~<=\\/";

    private static readonly string Valid = Sources.PolicyFor("team: sales", "p", "vm.memory: 512MiB", "network.mode: none")
        + "---\n" + Sources.Policy("q", "lease.offline-lock: 72h");

    private sealed record Edit(int At, int Remove, string Insert);

    [Fact]
    public void A_damaged_file_is_read_or_refused_with_places_inside_it()
    {
        var damaged = Edits().Select(edits => edits.Aggregate(Valid, Apply)).ToArbitrary();
        Prop.ForAll(damaged, IsReadOrRefused).Holds(times: 500);
    }

    private static bool IsReadOrRefused(string text)
    {
        var lines = text.Split('\n', '\r').Length + 1;
        var result = PolicySet.Read([new("p.yaml", text)]);
        return result.IsValid == (result.Problems.Count == 0) && result.Problems.All(p => p.Line >= 1 && p.Line <= lines && p.Column >= 1);
    }

    private static Gen<List<Edit>> Edits()
    {
        var insert = Gen.Choose(0, 3).SelectMany(n => Gen.ArrayOf(Gen.Elements(Alphabet.AsEnumerable()), n));
        var edit = from at in Gen.Choose(0, Valid.Length)
                   from remove in Gen.Choose(0, 3)
                   from text in insert
                   select new Edit(at, remove, new string(text));
        return edit.ListOf().Select(edits => edits.Take(4).ToList());
    }

    private static string Apply(string text, Edit edit)
    {
        var at = Math.Min(edit.At, text.Length);
        return text.Remove(at, Math.Min(edit.Remove, text.Length - at)).Insert(at, edit.Insert);
    }
}
