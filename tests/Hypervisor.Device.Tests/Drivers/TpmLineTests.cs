using System.Net.Sockets;
using Twofold.Device.Drivers.Qemu;
using Twofold.Device.Ports;

namespace Twofold.Device.Tests.Drivers;

/// <summary>What is said to a TPM, and what a TPM may answer.</summary>
public sealed class TpmLineTests : IDisposable
{
    private const uint Index = 0x01800003;
    private readonly string _folder = Directory.CreateTempSubdirectory("tf-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder, "sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Commands_are_the_bytes_that_the_library_of_the_tcg_says()
    {
        Assert.Equal("8001000000160000017A000000010180000000000040", Convert.ToHexString(TpmCommands.ListIndices()));
        Assert.Equal("80010000000E0000016901800003", Convert.ToHexString(TpmCommands.ReadPublic(Index)));
        Assert.Equal("80020000001F000001224000000101800003000000094000000900" + "00000000", Convert.ToHexString(TpmCommands.Undefine(Index)));
    }

    [Fact]
    public async Task Indices_of_others_are_left_out_and_what_was_never_written_is_known()
    {
        var asked = ServeAsync(
            "80010000001F00000000 00 00000001 00000003 01800003 01800004 01C00002",
            "80010000001800000000 000C 01800003 000B 20040004 0000",
            "80010000001800000000 000C 01800004 000B 00040004 0000");
        using var line = new TpmLine($"swtpm:path={Path}");
        Assert.Equal(new Dictionary<uint, bool> { [Index] = true, [Index + 1] = false }, await line.HeldAsync(Cancellation));
        Assert.Equal(3, (await asked).Count);
    }

    [Fact]
    public async Task A_tpm_that_is_busy_is_asked_again_and_one_that_refuses_is_not()
    {
        var asked = ServeAsync("80010000000A00000922", "80010000000A00000908", "80010000000A00000000", "80010000000A0000018B");
        using var line = new TpmLine($"swtpm:path={Path}");
        await line.UndefineAsync(Index, Cancellation);
        var refused = await Assert.ThrowsAsync<DeviceException>(() => line.UndefineAsync(Index, Cancellation));
        Assert.Equal((DeviceCodes.SecretVaultFailed, "secret/vault-failed: the TPM refuses with 0x18b"), (refused.Code, refused.Message));
        Assert.Equal(4, (await asked).Count);
    }

    [Theory]
    [InlineData("8001")]
    [InlineData("80010000000A00000000")]
    [InlineData("80010000001300000000 00 00000001 FFFFFFFF")]
    public async Task An_answer_that_is_cut_off_is_none(string answer)
    {
        _ = ServeAsync(answer);
        using var line = new TpmLine($"swtpm:path={Path}");
        Assert.Equal(DeviceCodes.SecretVaultFailed, (await Assert.ThrowsAsync<DeviceException>(() => line.HeldAsync(Cancellation))).Code);
    }

    [Fact]
    public async Task A_tpm_that_is_not_there_or_reached_in_no_known_way_says_so()
    {
        using var gone = new TpmLine($"swtpm:path={Path}");
        using var unknown = new TpmLine("mssim:host=localhost");
        foreach (var line in new[] { gone, unknown })
            Assert.Equal(DeviceCodes.SecretVaultFailed, (await Assert.ThrowsAsync<DeviceException>(() => line.HeldAsync(Cancellation))).Code);
    }

    /// <summary>Answers one connection after the other; in the end what was asked.</summary>
    private Task<List<byte[]>> ServeAsync(params string[] answers)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path));
        socket.Listen(1);
        return AnswerAsync(socket, answers);
    }

    private static async Task<List<byte[]>> AnswerAsync(Socket socket, string[] answers)
    {
        using var listening = socket;
        var asked = new List<byte[]>();
        foreach (var answer in answers)
        {
            using var line = await listening.AcceptAsync(Cancellation);
            var command = new byte[256];
            asked.Add(command[..await line.ReceiveAsync(command, Cancellation)]);
            await line.SendAsync(Convert.FromHexString(answer.Replace(" ", "", StringComparison.Ordinal)), Cancellation);
        }

        return asked;
    }
}
