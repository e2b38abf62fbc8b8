namespace Twofold.Device;

/// <summary><c>enrol</c>: redeems an enrolment code.</summary>
internal static class EnrolVerb
{
    public static async Task<int> RunAsync(Arguments arguments, AgentLog log, CancellationToken cancellation)
    {
        var folder = new PhoneFolder(arguments.Required("phone"));
        var code = await CodeAsync(arguments.Required("code"), cancellation);
        folder.Make();
        var hardware = File.Exists(folder.TpmSocket)
            ? await TpmIdentity.ReadAsync(folder.Tcti, cancellation)
            : HardwareIdentity.LoadOrMake(folder.HardwareId);
        var identity = await Enrolment.RunAsync(folder, code, hardware, TimeProvider.System, cancellation);
        log.Write("enrolled", identity.ToString());
        return 0;
    }

    // From standard input, so that the code does not show in the list of processes.
    private static async Task<string> CodeAsync(string given, CancellationToken cancellation) =>
        given == "-" ? (await Console.In.ReadLineAsync(cancellation) ?? string.Empty).Trim() : given;
}
