using Twofold.EndToEnd.Tests.Seeding;

namespace Twofold.EndToEnd.Tests.Pages;

/// <summary>Tests that share one seeded fleet, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class SeededPages : ICollectionFixture<SeededFleet>
{
    /// <summary>The collection.</summary>
    public const string Name = "pages over the seeded fleet";
}
