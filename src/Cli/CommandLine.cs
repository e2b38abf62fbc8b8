using System.CommandLine;

namespace Twofold.Cli;

/// <summary>The verbs, and what they share.</summary>
static class CommandLine
{
    private const string Description =
        "Speaks to a Twofold console. TWOFOLD_URL names it, TWOFOLD_TOKEN or TWOFOLD_TOKEN_FILE gives the service token.\n" + ExitCode.Help;

    private static readonly Option<OutputFormat> Output = new("--output")
    {
        Description = "text for people, json for programs",
        Recursive = true,
        DefaultValueFactory = _ => OutputFormat.Text,
    };

    /// <summary>Runs one command line and answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Verbs().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors) Console.Error.WriteLine($"error: {error.Message} (cli/usage)");
            Console.Error.WriteLine("`--help` lists what there is");
            return ExitCode.Usage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    /// <summary>Gives a command what to do: with a client, a screen and the parsed line.</summary>
    public static Command Does(this Command command, Func<Session, Task<int>> act)
    {
        command.SetAction(async (line, cancel) =>
        {
            var screen = new Screen(line.GetValue(Output));
            try
            {
                using var session = new Session(line, screen, cancel);
                return await act(session);
            }
            catch (CliException fault)
            {
                screen.Failure(fault);
                return fault.Exit;
            }
            catch (OperationCanceledException)
            {
                screen.Failure(new CliException(ExitCode.Refused, "cli/stopped", "stopped before the end was known"));
                return ExitCode.Refused;
            }
        });
        return command;
    }

    private static RootCommand Verbs() => new(Description)
    {
        Output,
        PhoneVerbs.Phones(),
        ListVerbs.Findings(),
        ListVerbs.Orders(),
        PhoneVerbs.Phone(),
        VmVerbs.Vms(),
        PolicyVerbs.Policy(),
        ListVerbs.Personas(),
        ListVerbs.Groups(),
        GroupVerbs.Group(),
        RolloutVerbs.Rollouts(),
        RolloutVerbs.Rollout(),
        WipeVerb.Wipe(),
        WipeListVerb.WipeList(),
        HoldVerbs.Holds(),
        HoldVerbs.SignIn(),
        OrderVerbs.Lock(),
        OrderVerbs.Unlock(),
        OrderVerbs.Remove(),
        OrderVerbs.Revoke(),
        ExposureVerb.Exposures(),
        OversightVerbs.Audit(),
        EnrolVerb.Enrol(),
        BackupVerbs.Backups(),
        BackupVerbs.Backup(),
    };
}
