using Microsoft.AspNetCore.Components.Routing;

namespace Twofold.Web.Kit;

/// <summary>One entry of the shell's navigation.</summary>
/// <param name="Href">Where it leads, relative to the base.</param>
/// <param name="Text">Its words.</param>
/// <param name="Icon">Its picture.</param>
/// <param name="Match">Whether pages below it count as it; the start page wants <see cref="NavLinkMatch.All"/>.</param>
/// <param name="Count">A number to show beside it, for example what waits for an approval; none when zero.</param>
public sealed record NavItem(string Href, string Text, Glyph Icon, NavLinkMatch Match = NavLinkMatch.Prefix, int Count = 0);
