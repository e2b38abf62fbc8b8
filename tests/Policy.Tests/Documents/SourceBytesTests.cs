using System.Text;

namespace Twofold.Policies.Tests;

/// <summary>Policy files as bytes: UTF-8, and nothing else.</summary>
public sealed class SourceBytesTests
{
    private static readonly byte[] Sound = Encoding.UTF8.GetBytes(Sources.Policy("p", "vm.vcpus: 2 # zwölf"));

    [Fact]
    public void A_byte_order_mark_changes_nothing()
    {
        var set = Read([.. Encoding.UTF8.Preamble, .. Sound]).Set!;
        Assert.Equal(Encoding.UTF8.GetString(Sound), Assert.Single(set.Sources).Text);
    }

    [Fact]
    public void Bytes_that_are_no_utf_8_are_refused_at_the_first()
    {
        Assert.Equal("p.yaml:1:1: this is UTF-16: save it as UTF-8 (policy/not-utf-8)", Problem([.. Encoding.Unicode.Preamble, .. Sound]));
        Assert.Equal("p.yaml:6:21: the byte `0xF6` is not UTF-8: save the file as UTF-8 (policy/not-utf-8)", Problem(Encoding.Latin1.GetBytes(Encoding.UTF8.GetString(Sound))));
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_unread() =>
        Assert.Equal("p.yaml:1:1: a file holds at most 1048576 characters (policy/file-too-large)", Problem(new byte[PolicyLimits.FileBytes + 1]));

    [Fact]
    public void What_is_wrong_with_the_other_files_is_told_too()
    {
        var result = PolicySet.ReadBytes([new("a.yaml", new byte[] { 0xE4 }), new("b.yaml", "x: 1"u8.ToArray()), new("c.yaml", new byte[PolicyLimits.FileBytes + 1])]);
        Assert.Equal(["a.yaml", "b.yaml", "c.yaml"], result.Problems.Select(p => p.File).Distinct(StringComparer.Ordinal));
    }

    private static string Problem(byte[] bytes) => Assert.Single(Read(bytes).Problems).ToString();

    private static PolicySetResult Read(byte[] bytes) => PolicySet.ReadBytes([new("p.yaml", bytes)]);
}
