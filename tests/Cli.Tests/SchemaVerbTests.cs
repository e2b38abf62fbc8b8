using System.Text.Json;

namespace Twofold.Cli.Tests;

/// <summary><c>policy schema</c>, which speaks to no server.</summary>
public sealed class SchemaVerbTests
{
    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task The_schema_is_written_for_an_editor(string output)
    {
        var run = await Script.RunAsync(null, null, ["policy", "schema", "--output", output]);
        using var schema = JsonDocument.Parse(run.Output);
        Assert.Equal(0, run.Exit);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
        Assert.Equal(3, schema.RootElement.GetProperty("oneOf").GetArrayLength());
    }
}
