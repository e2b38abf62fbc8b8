using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Twofold.EndToEnd.Tests.Browser;

/// <summary>Asks axe about a page.</summary>
public static class Accessibility
{
    /// <summary>Fails with rule, element and reason of everything that axe finds in the page as it stands.</summary>
    public static async Task ShouldBeAccessibleAsync(this IPage page)
    {
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.SelectMany(Lines)));
        Assert.NotEmpty(result.Passes);
    }

    static IEnumerable<string> Lines(AxeResultItem rule) =>
        rule.Nodes.Select(node => $"{rule.Id} ({rule.Impact}): {node.Html}\n    {string.Join("; ", node.Any.Concat(node.All).Concat(node.None).Select(check => check.Message))}");
}
