using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>Where a VM may connect to, as rules of nftables in the VM's own network namespace, and back.</summary>
/// <remarks>
/// Networks become rules as they are. A host becomes the set of the addresses that the control partition finds for its name when the
/// filter is made; what the name means later is not let through, and neither is anything of a name with <c>*</c>. Nothing loosens what
/// policy lists.
/// </remarks>
internal static class EgressFilter
{
    /// <summary>At most so many addresses of one name are let through.</summary>
    private const int MaxAddresses = 16;

    /// <summary>The kernel keeps no longer comment.</summary>
    private const int LongestName = 120;

    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(5);

    /// <summary>The table that holds instead of the one before, in one transaction.</summary>
    /// <param name="lookUp">Finds the addresses of a name; none where it has none.</param>
    public static async Task<string> TableAsync(ItemSet egress, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, CancellationToken cancellation)
    {
        var places = (egress.Items ?? []).Select(Place.Of).ToList();
        var names = places.Where(place => !place.IsNetwork).Select(place => place.Address).Distinct(StringComparer.Ordinal).ToList();
        if (names.Find(name => name.Length > LongestName) is { } tooLong)
            throw new DeviceException(DeviceCodes.LinkFailed, $"a name of {tooLong.Length} characters is no destination here: at most {LongestName}");
        var found = await Task.WhenAll(names.Select(name => AddressesAsync(name, lookUp, cancellation)));
        return $$"""
            add table inet twofold
            delete table inet twofold
            table inet twofold {
            {{string.Join('\n', names.Select((name, at) => Set(at, name, found[at])))}}
            chain out {
            type filter hook output priority 0; policy {{(egress.Items is null ? "accept" : "drop")}};
            {{string.Join('\n', places.Select(place => place.Rule(names.IndexOf(place.Address))))}}
            }
            }
            """;
    }

    /// <summary>Reads what nftables lists; null if it is anything but a filter of ours. A rule that is not understood makes all of it so.</summary>
    public static ItemSet? Parse(string listing)
    {
        try
        {
            var entries = JsonNode.Parse(listing)?["nftables"]?.AsArray() ?? [];
            var names = entries.Select(entry => entry?["set"]).OfType<JsonNode>().ToDictionary(set => $"@{set["name"]}", set => $"{set["comment"]}", StringComparer.Ordinal);
            var rules = entries.Select(entry => entry?["rule"]).OfType<JsonNode>().Select(rule => Place.Read([.. rule["expr"]!.AsArray()], names)?.Text).ToList();
            return $"{entries.Select(entry => entry?["chain"]).OfType<JsonNode>().SingleOrDefault()?["policy"]}" switch
            {
                "accept" when rules.Count == 0 => ItemSet.Everything,
                "drop" when !rules.Contains(null) => new ItemSet([.. rules.OfType<string>()]),
                _ => null,
            };
        }
        catch (Exception unreadable) when (unreadable is System.Text.Json.JsonException or InvalidOperationException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static string Set(int at, string name, IReadOnlyCollection<IPAddress> addresses) =>
        $"set n{at} {{ type ipv4_addr; comment \"{name}\"; {(addresses.Count == 0 ? "" : $"elements = {{ {string.Join(", ", addresses)} }};")} }}";

    private static async Task<IReadOnlyCollection<IPAddress>> AddressesAsync(
        string name, Func<string, CancellationToken, Task<IPAddress[]>> lookUp, CancellationToken cancellation)
    {
        if (name.StartsWith('*')) return [];
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(LookupLimit);
        try
        {
            var addresses = await lookUp(name, bound.Token).WaitAsync(bound.Token);
            return [.. addresses.Where(address => address.AddressFamily == AddressFamily.InterNetwork).Distinct().Take(MaxAddresses)];
        }
        catch (Exception unknown) when (unknown is SocketException || (unknown is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return [];
        }
    }

    /// <summary>One destination.</summary>
    /// <param name="Address">An address, a network or a name.</param>
    /// <param name="Port">Null is every port.</param>
    private sealed record Place(string Address, string? Port, bool IsNetwork)
    {
        public string Text => Port is null ? Address : Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]:{Port}" : $"{Address}:{Port}";

        /// <summary>Takes the one spelling of <c>network.egress</c> apart.</summary>
        public static Place Of(string text)
        {
            var bracket = text.LastIndexOf(']');
            var colon = text.LastIndexOf(':');
            var bare = bracket < 0 && colon != text.IndexOf(':', StringComparison.Ordinal);
            var (address, port) = bare || colon < 0 || colon < bracket ? (text, null) : (text[..colon], text[(colon + 1)..]);
            address = address.Trim('[', ']');
            return new Place(address, port, IPAddress.TryParse(address.Split('/')[0], out _));
        }

        /// <summary>Reads one rule of nftables: a destination, perhaps a port, and that it is let through; null for any other.</summary>
        public static Place? Read(JsonNode?[] rule, IReadOnlyDictionary<string, string> names)
        {
            if (rule is not [{ } where, .. var middle, { } verdict] || !verdict.AsObject().ContainsKey("accept")) return null;
            if ($"{where["match"]?["left"]?["payload"]?["field"]}" != "daddr" || $"{where["match"]?["op"]}" != "==") return null;
            var to = where["match"]!["right"]!;
            var prefix = to is JsonObject ? to["prefix"] : null;
            var name = prefix is null ? names.GetValueOrDefault($"{to}") : null;
            var address = name ?? (prefix is null ? $"{IPAddress.Parse($"{to}")}" : $"{IPAddress.Parse($"{prefix["addr"]}")}/{prefix["len"]}");
            return middle switch
            {
                [] => new Place(address, null, name is null),
                [_, { } port] when $"{port["match"]?["left"]?["payload"]?["field"]}" == "dport" => new Place(address, $"{port["match"]!["right"]}", name is null),
                _ => null,
            };
        }

        public string Rule(int set)
        {
            var to = !IsNetwork ? $"ip daddr @n{set}" : Address.Contains(':', StringComparison.Ordinal) ? $"ip6 daddr {Address}" : $"ip daddr {Address}";
            return Port is null ? $"{to} accept" : $"{to} meta l4proto {{ tcp, udp }} th dport {Port} accept";
        }
    }
}
