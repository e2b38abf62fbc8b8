using FsCheck;
using FsCheck.Fluent;

namespace Twofold.Policies.Tests;

/// <summary>Checks properties and says nothing unless one fails.</summary>
internal static class Laws
{
    private static readonly Config Quiet = Config.QuickThrowOnFailure.WithQuietOnSuccess(true);

    public static void Holds(this Property law, int times = 100) => law.Check(Quiet.WithMaxTest(times));
}
