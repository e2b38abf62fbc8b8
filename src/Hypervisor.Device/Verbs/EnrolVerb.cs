namespace Twofold.Device;

/// <summary><c>enrol</c>: redeems an enrolment code.</summary>
internal static class EnrolVerb
{
    public static async Task<int> RunAsync(Arguments arguments, AgentLog log, CancellationToken cancellation)
    {
        var folder = new PhoneFolder(arguments.Required("phone"));
        var code = arguments.Required("code");
        folder.Make();
        var hardware = HardwareIdentity.LoadOrMake(folder.HardwareId);
        var identity = await Enrolment.RunAsync(folder, code, hardware, TimeProvider.System, cancellation);
        log.Write("enrolled", identity.ToString());
        return 0;
    }
}
