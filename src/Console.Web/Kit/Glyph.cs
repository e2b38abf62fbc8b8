namespace Twofold.Web.Kit;

/// <summary>The pictures of the console, drawn on a grid of 24 by 24 with round strokes.</summary>
public enum Glyph
{
#pragma warning disable CS1591 // The names say what is drawn.
    Dot, Check, Cross, Warning, Info, Progress, Clock,
    Phone, Phones, Vm, Briefcase, Person, Policy, Audit, Overview, Pulse, Key,
    Play, Pause, Stop, Restart, Lock, Unlock, Wipe, Send, Moon, Sun,
    Search, Up, Down, Left, Right, Sort, Plus, Close, Link, SignOut,
    Network, Clipboard, Usb, Memory, Cpu, Shield, Inbox,
#pragma warning restore CS1591
}

/// <summary>The strokes of each glyph.</summary>
static class Glyphs
{
    /// <summary>The SVG path data of a glyph.</summary>
    public static string Path(Glyph glyph) => glyph switch
    {
        Glyph.Check => "M5 12.5l4.5 4.5L19 7.5",
        Glyph.Cross or Glyph.Close => "M6.5 6.5l11 11M17.5 6.5l-11 11",
        Glyph.Warning => "M12 4L2.8 20h18.4zM12 10v4.5M12 17.3v.2",
        Glyph.Info => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 11v5.5M12 7.6v.2",
        Glyph.Progress => "M12 3a9 9 0 0 1 9 9M21 12a9 9 0 0 1-3.2 6.9M14 20.8A9 9 0 0 1 3.9 15.9M3 12a9 9 0 0 1 5-8",
        Glyph.Clock => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM12 7.5V12l3.2 2.4",
        Glyph.Phone => "M8.5 2.5h7a2 2 0 0 1 2 2v15a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2zM10.8 18.5h2.4",
        Glyph.Phones => "M5 2.5h6.5a2 2 0 0 1 2 2v1.5M13.5 18.5v1a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2v-15a2 2 0 0 1 2-2M12 6h7a2 2 0 0 1 2 2v8.5a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2z",
        Glyph.Vm => "M4.5 4h15a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 14.5v-9A1.5 1.5 0 0 1 4.5 4zM12 16v4M8 20h8",
        Glyph.Briefcase => "M4.5 8h15A1.5 1.5 0 0 1 21 9.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18.5v-9A1.5 1.5 0 0 1 4.5 8zM8.5 8V5.5A1.5 1.5 0 0 1 10 4h4a1.5 1.5 0 0 1 1.5 1.5V8M3 13.5h18",
        Glyph.Person => "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
        Glyph.Policy => "M6 3h8.5L19 7.5V19.5a1.5 1.5 0 0 1-1.5 1.5H6a1.5 1.5 0 0 1-1.5-1.5v-15A1.5 1.5 0 0 1 6 3zM14 3v5h5M8.5 12.5h7M8.5 16.5h5",
        Glyph.Audit => "M4 6h2M9.5 6H20M4 12h2M9.5 12H20M4 18h2M9.5 18H20",
        Glyph.Overview => "M4 4h7v9H4zM13.5 4H20v5h-6.5zM13.5 11.5H20V20h-6.5zM4 15.5h7V20H4z",
        Glyph.Pulse => "M2.5 12.5H7l2.5-7l5 13.5l2.5-6.5h4.5",
        Glyph.Key => "M8 11.5a4.2 4.2 0 1 0 .010 0zM11 12.8L20 4M16.5 7.5l2.8 2.8",
        Glyph.Play => "M7.5 4.5v15l12-7.5z",
        Glyph.Pause => "M8.5 5v14M15.5 5v14",
        Glyph.Stop => "M6 6h12v12H6z",
        Glyph.Restart => "M20 12a8 8 0 1 1-2.6-5.9M20 3v5h-5",
        Glyph.Lock => "M6 10.5h12a1.5 1.5 0 0 1 1.5 1.5v7.5A1.5 1.5 0 0 1 18 21H6a1.5 1.5 0 0 1-1.5-1.5V12A1.5 1.5 0 0 1 6 10.5zM8 10.5V7a4 4 0 0 1 8 0v3.5",
        Glyph.Unlock => "M6 10.5h12a1.5 1.5 0 0 1 1.5 1.5v7.5A1.5 1.5 0 0 1 18 21H6a1.5 1.5 0 0 1-1.5-1.5V12A1.5 1.5 0 0 1 6 10.5zM8 10.5V7a4 4 0 0 1 7.8-1.3",
        Glyph.Wipe => "M4 6.5h16M9 6.5V4h6v2.5M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6",
        Glyph.Send => "M21 3.5L3 10.5l7 3.5l3.5 7zM10 14L21 3.5",
        Glyph.Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z",
        Glyph.Sun => "M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
        Glyph.Search => "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.3 15.3L20.5 20.5",
        Glyph.Up => "M6 15l6-6l6 6",
        Glyph.Down => "M6 9l6 6l6-6",
        Glyph.Left => "M15 6l-6 6l6 6",
        Glyph.Right => "M9 6l6 6l-6 6",
        Glyph.Sort => "M8 10l4-4.5l4 4.5M8 14l4 4.5l4-4.5",
        Glyph.Plus => "M12 5v14M5 12h14",
        Glyph.Link => "M10 14a4 4 0 0 0 5.7 0l3.6-3.6a4 4 0 0 0-5.7-5.7L12.2 6.1M14 10a4 4 0 0 0-5.7 0l-3.6 3.6a4 4 0 0 0 5.7 5.7l1.4-1.4",
        Glyph.SignOut => "M14 4H6.5A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20H14M10.5 12H21M17.5 8.5L21 12l-3.5 3.5",
        Glyph.Network => "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
        Glyph.Clipboard => "M8.5 5H6.5A1.5 1.5 0 0 0 5 6.5v13A1.5 1.5 0 0 0 6.5 21h11a1.5 1.5 0 0 0 1.5-1.5v-13A1.5 1.5 0 0 0 17.5 5h-2M9 3h6v4H9z",
        Glyph.Usb => "M12 20V4M9.5 6.5L12 3l2.5 3.5M12 16l5-3v-3M12 18l-5-3.5V11M12 20.5v.5",
        Glyph.Memory => "M3 8h18v9H3zM7 11v3M11 11v3M15 11v3M6 17v3M10 17v3M14 17v3M18 17v3",
        Glyph.Cpu => "M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4",
        Glyph.Shield => "M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5c-4.5-1.5-7.5-5-7.5-9.5V6z",
        Glyph.Inbox => "M5.5 4h13L21 13v6.5H3V13zM3 13.5h5.5l1.5 2.5h4l1.5-2.5H21",
        _ => "M12 9.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0-5z",
    };
}
