using System.Collections.Immutable;

namespace Twofold.Policies;

/// <summary>Reads the text of one selector from left to right; the first fault ends it.</summary>
internal sealed class SelectorParser(string text)
{
    private readonly List<LabelRequirement> requirements = [];
    private ValueFault? fault;
    private int at;

    private bool AtEnd => at >= text.Length;

    public Reading<LabelSelector> Read()
    {
        SkipSpace();
        if (AtEnd) return new ValueFault("policy/empty-selector", "the selector names no label: leave it out to mean every phone");
        do ReadRequirement();
        while (fault is null && Takes(","));
        if (fault is null && !AtEnd) Refuse("a comma");
        return fault ?? new Reading<LabelSelector>(LabelSelector.Of(requirements), Fault: null);
    }

    private void ReadRequirement()
    {
        if (requirements.Count == PolicyLimits.Requirements)
        {
            fault ??= new("policy/selector-too-large", $"a selector has at most {PolicyLimits.Requirements} conditions");
            return;
        }

        var absent = Takes("!");
        var key = Word("a label");
        if (absent) Add(key, LabelOperator.DoesNotExist, []);
        else if (Takes("!=")) Add(key, LabelOperator.NotIn, [Word("a value")]);
        else if (Takes("==") || Takes("=")) Add(key, LabelOperator.In, [Word("a value")]);
        else if (TakesWord("notin")) Add(key, LabelOperator.NotIn, Values());
        else if (TakesWord("in")) Add(key, LabelOperator.In, Values());
        else Add(key, LabelOperator.Exists, []);
    }

    private void Add(string key, LabelOperator how, ImmutableSortedSet<string> values)
    {
        if (fault is null) requirements.Add(new(key, how, values));
    }

    private ImmutableSortedSet<string> Values()
    {
        var values = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        if (!Takes("(")) Refuse("`(`");
        do values.Add(Word("a value"));
        while (fault is null && values.Count <= PolicyLimits.Requirements && Takes(","));
        if (values.Count > PolicyLimits.Requirements) fault ??= new("policy/selector-too-large", $"a condition has at most {PolicyLimits.Requirements} values");
        if (!Takes(")")) Refuse("`)`");
        return values.ToImmutable();
    }

    private string Word(string what)
    {
        SkipSpace();
        var start = at;
        while (!AtEnd && LabelText.Holds(text[at])) at++;
        var word = text[start..at];
        if (word.Length == 0) Refuse(what);
        else fault ??= LabelText.Check(word);
        SkipSpace();
        return word;
    }

    private bool TakesWord(string word)
    {
        var end = at + word.Length;
        return (end >= text.Length || !LabelText.Holds(text[end])) && Takes(word);
    }

    private bool Takes(string sign)
    {
        if (fault is not null || string.CompareOrdinal(text, at, sign, 0, sign.Length) != 0) return false;
        at += sign.Length;
        SkipSpace();
        return true;
    }

    private void SkipSpace()
    {
        while (!AtEnd && text[at] == ' ') at++;
    }

    private void Refuse(string wanted) =>
        fault ??= new("policy/bad-selector", $"`{Quote.Short(text)}` is not a selector: {wanted} is expected at character {at + 1}");
}
