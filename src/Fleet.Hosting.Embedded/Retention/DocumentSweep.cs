using System.Collections.Immutable;

namespace Twofold.Fleet.Embedded;

/// <summary>
/// Collects policy documents that nothing has named for so many rounds, a round being a day: it walks over all grains in pages and notes
/// which documents they name. What is given to a phone was put within the last day, so no document goes that is on its way.
/// </summary>
public sealed class DocumentSweep(GrainRegistry registry, IGrainReader grains, IRetention retention)
{
    private const int PageSize = 200;

    /// <summary>One round over everything.</summary>
    /// <param name="today">Days since 1970; a round counts once a day however often it is begun.</param>
    /// <param name="keep">Rounds for which a document stays that nothing names; at least 2.</param>
    public async Task RunAsync(long today, int keep, CancellationToken cancel)
    {
        var round = await retention.BeginRoundAsync(today, cancel);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var kind in registry.All) await NameAsync(kind, round, named, cancel);
        while (await retention.CollectAsync(round - keep, PageSize, cancel) == PageSize)
        {
        }
    }

    private async Task NameAsync(IGrainKind kind, long round, HashSet<string> named, CancellationToken cancel)
    {
        var page = await grains.PageAsync(kind.Name, null, PageSize, cancel);
        while (!page.IsEmpty)
        {
            var digests = page.SelectMany(kind.Documents).Where(named.Add).ToImmutableArray();
            if (!digests.IsEmpty) await retention.NameAsync(round, digests, cancel);
            page = await grains.PageAsync(kind.Name, page[^1].Id.Key, PageSize, cancel);
        }
    }
}
