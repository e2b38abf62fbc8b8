using Twofold.Fleet;
using Twofold.Fleet.Operators;

namespace Twofold.Web.Desk;

/// <summary>Knows the owners. One change at a time that could take one away, so that two owners cannot shut each other out at once.</summary>
public sealed class OwnerWatch(IFleet fleet, IFleetIndex index)
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Waits for one's turn; disposing ends it.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        return new Exit(_one);
    }

    /// <summary>Whether nobody could own the installation without this operator.</summary>
    public async Task<bool> IsLastAsync(string name, CancellationToken cancel)
    {
        var owners = await OwnersAsync(cancel);
        return owners is [var only] && only == name;
    }

    /// <summary>Whether there is an owner who can sign in.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancel) => (await OwnersAsync(cancel)).Count > 0;

    private async Task<List<string>> OwnersAsync(CancellationToken cancel)
    {
        var owners = new List<string>();
        await foreach (var page in index.WalkAsync(new IndexQuery(Tables.Operators, [], Take: IndexQuery.MaxTake), cancel))
            foreach (var item in page)
                if (IsOwner((await fleet.ViewAsync(Refs.Operator(item.Key), cancel)).View)) owners.Add(item.Key);

        return owners;
    }

    private static bool IsOwner(OperatorView view) => view is { Exists: true, Role: Role.Owner, Scope.IsEmpty: true, Disabled: false, PasswordHash: not null };

    private sealed class Exit(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
