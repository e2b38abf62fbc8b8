using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Twofold.Device.Ports;
using Twofold.Simulator;

using var ending = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
try
{
    await Simulation.RunAsync(CommandLine.Parse(args), Console.Out, ending.Token);
    return 0;
}
catch (DeviceException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return failure.Code == CommandLine.BadCode ? 2 : 1;
}
catch (OperationCanceledException)
{
    return 0;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    ending.Cancel();
}
