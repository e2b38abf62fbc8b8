using System.Buffers.Binary;
using Twofold.Device.Ports;

namespace Twofold.Device.Drivers.Qemu;

/// <summary>A few commands of a TPM 2.0 as bytes (TCG TPM 2.0 Library, parts 2 and 3), for an owner without a password.</summary>
internal static class TpmCommands
{
    /// <summary>The code of an answer that is none of a refusal.</summary>
    public const uint Done = 0;

    /// <summary>Tag, length and code.</summary>
    public const int HeaderLength = 10;

    /// <summary>Bytes of the longest answer to these commands.</summary>
    public const int LongestAnswer = 4096;

    private const ushort NoSessions = 0x8001;
    private const ushort Sessions = 0x8002;
    private const uint GetCapability = 0x17A;
    private const uint NvReadPublic = 0x169;
    private const uint NvUndefineSpace = 0x122;
    private const uint Handles = 1;
    private const uint Owner = 0x40000001;
    private const uint WrittenAttribute = 1u << 29;

    // TPM_RS_PW: a session that is a password, here the empty one.
    private static readonly byte[] NoPassword = [0, 0, 0, 9, 0x40, 0, 0, 9, 0, 0, 0, 0, 0];

    /// <summary>Asks for the owner's indices.</summary>
    public static byte[] ListIndices() => Command(NoSessions, GetCapability, Number(Handles), Number(SecretTable.First), Number(SecretTable.Room));

    /// <summary>The owner's indices that the answer to <see cref="ListIndices"/> names.</summary>
    public static IEnumerable<uint> IndicesIn(byte[] answer)
    {
        const int count = HeaderLength + 1 + sizeof(uint);
        for (var at = count + sizeof(uint); at < count + sizeof(uint) + (4L * Number(answer, count)); at += sizeof(uint))
            if (Number(answer, at) is var index && index - SecretTable.First < SecretTable.Room) yield return index;
    }

    /// <summary>Asks what an index is.</summary>
    public static byte[] ReadPublic(uint index) => Command(NoSessions, NvReadPublic, Number(index));

    /// <summary>Whether the answer to <see cref="ReadPublic"/> is that of an index that was written.</summary>
    public static bool IsWritten(byte[] answer) => (Number(answer, HeaderLength + 2 + sizeof(uint) + 2) & WrittenAttribute) != 0;

    /// <summary>Removes an index.</summary>
    public static byte[] Undefine(uint index) => Command(Sessions, NvUndefineSpace, Number(Owner), Number(index), NoPassword);

    /// <summary>The code of an answer.</summary>
    public static uint Code(byte[] answer) => Number(answer, 2 + sizeof(uint));

    /// <summary>The whole length that an answer's header says.</summary>
    public static int Length(byte[] answer) => (int)Math.Min(Number(answer, 2), int.MaxValue);

    /// <summary>Whether the TPM will do it if it is asked again: it yielded, tests itself, or spares its memory.</summary>
    public static bool IsBusy(uint code) => code is 0x908 or 0x90A or 0x920 or 0x922;

    private static byte[] Command(ushort tag, uint code, params byte[][] parts)
    {
        var bytes = new byte[HeaderLength + parts.Sum(part => part.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, tag);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(6), code);
        var at = HeaderLength;
        foreach (var part in parts)
        {
            part.CopyTo(bytes, at);
            at += part.Length;
        }

        return bytes;
    }

    private static byte[] Number(uint number)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return bytes;
    }

    // What a TPM says is read within its answer, whatever lengths it names.
    private static uint Number(byte[] answer, int at) => at + sizeof(uint) <= answer.Length
        ? BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(at))
        : throw new DeviceException(DeviceCodes.SecretVaultFailed, "the TPM's answer is cut off");
}
