using System.Text.RegularExpressions;

namespace Twofold.Policies;

/// <summary>The kinds of rows that import tables are made of.</summary>
internal static partial class Row
{
    /// <summary>True says this; false asks for nothing.</summary>
    public static ImportRow WhenYes(string pattern, string setting, string text, string why = "") =>
        Switch(pattern, yes: Judgement.Mapped(setting, text, why), no: Judgement.AsksNothing);

    /// <summary>False says this; true asks for nothing.</summary>
    public static ImportRow WhenNo(string pattern, string setting, string text, string why = "") =>
        Switch(pattern, yes: Judgement.AsksNothing, no: Judgement.Mapped(setting, text, why));

    /// <summary>True asks for something that no setting can say; false asks for nothing.</summary>
    public static ImportRow NoYes(string pattern, string why) => Switch(pattern, Judgement.Unsupported(why), Judgement.AsksNothing);

    /// <summary>False asks for something that no setting can say; true asks for nothing.</summary>
    public static ImportRow NoNo(string pattern, string why) => Switch(pattern, Judgement.AsksNothing, Judgement.Unsupported(why));

    /// <summary>Any value says this.</summary>
    public static ImportRow Always(string pattern, string setting, string text, string why) => new(pattern, (_, _) => Judgement.Mapped(setting, text, why));

    /// <summary>A number, whose zero asks for nothing.</summary>
    public static ImportRow Count(string pattern, string setting) => Amount(pattern, setting, unit: "");

    /// <summary>A number of some unit of time, whose zero asks for nothing.</summary>
    public static ImportRow Amount(string pattern, string setting, string unit) => new(pattern, (key, _) => Whole(key.Text) switch
    {
        null => Judgement.UnknownValue(key),
        0 => Judgement.AsksNothing,
        var number => Judgement.Mapped(setting, $"{number}{unit}"),
    });

    /// <summary>Words with what each of them says; a word that says null asks for nothing.</summary>
    public static ImportRow Words(string pattern, string setting, params (string Word, string? Text)[] words) => new(pattern, (key, _) =>
        Array.Find(words, w => w.Word == key.Text) switch
        {
            (null, _) => Judgement.UnknownValue(key),
            (_, null) => Judgement.AsksNothing,
            var (_, text) => Judgement.Mapped(setting, text),
        });

    /// <summary>Words that mean the strictest of all features blocked that <paramref name="says"/> names; the others no setting can say.</summary>
    public static ImportRow AnyOf(string pattern, string setting, string text, string why, params string[] says) => new(pattern, (key, _) =>
        says.Contains(key.Text, StringComparer.Ordinal) ? Judgement.Mapped(setting, text) : Judgement.Unsupported(why));

    /// <summary>The words ask for nothing, and anything else for what no setting can say.</summary>
    public static ImportRow NoneBut(string pattern, string why, params string[] asksNothing) => new(pattern, (key, _) =>
        asksNothing.Contains(key.Text, StringComparer.Ordinal) ? Judgement.AsksNothing : Judgement.Unsupported(why));

    /// <summary>There is nothing to say, whatever the value.</summary>
    public static ImportRow NotApplicable(string pattern, string why) => new(pattern, (_, _) => Judgement.NotApplicable(why));

    /// <summary>No setting can say it, whatever the value.</summary>
    public static ImportRow Unsupported(string pattern, string why) => new(pattern, (_, _) => Judgement.Unsupported(why));

    /// <summary>The policy's name, as far as a name of ours can have its characters.</summary>
    public static ImportRow Name(string pattern) => new(pattern, (key, _) =>
        ImportName.Of(key.Text) is { } name ? Judgement.Mapped(ImportTable.PolicyName, name) : Judgement.NotApplicable("no letter of it can stand in a name"));

    /// <summary>A whole number of at most nine digits, or null.</summary>
    public static int? Whole(string text) => Digits().IsMatch(text) ? int.Parse(text) : null;

    private static ImportRow Switch(string pattern, Judgement yes, Judgement no) => new(pattern, (key, _) => key.Shape switch
    {
        SourceShape.Yes => yes,
        SourceShape.No => no,
        _ => Judgement.UnknownValue(key),
    });

    [GeneratedRegex(@"\A[0-9]{1,9}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
