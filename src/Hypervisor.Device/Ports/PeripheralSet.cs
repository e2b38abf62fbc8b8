namespace Twofold.Device.Ports;

/// <summary>A piece of the phone's hardware that VMs share.</summary>
public enum Peripheral
{
    /// <summary>The cameras.</summary>
    Camera,

    /// <summary>The microphones.</summary>
    Microphone,

    /// <summary>Where the phone is.</summary>
    Location,

    /// <summary>Motion, light and body sensors.</summary>
    Sensors,

    /// <summary>The NFC reader.</summary>
    Nfc,

    /// <summary>The Bluetooth radio.</summary>
    Bluetooth,
}

/// <summary>How much of a peripheral a VM is handed, ordered from the strictest.</summary>
public enum PeripheralAccess
{
    /// <summary>No device of it exists in the VM.</summary>
    Blocked,

    /// <summary>A device that gives less: a place to about the town, only the sound of Bluetooth.</summary>
    Limited,

    /// <summary>A device that gives what the phone has.</summary>
    Full,
}

/// <summary>How much of each peripheral a VM is handed; by default nothing of any.</summary>
public readonly record struct PeripheralSet
{
    private const int BitsOfEach = 2;
    private const int Mask = (1 << BitsOfEach) - 1;
    private readonly int _bits;

    private PeripheralSet(int bits) => _bits = bits;

    /// <summary>Every peripheral.</summary>
    public static IReadOnlyList<Peripheral> Kinds { get; } = Enum.GetValues<Peripheral>();

    /// <summary>All of every peripheral.</summary>
    public static PeripheralSet Everything { get; } =
        Kinds.Aggregate(default(PeripheralSet), (set, kind) => set.With(kind, PeripheralAccess.Full));

    /// <summary>How much of one.</summary>
    public PeripheralAccess this[Peripheral kind] => (PeripheralAccess)(_bits >> (int)kind * BitsOfEach & Mask);

    /// <summary>The set with another measure of one.</summary>
    public PeripheralSet With(Peripheral kind, PeripheralAccess access) =>
        new(_bits & ~(Mask << (int)kind * BitsOfEach) | (int)access << (int)kind * BitsOfEach);

    /// <summary>Whether anything is handed out that the other does not hand out, or more of it.</summary>
    public bool Exceeds(PeripheralSet other)
    {
        var own = this;
        return Kinds.Any(kind => own[kind] > other[kind]);
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var own = this;
        return string.Join(' ', Kinds.Select(kind => $"{kind}={own[kind]}"));
    }
}
