using System.Text.Json.Serialization;

namespace Twofold.Protocol;

/// <summary>The JSON contracts of the protocol: camel case, no unknown members, no duplicates, no comments.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(PhoneFrame))]
[JsonSerializable(typeof(ServerFrame))]
[JsonSerializable(typeof(PhoneEnvelope))]
[JsonSerializable(typeof(OrdersEnvelope))]
[JsonSerializable(typeof(WipeReceipt))]
[JsonSerializable(typeof(EnrolRequest))]
[JsonSerializable(typeof(EnrolAnswer))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(PhoneReport))]
public sealed partial class ProtocolJson : JsonSerializerContext;
