using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Twofold.Web.Desk;
using Twofold.Web.Kit;

namespace Twofold.Web.Features.Audit;

/// <summary>The audit log.</summary>
public sealed partial class AuditPage
{
    private readonly Dictionary<string, string?> names = new(StringComparer.Ordinal);
    private AuditQuery query = AuditQuery.Read(null, null, null, null, null, null);
    private AuditQuery? read;
    private IReadOnlyList<AuditEntry>? entries;
    private Refusal? refusal;

    [Inject]
    private AuditDesk Log { get; set; } = null!;

    [Inject]
    private PhoneDesk Phones { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [SupplyParameterFromQuery(Name = "kind")]
    private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "key")]
    private string? Key { get; set; }

    [SupplyParameterFromQuery(Name = "actor")]
    private string? Actor { get; set; }

    [SupplyParameterFromQuery(Name = "type")]
    private string? Type { get; set; }

    [SupplyParameterFromQuery(Name = "phones")]
    private bool? WithPhones { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private long? Before { get; set; }

    private IReadOnlyList<TwTab> Tabs =>
    [
        new("Events", "audit", IsEvents), new("Refusals", "audit?tab=refusals", Tab == "refusals"), new("Proof", "audit?tab=proof", Tab == "proof"),
    ];

    private bool IsEvents => Tab is not ("refusals" or "proof");

    private string Lead => Tab switch
    {
        "refusals" => "Who was refused since the console started",
        "proof" => "What shows that nothing was changed, and who is no longer named",
        _ => "What happened, newest first",
    };

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        query = AuditQuery.Read(Kind, Key, Actor, Type, WithPhones, Before);
        return !IsEvents || read == query ? Task.CompletedTask : ReadAsync();
    }

    // The past does not change: only the newest page is followed.
    private async Task ReadAsync()
    {
        var wanted = read = query;
        if (wanted.Before is null) await FollowAsync(cancel => Log.SubscribeAsync(wanted.Events, cancel), ShowAsync, Calm);
        else await FollowAsync(cancel => OnceAsync(wanted, cancel), ShowAsync);
    }

    private async Task<Answer<Live<ImmutableArray<AuditEntry>>>> OnceAsync(AuditQuery wanted, CancellationToken cancel) =>
        (await Log.ReadAsync(wanted.Events, cancel)).Map(page => new Live<ImmutableArray<AuditEntry>>(page, AsyncEnumerable.Empty<Answer<ImmutableArray<AuditEntry>>>()));

    private async Task ShowAsync(Answer<ImmutableArray<AuditEntry>> answer)
    {
        refusal = answer.Refusal;
        if (!answer.Ok) return;
        await NameAsync(answer.Value);
        entries = answer.Value;
    }

    private async Task NameAsync(ImmutableArray<AuditEntry> page)
    {
        var unknown = page.Select(e => AuditThing.PhoneOf(e.Grain)).OfType<string>().Distinct().Where(id => !names.ContainsKey(id)).ToList();
        var phones = await Task.WhenAll(unknown.Select(id => Phones.GetAsync(id)));
        foreach (var (id, phone) in unknown.Zip(phones)) names[id] = phone.Value?.Phone.Name;
    }

    private string? NameOf(AuditEntry entry) => AuditThing.PhoneOf(entry.Grain) is { } id ? names.GetValueOrDefault(id) : null;

    private string Href(AuditQuery wanted) => Navigation.GetUriWithQueryParameters(wanted.Parameters);

    private void Show(AuditQuery wanted) => Navigation.NavigateTo(Href(wanted), replace: true);
}
