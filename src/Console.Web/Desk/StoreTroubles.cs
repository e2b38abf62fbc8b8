using Twofold.Fleet;

namespace Twofold.Web.Desk;

/// <summary>What people are told when the store cannot serve.</summary>
public static class StoreTroubles
{
    /// <summary>Whether the code is one of the store's troubles.</summary>
    public static bool Knows(string code) => code.StartsWith("store/", StringComparison.Ordinal) || code == NewerShapeException.Code;

    /// <summary>The code in words, with what to do.</summary>
    public static string Words(string code) => code switch
    {
        "store/disk-full" => "the server's disk is full: nothing was done, what was done before is safe; make room and try again",
        "store/read-only" => "the server's disk takes no writes: nothing was done, what was done before is safe; reading goes on",
        "store/disk-fault" => "the server's disk failed: nobody knows whether this was done, what was answered before is safe; try the same again",
        "store/corrupt" => "the server's database is damaged: stop the server and restore a backup",
        "store/unreachable" => "the server's database does not answer: nobody knows whether this was done, what was answered before is safe; try the same again",
        NewerShapeException.Code => "a newer program wrote this: it is left as it is; start the newer program",
        _ => "the server's store cannot serve this now",
    };
}
