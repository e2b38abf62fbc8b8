using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Twofold.Fleet;

/// <summary>Protects the keys of persons at rest, and makes new ones; whoever composes the installation gives it.</summary>
public interface IPersonVault
{
    /// <summary>A key as it may be stored.</summary>
    byte[] Protect(byte[] key);

    /// <summary>A stored key, usable again.</summary>
    /// <exception cref="CryptographicException">It was protected by another installation.</exception>
    byte[] Unprotect(byte[] kept);

    /// <summary>Bytes that nobody can guess.</summary>
    byte[] Random(int bytes);
}

/// <summary>A person whose key is at hand.</summary>
/// <param name="Row">As the store keeps it.</param>
/// <param name="Key">The key itself.</param>
public sealed record KnownPerson(PersonKey Row, byte[] Key)
{
    /// <summary>Whether the store is known to have the row.</summary>
    internal bool IsKept { get; set; }

    /// <summary>Seals a text that names this person.</summary>
    public string Seal(string text) => SealedName.Seal(Row.Id, Key, text);
}

/// <summary>
/// The keys of persons by name and by id; a bounded number stays in memory. A new key is held here until a write has kept it, and given
/// up when that write failed: then the next reader asks the store again. Upper and lower case name the same person.
/// </summary>
public sealed class PersonKeys(IPersonStore store, IPersonVault vault)
{
    private const int MostInMemory = 4096;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    // Its key turns names into marks, so that the store alone does not tell who is in it. It stands where no person can.
    private static readonly PersonKey Marker = new("000000000000", new byte[SHA256.HashSizeInBytes], default);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, KnownPerson> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownPerson> _byId = new(StringComparer.Ordinal);

    /// <summary>The person with this name; a new one when there is none yet. The name is not empty.</summary>
    public async ValueTask<KnownPerson> ForAsync(string name, CancellationToken cancel)
    {
        var plain = Plain(name);
        if (Known(plain) is { } known) return known;
        var mark = await MarkAsync(plain, cancel);
        return Remember(plain, await StoredAsync(mark, cancel) ?? Made(mark, NewId()));
    }

    /// <summary>The person with this name, or null when no event names one.</summary>
    public async ValueTask<KnownPerson?> FindAsync(string name, CancellationToken cancel)
    {
        var plain = Plain(name);
        if (plain.Length == 0) return null;
        if (Known(plain) is { } known) return known;
        return await StoredAsync(await MarkAsync(plain, cancel), cancel) is { } stored ? Remember(plain, stored) : null;
    }

    /// <summary>The person with this id, or null when erased or unknown.</summary>
    public async ValueTask<KnownPerson?> WithIdAsync(string id, CancellationToken cancel)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(id, out var known)) return known;
        }

        return await store.PersonAsync(id, cancel) is { Key.Length: > 0 } row ? Remember(null, Opened(row)) : null;
    }

    /// <summary>The rows that a write has to carry because the store may not have them: of these persons, and what marks are made with.</summary>
    public ImmutableArray<PersonKey> ToKeep(IReadOnlyCollection<KnownPerson> persons)
    {
        lock (_gate)
        {
            var marker = _byName.GetValueOrDefault("");
            return [.. persons.Append(marker).OfType<KnownPerson>().Where(p => !p.IsKept).Select(p => p.Row).Distinct()];
        }
    }

    /// <summary>Says what became of a write that carried rows.</summary>
    public void Saved(GrainWrite write, bool kept)
    {
        if (write.Persons.IsEmpty) return;
        lock (_gate)
        {
            foreach (var row in write.Persons)
            {
                if (kept && _byId.TryGetValue(row.Id, out var person)) person.IsKept = true;
                if (!kept) Drop(row.Id);
            }
        }
    }

    /// <summary>Lets go of a person's key: the person was erased, perhaps through another node.</summary>
    public void Forget(string id)
    {
        lock (_gate) Drop(id);
    }

    /// <summary>Lets go of every key that the store has.</summary>
    public void ForgetAll()
    {
        lock (_gate) DropKept();
    }

    private static string Plain(string name) => name.Trim().ToLowerInvariant();

    private async ValueTask<byte[]> MarkAsync(string plain, CancellationToken cancel)
    {
        var marker = Known("") ?? Remember("", await StoredAsync(Marker.Mark, cancel) ?? Made(Marker.Mark, Marker.Id));
        return HMACSHA256.HashData(marker.Key, Encoding.UTF8.GetBytes(plain));
    }

    private async ValueTask<KnownPerson?> StoredAsync(ReadOnlyMemory<byte> mark, CancellationToken cancel) =>
        await store.FindPersonAsync(mark, cancel) is { } row ? Opened(row) : null;

    private KnownPerson Opened(PersonKey row) => new(row, vault.Unprotect(row.Key.ToArray())) { IsKept = true };

    private KnownPerson Made(ReadOnlyMemory<byte> mark, string id)
    {
        var key = vault.Random(SealedName.KeyBytes);
        return new KnownPerson(new PersonKey(id, mark, vault.Protect(key)), key);
    }

    // 60 bits: that two persons draw the same is found by the store, and the write tried again with another.
    private string NewId() => string.Concat(vault.Random(Marker.Id.Length).Select(b => Alphabet[b % Alphabet.Length]));

    private KnownPerson? Known(string plain)
    {
        lock (_gate) return _byName.GetValueOrDefault(plain);
    }

    private KnownPerson Remember(string? plain, KnownPerson person)
    {
        lock (_gate)
        {
            if (_byId.Count >= MostInMemory) DropKept();
            if (plain is null) return _byId.TryGetValue(person.Row.Id, out var same) ? same : _byId[person.Row.Id] = person;
            if (_byName.TryGetValue(plain, out var first)) return first;
            return _byId[person.Row.Id] = _byName[plain] = person;
        }
    }

    private void Drop(string id)
    {
        _byId.Remove(id);
        foreach (var name in _byName.Where(p => p.Value.Row.Id == id).Select(p => p.Key).ToList()) _byName.Remove(name);
    }

    private void DropKept()
    {
        foreach (var id in _byId.Values.Where(p => p.IsKept).Select(p => p.Row.Id).ToHashSet()) _byId.Remove(id);
        foreach (var name in _byName.Where(p => p.Value.IsKept).Select(p => p.Key).ToList()) _byName.Remove(name);
    }
}
