using Twofold.Device;
using Twofold.Device.Ports;

const string usage = """
    usage: twofold-agent enrol    --phone DIR --code CODE
           twofold-agent status   --phone DIR
    """;

using var ending = new CancellationTokenSource();
var log = new AgentLog(Console.Out, TimeProvider.System);
try
{
    return args.FirstOrDefault() switch
    {
        "enrol" => await EnrolVerb.RunAsync(Arguments.Parse(args, "phone", "code"), log, ending.Token),
        "status" => StatusVerb.Run(Arguments.Parse(args, "phone"), Console.Out),
        _ => Usage(),
    };
}
catch (DeviceException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}

int Usage()
{
    Console.Error.WriteLine(usage);
    return 2;
}
