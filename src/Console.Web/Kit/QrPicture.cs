using System.Text;
using QRCoder;

namespace Twofold.Web.Kit;

/// <summary>The dark modules of a QR code (ISO/IEC 18004) as one SVG path, with the quiet zone that the standard asks for.</summary>
/// <param name="Side">The side in modules.</param>
/// <param name="Path">The path data.</param>
sealed record QrPicture(int Side, string Path)
{
    /// <summary>No code.</summary>
    public static readonly QrPicture Empty = new(1, "");

    /// <summary>Draws a text with error correction level M.</summary>
    public static QrPicture Of(string text)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var y = 0; y < code.ModuleMatrix.Count; y++)
            for (var x = 0; x < code.ModuleMatrix[y].Count; x++)
                if (code.ModuleMatrix[y][x])
                    path.Append($"M{x} {y}h1v1h-1z");
        return new(code.ModuleMatrix.Count, path.ToString());
    }
}
