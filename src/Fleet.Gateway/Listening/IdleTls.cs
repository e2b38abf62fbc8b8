using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Twofold.Fleet.Gateway;

/// <summary>
/// Lets OpenSSL give back the two buffers of a TLS connection while nothing passes over it, some 33 KiB for each phone that is connected and
/// quiet. .NET has no option for it; OpenSSL tells whoever asked of every context that is made, and each connection takes the mode of its
/// context. Where OpenSSL 3 is not what does TLS, nothing changes but the memory.
/// </summary>
internal static unsafe partial class IdleTls
{
    // CRYPTO_EX_INDEX_SSL_CTX, SSL_CTRL_MODE and SSL_MODE_RELEASE_BUFFERS of OpenSSL's public headers.
    private const int Contexts = 1;
    private const int Mode = 33;
    private const int ReleaseBuffers = 0x10;

    private static readonly Lazy<bool> Asked = new(Ask);
    private static int _released;

    /// <summary>How many contexts were made that give back their buffers.</summary>
    public static int Released => Volatile.Read(ref _released);

    /// <summary>From now on every context that this process makes does so. False where there is no OpenSSL 3.</summary>
    public static bool GiveBackBuffers() => Asked.Value;

    private static bool Ask() =>
        NativeLibrary.TryLoad("libssl.so.3", out _) && OnNew(Contexts, new CLong(0), 0, &Made, 0, 0) >= 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Made(nint context, nint value, nint values, int index, CLong number, nint argument)
    {
        var mode = Control(context, Mode, new CLong(ReleaseBuffers), 0).Value;
        if ((mode & ReleaseBuffers) != 0) Interlocked.Increment(ref _released);
    }

    [LibraryImport("libcrypto.so.3", EntryPoint = "CRYPTO_get_ex_new_index")]
    private static partial int OnNew(
        int kind, CLong number, nint argument, delegate* unmanaged[Cdecl]<nint, nint, nint, int, CLong, nint, void> made, nint copied, nint freed);

    [LibraryImport("libssl.so.3", EntryPoint = "SSL_CTX_ctrl")]
    private static partial CLong Control(nint context, int what, CLong value, nint argument);
}
