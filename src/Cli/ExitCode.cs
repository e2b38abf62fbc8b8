namespace Twofold.Cli;

/// <summary>What the program tells a script. Documented in <c>--help</c>; never renumbered.</summary>
static class ExitCode
{
    /// <summary>It was done.</summary>
    public const int Done = 0;

    /// <summary>The command line or the configuration is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>The policy documents have problems.</summary>
    public const int Problems = 3;

    /// <summary>The server, or the phone, refused it.</summary>
    public const int Refused = 4;

    /// <summary>It waits for a second person.</summary>
    public const int Held = 5;

    /// <summary>The token is not valid, or lacks the right.</summary>
    public const int NoAccess = 6;

    /// <summary>The server could not be reached, or could not answer.</summary>
    public const int Unreachable = 7;

    /// <summary>What was verified is not as it was signed.</summary>
    public const int Broken = 8;

    /// <summary>The list for <c>--help</c>.</summary>
    public const string Help =
        "Exit codes: 0 done, 2 usage, 3 problems in the documents, 4 refused, 5 held for a second person, 6 no access, 7 server unreachable, 8 an audit that does not verify.";
}

/// <summary>The command ends with this code and says why.</summary>
/// <param name="code">Stable, <c>area/reason</c>.</param>
sealed class CliException(int exit, string code, string message) : Exception(message)
{
    public int Exit { get; } = exit;

    public string Code { get; } = code;
}
