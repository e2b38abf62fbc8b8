namespace Twofold.Fleet.Gateway;

/// <summary>What the composer has to look at again: single phones, or everything. Beyond <see cref="Max"/> phones it is everything.</summary>
internal sealed class WorkList : IDisposable
{
    /// <summary>Phones that are listed one by one.</summary>
    public const int Max = 10_000;

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private HashSet<string> _phones = new(StringComparer.Ordinal);
    private bool _everything;

    /// <summary>Look at this phone.</summary>
    public void Add(string phoneId)
    {
        lock (_lock)
        {
            if (_phones.Count >= Max) _everything = true;
            else _phones.Add(phoneId);
            Wake();
        }
    }

    /// <summary>Look at everything.</summary>
    public void AddEverything()
    {
        lock (_lock)
        {
            _everything = true;
            Wake();
        }
    }

    /// <summary>Waits until there is something.</summary>
    public Task WaitAsync(CancellationToken cancel) => _signal.WaitAsync(cancel);

    /// <summary>Takes all of it; null for everything.</summary>
    public IReadOnlyCollection<string>? Take()
    {
        lock (_lock)
        {
            var taken = _everything ? null : _phones;
            (_phones, _everything) = (new HashSet<string>(StringComparer.Ordinal), false);
            return taken;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();

    private void Wake()
    {
        if (_signal.CurrentCount == 0) _signal.Release();
    }
}
