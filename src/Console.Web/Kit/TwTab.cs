namespace Twofold.Web.Kit;

/// <summary>One view of a <see cref="TwTabs"/>.</summary>
/// <param name="Text">Its words.</param>
/// <param name="Href">Its address.</param>
/// <param name="Current">Whether it is shown now.</param>
public sealed record TwTab(string Text, string Href, bool Current);
