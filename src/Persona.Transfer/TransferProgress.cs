using System.Runtime.InteropServices;

namespace Twofold.Transfer;

/// <summary>How far a transfer has come.</summary>
/// <param name="DiskBytes">The size of the whole disk.</param>
/// <param name="PassedBytes">How much of the disk is behind it, holes and what needed no transfer included.</param>
/// <param name="SentBytes">What went to the store or came from it, in the form in which it is stored.</param>
/// <param name="SentBlocks">In how many blocks.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TransferProgress(long DiskBytes, long PassedBytes, long SentBytes, int SentBlocks);
