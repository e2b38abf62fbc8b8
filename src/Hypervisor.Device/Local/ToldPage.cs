namespace Twofold.Device;

/// <summary>The published list: all that the organisation is told, and what it can never do.</summary>
internal static class ToldPage
{
    public static Html Of(LocalSession session, LocalView view) => LocalFrame.Page(session, "told", "What the organisation is told", Html.Of($"""
        <p>The phone can say nothing else: its protocol has no words for it.</p>
        <dl>{Html.All(PublishedList.Told.Select(told => Html.Of($"<dt>Of {told.About}</dt><dd>{told.Text}</dd>")))}</dl>
        <h2>What can never be</h2>
        <ul>{Html.All(PublishedList.Never.Select(never => Html.Of($"<li>{never}</li>")))}</ul>
        <h2>What may pass between the VMs</h2>
        <dl>{Html.All(view.Flows.Select(flow => Html.Of($"<dt>{flow.Title}</dt><dd>{flow.Text}</dd>")))}</dl>
        """));
}
