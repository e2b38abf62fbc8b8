namespace Twofold.Web.Kit;

/// <summary>One choice of a <see cref="TwSelect{T}"/>.</summary>
/// <param name="Value">What is chosen.</param>
/// <param name="Text">Its words.</param>
/// <param name="Disabled">Whether it is shown but cannot be chosen.</param>
public sealed record TwOption<T>(T Value, string Text, bool Disabled = false);
