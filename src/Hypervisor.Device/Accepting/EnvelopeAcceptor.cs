using System.Collections.Immutable;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>The check of what the server sends. Pure: it says what to keep or why not, and what was in force stays so until then.</summary>
/// <param name="phone">The id of this phone.</param>
/// <param name="keys">The keys that may sign.</param>
public sealed class EnvelopeAcceptor(string phone, JwsKeys keys)
{
    /// <summary>Checks the standing orders alone: whatever else is unreadable, they count.</summary>
    /// <param name="newest">The version of the newest orders accepted; 0 before the first.</param>
    public Parsed<OrdersEnvelope> CheckOrders(string untrustedJws, long newest)
    {
        if (Verify(untrustedJws, JwsTypes.Orders, out var payload) is { } problem) return problem;
        var read = Codec.ReadOrdersEnvelope(payload.Span);
        if (!read.IsRead) return read;
        return Addressed(read.Value.Phone, read.Value.Version, newest) is { } refusal ? refusal : read;
    }

    /// <summary>Checks the envelope and every document that it names, as a whole.</summary>
    /// <param name="newest">The version of the newest envelope accepted; 0 before the first.</param>
    public Parsed<ReadEnvelope> CheckEnvelope(string untrustedJws, ImmutableArray<string> untrustedDocuments, long newest)
    {
        if (Verify(untrustedJws, JwsTypes.Phone, out var payload) is { } problem) return problem;
        var read = Codec.ReadPhoneEnvelope(payload.Span);
        if (!read.IsRead) return read.Problem;
        if (Addressed(read.Value.Phone, read.Value.State.Version, newest) is { } refusal) return refusal;
        var documents = CheckDocuments(read.Value.State, untrustedDocuments);
        return documents.IsRead ? new ReadEnvelope(read.Value.State, documents.Value) : documents.Problem;
    }

    private Parsed<ImmutableSortedDictionary<string, PolicyPayload>> CheckDocuments(DesiredState state, ImmutableArray<string> untrustedDocuments)
    {
        var named = ReadEnvelope.ScopesOf(state);
        var documents = ImmutableSortedDictionary.CreateBuilder<string, PolicyPayload>(StringComparer.Ordinal);
        foreach (var untrusted in untrustedDocuments)
        {
            if (Verify(untrusted, JwsTypes.Policy, out var payload) is { } problem) return problem;
            var digest = Digest.Of(payload.Span);
            if (!named.Any(scope => scope.Digest == digest))
                return new Problem(AcceptCodes.DocumentNotNamed, $"the envelope does not name the document `{digest}`");
            var read = PolicyPayload.Read(payload.Span);
            if (!read.IsRead) return new Problem(read.Fault.Code, read.Fault.Message);
            documents[digest] = read.Payload;
        }

        foreach (var (scope, digest) in named)
        {
            if (!documents.TryGetValue(digest, out var document))
                return new Problem(AcceptCodes.DocumentMissing, $"the document `{digest}` that the envelope names did not come with it");
            if (!string.Equals(document.Scope.ToString(), scope, StringComparison.Ordinal))
                return new Problem(AcceptCodes.DocumentWrongScope, $"the document `{digest}` binds `{document.Scope}`, not `{Grammar.Shown(scope)}`");
        }

        return documents.ToImmutable();
    }

    private Problem? Verify(string untrustedJws, string type, out ReadOnlyMemory<byte> payload)
    {
        var result = Jws.Verify(untrustedJws, type, keys);
        payload = (result as JwsResult.Verified)?.Payload ?? default;
        return (result as JwsResult.Refused)?.Problem;
    }

    private Problem? Addressed(string untrustedPhone, long version, long newest)
    {
        if (!string.Equals(untrustedPhone, phone, StringComparison.Ordinal))
            return new(AcceptCodes.Foreign, $"the envelope is for the phone `{Grammar.Shown(untrustedPhone)}`");
        return version < newest ? new(AcceptCodes.Stale, $"version {version} is older than {newest}, which this phone has") : null;
    }
}

/// <summary>An envelope that passed every check, with its documents by digest.</summary>
public sealed record ReadEnvelope(DesiredState State, ImmutableSortedDictionary<string, PolicyPayload> Documents)
{
    /// <summary>The scopes for which a state names a document, with its digest.</summary>
    public static ImmutableArray<(string Scope, string Digest)> ScopesOf(DesiredState state) =>
    [
        .. state.PhonePolicy is { } phone ? [("phone", phone)] : Array.Empty<(string, string)>(),
        .. state.Vms.Where(vm => vm.Policy is not null).Select(vm => ($"vm:{vm.Slot}", vm.Policy!)),
    ];
}

/// <summary>Why something that the server sent is refused, beside the codes of signatures and frames.</summary>
public static class AcceptCodes
{
    /// <summary>It names another phone.</summary>
    public const string Foreign = "envelope/foreign";

    /// <summary>It is older than what the phone has.</summary>
    public const string Stale = "envelope/stale";

    /// <summary>A document that the envelope does not name.</summary>
    public const string DocumentNotNamed = "document/not-named";

    /// <summary>A document that the envelope names is not there.</summary>
    public const string DocumentMissing = "document/missing";

    /// <summary>A document of another scope than the one for which the envelope names it.</summary>
    public const string DocumentWrongScope = "document/wrong-scope";
}
