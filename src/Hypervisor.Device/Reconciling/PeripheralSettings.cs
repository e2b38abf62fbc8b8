using Twofold.Device.Ports;
using Twofold.Policies;

namespace Twofold.Device;

/// <summary>Which setting rules which peripheral. All of them speak in words, the strictest first: the first blocks, the last hands over all.</summary>
internal static class PeripheralSettings
{
    /// <summary>Every peripheral with its setting.</summary>
    public static IReadOnlyList<(Peripheral Kind, Setting Setting)> All { get; } =
    [
        (Peripheral.Camera, CameraAccess.Instance),
        (Peripheral.Microphone, MicrophoneAccess.Instance),
        (Peripheral.Location, LocationAccess.Instance),
        (Peripheral.Sensors, SensorsAccess.Instance),
        (Peripheral.Nfc, NfcAccess.Instance),
        (Peripheral.Bluetooth, BluetoothAccess.Instance),
    ];

    /// <summary>What policy allows.</summary>
    /// <param name="text">The text that holds for a setting.</param>
    public static PeripheralSet Read(Func<Setting, string> text) =>
        All.Aggregate(default(PeripheralSet), (set, ruled) => set.With(ruled.Kind, Measure(ruled.Setting, text(ruled.Setting))));

    /// <summary>The text for a measure of a peripheral.</summary>
    public static string Text(Setting setting, PeripheralAccess access) => access switch
    {
        PeripheralAccess.Blocked => setting.Choices[0],
        PeripheralAccess.Full => setting.Choices[^1],
        _ => setting.Choices[1],
    };

    private static PeripheralAccess Measure(Setting setting, string text)
    {
        var place = setting.Choices.ToList().IndexOf(text);
        return place <= 0 ? PeripheralAccess.Blocked
            : place == setting.Choices.Count - 1 ? PeripheralAccess.Full : PeripheralAccess.Limited;
    }
}
