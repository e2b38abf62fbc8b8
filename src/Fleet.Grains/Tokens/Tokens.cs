namespace Twofold.Fleet.Tokens;

/// <summary>Names service tokens.</summary>
public static class Tokens
{
    /// <summary>The kind, for a registry.</summary>
    public static IGrainKind Kind { get; } = new GrainKind<TokenRules, TokenState, TokenCommand, TokenEvent, TokenView>(
        TokenJson.Default.TokenState, TokenCommandJson.Default.TokenCommand, TokenJson.Default.TokenEvent);

    /// <summary>The token with this public half.</summary>
    public static GrainRef<TokenCommand, TokenView> Id(string tokenId) => new(new GrainId(TokenRules.Kind, tokenId));
}
