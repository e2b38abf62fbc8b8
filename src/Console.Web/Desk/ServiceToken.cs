using System.Text.RegularExpressions;

namespace Twofold.Web.Desk;

/// <summary>A service token, written <c>tf_id_secret</c>: 16 hexadecimal digits that are public, 64 that nobody keeps.</summary>
public sealed partial record ServiceToken(string Id, string Secret)
{
    /// <summary>A new token.</summary>
    public static ServiceToken New() => new(Desk.Secret.NewId(), Desk.Secret.New());

    /// <summary>Reads a token; null for anything else.</summary>
    public static ServiceToken? TryParse(string untrustedText) =>
        Shape().IsMatch(untrustedText) ? new(untrustedText[3..19], untrustedText[20..]) : null;

    /// <summary>The text that a pipeline shows. It holds the secret: never log it.</summary>
    public string Text() => $"tf_{Id}_{Secret}";

    /// <summary>The id only, so that a secret never gets into a log by accident.</summary>
    public override string ToString() => Id;

    [GeneratedRegex(@"\Atf_[0-9a-f]{16}_[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
