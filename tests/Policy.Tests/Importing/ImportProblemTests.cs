using System.Text;

namespace Twofold.Policies.Tests.Importing;

/// <summary>Each document that cannot be imported, with its code and its place.</summary>
public sealed class ImportProblemTests
{
    private const string Type = "\"@odata.type\": \"#microsoft.graph.androidDeviceOwnerCompliancePolicy\"";

    public static TheoryData<string, string> BadDocuments => new()
    {
        { "", "1:1: this is not valid json: the input does not contain any JSON tokens (import/syntax)" },
        { "{\n  \"a\": tru }", "2:11: this is not valid json: 'tru }' is an invalid JSON literal" },
        { "{ \"cameraDisabled\": true } x", "1:28: this is not valid json: 'x' is invalid after a single JSON value" },
        { "{ \"cameraDisabled\": true,\n\"cameraDisabled\": false }", "2:1: the key `cameraDisabled` stands on line 1 already (import/duplicate-key)" },
        { "{ \"ä\": 1,   \"ä\": 2 }", "1:13: the key `ä` stands on line 1 already (import/duplicate-key)" },
        { "{ \"name\": \"\\ud800\" }", "1:11: a `\\u` escape stands for half a character (import/lone-surrogate)" },
        { "{ \"\\udc00\": 1 }", "1:3: a `\\u` escape stands for half a character (import/lone-surrogate)" },
        { "{ \"@odata.type\": \"#microsoft.graph.androidDeviceOwnerCompliancyPolicy\" }", "1:18: there is no importer for `#microsoft.graph.androidDeviceOwnerCompliancyPolicy` (import/unknown-kind); did you mean `androidDeviceOwnerCompliancePolicy`?" },
        { "{ \"@odata.type\": \"#microsoft.graph.iosCompliancePolicy\" }", "1:18: there is no importer for `#microsoft.graph.iosCompliancePolicy` (import/unknown-kind)" },
        { "[1, 2]", "1:1: this is neither an export with `@odata.type` nor a policy of the Android Management API (import/unknown-kind)" },
        { "{ \"a\": { \"b\": 1 } }", "1:1: this is neither" },
        { $"{{ {Type}, \"x\": {new string('[', 33)}", "1:109: objects and lists are nested more than 32 deep (import/too-deep)" },
        { $"{{ {Type}, \"{new string('x', 600)}\": 1 }}", "1:73: the path to a key has at most 512 characters (import/path-too-long)" },
        { $"{{ {Type}, \"x\": [{string.Join(',', Enumerable.Repeat("1", 10_001))}] }}", "1:20073: a document has at most 10000 names and list entries (import/too-many-keys)" },
    };

    [Theory, MemberData(nameof(BadDocuments))]
    public void A_bad_document_is_refused_with_its_place(string text, string expected)
    {
        var result = PolicyImport.Read(new("x.json", Encoding.UTF8.GetBytes(text)));

        Assert.Null(result.Report);
        Assert.StartsWith($"x.json:{expected}", result.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.All(result.Problems, p => Assert.Matches(@"^['`a-z].*[^.]$", p.Message));
    }

    [Theory]
    [InlineData("ff fe 7b 00", "1:1: this is UTF-16: save it as UTF-8 (import/not-utf-8)")]
    [InlineData("fe ff 00 7b", "1:1: this is UTF-16: save it as UTF-8 (import/not-utf-8)")]
    [InlineData("7b 0a 20 e4 22", "2:2: the byte `0xE4` is not UTF-8: save the file as UTF-8 (import/not-utf-8)")]
    [InlineData("7b c3 a4 e4 22", "1:3: the byte `0xE4` is not UTF-8: save the file as UTF-8 (import/not-utf-8)")]
    [InlineData("7b c3", "1:2: the byte `0xC3` is not UTF-8: save the file as UTF-8 (import/not-utf-8)")]
    public void Bytes_that_are_no_utf_8_are_refused_at_the_first(string hex, string expected)
    {
        var result = PolicyImport.Read(new("x.json", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));
        Assert.Equal($"x.json:{expected}", Assert.Single(result.Problems).ToString());
    }

    [Fact]
    public void A_document_beyond_the_limit_is_refused_unread() =>
        Assert.Equal("import/file-too-large", Assert.Single(PolicyImport.Read(new("x.json", new byte[ImportLimits.DocumentBytes + 1])).Problems).Code);

    [Fact]
    public void Every_repeated_key_is_reported() => Assert.Equal(
        [(1, "import/duplicate-key"), (2, "import/duplicate-key"), (3, "import/syntax")],
        PolicyImport.Read(new("x.json", Encoding.UTF8.GetBytes("{\"a\":1,\"a\":2,\n\"a\":{\"b\":1,\"c\":1},\"d\":1\n,}"))).Problems.Select(p => (p.Line, p.Code)));

    [Fact]
    public void A_byte_order_mark_changes_nothing()
    {
        var source = ImportSamples.Find(ImportSamples.Intune[0]);
        byte[] marked = [.. Encoding.UTF8.Preamble, .. source.Bytes.Span];
        Assert.Equal(ImportSamples.Report(source).Lines.Select(l => (l.Path, l.Line, l.Column, l.Why)), ImportSamples.Report(source with { Bytes = marked }).Lines.Select(l => (l.Path, l.Line, l.Column, l.Why)));
    }
}
