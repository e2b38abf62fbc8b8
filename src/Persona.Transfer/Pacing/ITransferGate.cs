namespace Twofold.Transfer;

/// <summary>Says when a transfer may go on. It is asked before each block.</summary>
public interface ITransferGate
{
    /// <summary>Returns at once while the transfer may go on, and waits while it may not.</summary>
    ValueTask PassAsync(CancellationToken cancel);
}
