namespace Twofold.Device.Ports;

/// <summary>Kinds of USB devices, by the class of their interface.</summary>
[Flags]
public enum UsbKinds
{
    /// <summary>No device.</summary>
    None = 0,

    /// <summary>Headsets and sound cards (class 01).</summary>
    Audio = 1,

    /// <summary>Keyboards, mice and the like (class 03).</summary>
    Hid = 2,

    /// <summary>Printers (class 07).</summary>
    Printer = 4,

    /// <summary>Mass storage (class 08).</summary>
    Storage = 8,

    /// <summary>Network adapters (class 02).</summary>
    Network = 16,

    /// <summary>Whatever else there is.</summary>
    Other = 32,

    /// <summary>Every kind.</summary>
    All = Audio | Hid | Printer | Storage | Network | Other,
}
