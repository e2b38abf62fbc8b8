using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Twofold.Device;

/// <summary>A piece of HTML. INVARIANT: it is only made of literal text of this program, of other pieces, and of values that were encoded.</summary>
internal readonly record struct Html
{
    private Html(string text) => Text = text;

    /// <summary>The markup.</summary>
    public string Text => field ?? string.Empty;

    /// <summary>No markup.</summary>
    public static Html None => default;

    /// <summary>An interpolated string whose values are encoded.</summary>
    public static Html Of(Writer text) => new(text.ToString());

    /// <summary>Markup that a developer wrote.</summary>
    public static Html Literal(string markup) => new(markup);

    /// <summary>Pieces one after the other.</summary>
    public static Html All(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Text)));

    /// <summary>Takes an interpolated string apart.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string literal) => _text.Append(literal);

        public void AppendFormatted(Html piece) => _text.Append(piece.Text);

        public void AppendFormatted(string? value) => _text.Append(WebUtility.HtmlEncode(value));

        public void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

        public override string ToString() => _text.ToString();
    }
}
