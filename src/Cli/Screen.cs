using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Twofold.Cli;

/// <summary>How results are written.</summary>
enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: what the API answered.</summary>
    Json,
}

/// <summary>Writes results to standard output and errors to standard error.</summary>
sealed class Screen
{
    // A table that is read by a program, or by a person through a pipe, is not folded to a narrow terminal.
    private const int PipeWidth = 240;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly IAnsiConsole _out = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
    private readonly IAnsiConsole _aside = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public Screen(OutputFormat format)
    {
        Format = format;
        if (Console.IsOutputRedirected) _out.Profile.Width = PipeWidth;
        if (Console.IsErrorRedirected) _aside.Profile.Width = PipeWidth;
    }

    /// <summary>How results are written.</summary>
    public OutputFormat Format { get; }

    /// <summary>Writes a result: as the API gave it, or as text.</summary>
    public void Result(JsonNode result, Action asText)
    {
        if (Format == OutputFormat.Json) Console.WriteLine(result.ToJsonString(Indented));
        else asText();
    }

    /// <summary>Writes a line for people; in JSON it would disturb.</summary>
    /// <param name="text">The line.</param>
    /// <param name="aside">Whether it goes to standard error, because standard output carries something else.</param>
    public void Line(string text, bool aside = false)
    {
        if (Format == OutputFormat.Text) (aside ? Console.Error : Console.Out).WriteLine(text);
    }

    /// <summary>Writes a line that says how far something came.</summary>
    public static void Progress(string text) => Console.Error.WriteLine(text);

    /// <summary>Writes a table.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string?>> rows, bool aside = false)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column, new Style(decoration: Decoration.Bold))).NoWrap());
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(cell ?? "-")));
        (aside ? _aside : _out).Write(table);
    }

    /// <summary>Writes why a command ended; a program gets it on standard output too.</summary>
    public void Failure(CliException fault)
    {
        Console.Error.WriteLine($"error: {fault.Message} ({fault.Code})");
        if (Format == OutputFormat.Json) Console.WriteLine(new JsonObject { ["code"] = fault.Code, ["message"] = fault.Message }.ToJsonString(Indented));
    }
}
