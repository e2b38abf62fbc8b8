using System.Security.Cryptography;
using System.Text;

namespace Twofold.Device;

/// <summary>What every page has around it.</summary>
internal static class LocalFrame
{
    // Colours in pairs of at least 7:1; nothing depends on colour alone.
    private const string Style = """
        :root { color-scheme: light dark; --ground: #fff; --text: #1a1c1f; --soft: #3d444d; --line: #8c959f; --link: #0b4fa8; --panel: #f3f5f7; --done: #0b5d34; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #14171a; --text: #f0f2f4; --soft: #c3cad2; --line: #767f89; --link: #9ecbff; --panel: #1e2328; --done: #7ee2a8; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 1.0625rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
        header, main, footer { max-width: 44rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 1rem; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 0; padding: .5rem 0; border-bottom: 1px solid var(--line); }
        nav a { display: inline-block; padding: .375rem 0; }
        nav a[aria-current] { font-weight: 600; color: var(--text); text-decoration-thickness: .15em; text-underline-offset: .3em; }
        a { color: var(--link); }
        :focus-visible { outline: .2rem solid var(--link); outline-offset: .15rem; }
        .skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 1.25rem 0 .75rem; } h2 { font-size: 1.2rem; margin: 1.75rem 0 .5rem; }
        section { border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); padding: .25rem 1rem 1rem; margin: 1rem 0; }
        section h2 { margin-top: .75rem; }
        dl { display: grid; grid-template-columns: minmax(9rem, auto) 1fr; gap: .35rem 1rem; margin: 0; } dt { color: var(--soft); } dd { margin: 0; }
        table { border-collapse: collapse; width: 100%; } caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
        th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
        td:nth-of-type(1) { overflow-wrap: anywhere; } td:nth-of-type(3) { white-space: nowrap; }
        button { font: inherit; padding: .55rem 1.1rem; min-height: 2.75rem; border: 1px solid var(--text); border-radius: .4rem; background: var(--text); color: var(--ground); }
        button.quiet { background: var(--ground); color: var(--text); }
        form { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: .75rem; }
        .said { border-left: .3rem solid var(--done); padding: .5rem .75rem; background: var(--panel); } .soft, footer { color: var(--soft); }
        footer { padding-top: 1rem; padding-bottom: 2rem; font-size: .95rem; }
        @media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; } thead { position: absolute; left: -99rem; } td, th[scope=row] { display: block; border: 0; padding: .1rem 0; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line); } }
        """;

    private static readonly (string Path, string Name)[] Places = [("", "This phone"), ("orders", "Orders"), ("told", "What the organisation is told")];

    /// <summary>What a browser is told to expect of the style.</summary>
    public static string StyleDigest { get; } = $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}";

    /// <summary>A page of a session.</summary>
    /// <param name="path">Which of the places it is.</param>
    public static Html Page(LocalSession session, string path, string heading, Html body) => Whole(heading, Html.Of($"""
        <header><a class="skip" href="#main">Skip to the content</a>
        <nav aria-label="Pages"><ul>{Html.All(Places.Select(place => Link(session, place.Path, place.Name, place.Path == path)))}</ul></nav></header>
        <main id="main"><h1>{heading}</h1>{body}</main>
        <footer><p>This page comes from the phone itself. It works without the organisation, and nobody else can open it.</p></footer>
        """));

    /// <summary>A page for who has no session.</summary>
    public static Html Bare(string heading, Html body) => Whole(heading, Html.Of($"<main id=\"main\"><h1>{heading}</h1>{body}</main>"));

    private static Html Link(LocalSession session, string path, string name, bool isHere) =>
        Html.Of($"<li><a href=\"{session.Root}{path}\"{Html.Literal(isHere ? " aria-current=\"page\"" : "")}>{name}</a></li>");

    private static Html Whole(string heading, Html body) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{heading} · Twofold on this phone</title><link rel="icon" href="data:,"><style>{Html.Literal(Style)}</style></head>
        <body>{body}</body></html>
        """);
}
