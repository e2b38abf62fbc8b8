using System.Net.Sockets;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>
/// Sends the phone's TPM 2.0 what needs no secret: which NV indices there are, and undefining one. A program for each of these would cost many
/// times what the TPM takes.
/// </summary>
/// <param name="tcti">"swtpm:path=SOCKET", where each command is a connection of its own, or "device:/dev/tpmrm0".</param>
internal sealed class TpmLine(string tcti) : IDisposable
{
    private const string Swtpm = "swtpm:path=";
    private const string Device = "device:";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeforeNextTry = TimeSpan.FromMilliseconds(2);
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>The owner's NV indices that the TPM itself names, and whether each was written.</summary>
    public async Task<Dictionary<uint, bool>> HeldAsync(CancellationToken cancellation)
    {
        var held = new Dictionary<uint, bool>();
        foreach (var index in TpmCommands.IndicesIn(await AskAsync(TpmCommands.ListIndices(), cancellation)))
            held[index] = TpmCommands.IsWritten(await AskAsync(TpmCommands.ReadPublic(index), cancellation));
        return held;
    }

    /// <summary>Removes an index.</summary>
    public Task UndefineAsync(uint index, CancellationToken cancellation) => AskAsync(TpmCommands.Undefine(index), cancellation);

    /// <inheritdoc/>
    public void Dispose() => oneAtATime.Dispose();

    private async Task<byte[]> AskAsync(byte[] command, CancellationToken cancellation)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Limit);
        await oneAtATime.WaitAsync(bound.Token);
        try
        {
            return await AnsweredAsync(command, bound.Token);
        }
        catch (Exception failure) when (failure is IOException or SocketException or UnauthorizedAccessException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new DeviceException(DeviceCodes.SecretVaultFailed, "the TPM does not answer", failure);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    // It may be busy with itself, or with another program.
    private async Task<byte[]> AnsweredAsync(byte[] command, CancellationToken cancellation)
    {
        while (true)
        {
            var answer = await OnceAsync(command, cancellation);
            var code = TpmCommands.Code(answer);
            if (code == TpmCommands.Done) return answer;
            if (!TpmCommands.IsBusy(code)) throw new DeviceException(DeviceCodes.SecretVaultFailed, $"the TPM refuses with 0x{code:x}");
            await Task.Delay(BeforeNextTry, cancellation);
        }
    }

    private async Task<byte[]> OnceAsync(byte[] command, CancellationToken cancellation)
    {
        await using var line = await OpenAsync(cancellation);
        await line.WriteAsync(command, cancellation);
        var answer = new byte[TpmCommands.LongestAnswer];
        var length = await line.ReadAtLeastAsync(answer, TpmCommands.HeaderLength, throwOnEndOfStream: true, cancellation);
        var whole = Math.Min(TpmCommands.Length(answer), answer.Length);
        if (length < whole) length += await line.ReadAtLeastAsync(answer.AsMemory(length), whole - length, throwOnEndOfStream: true, cancellation);
        return answer[..length];
    }

    private async Task<Stream> OpenAsync(CancellationToken cancellation)
    {
        if (tcti.StartsWith(Device, StringComparison.Ordinal)) return new FileStream(tcti[Device.Length..], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        if (!tcti.StartsWith(Swtpm, StringComparison.Ordinal)) throw new DeviceException(DeviceCodes.SecretVaultFailed, $"`{tcti}` is no way to a TPM");
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(tcti[Swtpm.Length..]), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException full) when (full.SocketErrorCode is SocketError.WouldBlock or SocketError.TryAgain)
            {
                // Others wait for it already.
                socket.Dispose();
                await Task.Delay(BeforeNextTry, cancellation);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
