using System.Runtime.InteropServices;
using Twofold.Device;
using Twofold.Device.Ports;

const string usage = """
    usage: twofold-agent enrol    --phone DIR --code CODE      (`-` reads the code from standard input)
           twofold-agent run      --phone DIR [--driver qemu|fake] [--image DIR]
           twofold-agent status   --phone DIR
           twofold-agent stop-vms --phone DIR [--driver qemu|fake]
    """;

using var ending = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
var log = new AgentLog(Console.Out, TimeProvider.System);
try
{
    return args.FirstOrDefault() switch
    {
        "enrol" => await EnrolVerb.RunAsync(Arguments.Parse(args, "phone", "code"), log, ending.Token),
        "run" => await RunVerb.RunAsync(Arguments.Parse(args, "phone", "driver", "image"), log, ending.Token),
        "status" => StatusVerb.Run(Arguments.Parse(args, "phone"), Console.Out),
        "stop-vms" => await StopVmsVerb.RunAsync(Arguments.Parse(args, "phone", "driver"), log, ending.Token),
        _ => Usage(),
    };
}
catch (DeviceException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
catch (OperationCanceledException)
{
    log.Write("ended", "as it was told");
    return 0;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ending.Cancel();
}

int Usage()
{
    Console.Error.WriteLine(usage);
    return 2;
}
