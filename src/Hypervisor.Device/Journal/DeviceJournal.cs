using System.Collections.Immutable;
using System.Text.Json;
using Twofold.Device.Ports;

namespace Twofold.Device;

/// <summary>
/// The durable state of the agent. A change is on disk before it is seen; a note is not, and may be forgotten. Safe to use from every thread.
/// </summary>
public sealed class DeviceJournal
{
    private readonly IDurableFile _file;
    private readonly Lock _lock = new();

    private DeviceJournal(IDurableFile file, DeviceRecord record) => (_file, Record) = (file, record);

    /// <summary>What the disk holds, and what was noted since.</summary>
    public DeviceRecord Record { get; private set; }

    /// <summary>Opens the journal; an empty one if there never was any.</summary>
    /// <exception cref="DeviceException"><c>journal/unreadable</c>: it is there but cannot be read; nothing is done then.</exception>
    public static DeviceJournal Open(IDurableFile file)
    {
        try
        {
            var bytes = file.Read();
            return new DeviceJournal(file, bytes is null ? DeviceRecord.Empty : Parse(bytes));
        }
        catch (Exception unreadable) when (unreadable is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new DeviceException(JournalCodes.Unreadable, "the journal of this phone cannot be read", unreadable);
        }
    }

    /// <summary>Changes the durable state. Nothing is written when the change gives back what it got.</summary>
    /// <exception cref="DeviceException"><c>journal/unwritable</c></exception>
    public void Change(Func<DeviceRecord, DeviceRecord> change)
    {
        lock (_lock)
        {
            var changed = change(Record);
            if (ReferenceEquals(changed, Record)) return;
            Write(changed);
            Record = changed;
        }
    }

    /// <summary>Changes what is known without waiting for the disk: it goes there with the next change, and a crash before that forgets it.</summary>
    public void Note(Func<DeviceRecord, DeviceRecord> change)
    {
        lock (_lock) Record = change(Record);
    }

    private void Write(DeviceRecord record)
    {
        try
        {
            _file.Write(JsonSerializer.SerializeToUtf8Bytes(record, DeviceRecordJson.Default.DeviceRecord));
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new DeviceException(JournalCodes.Unwritable, "the journal of this phone cannot be written", unwritable);
        }
    }

    private static DeviceRecord Parse(byte[] bytes) =>
        JsonSerializer.Deserialize(bytes, DeviceRecordJson.Default.DeviceRecord) is { Format: DeviceRecord.CurrentFormat } record
            ? record
            : throw new JsonException("not a journal of a known format");
}

/// <summary>Why the journal fails.</summary>
public static class JournalCodes
{
    /// <summary>It is there but cannot be read.</summary>
    public const string Unreadable = "journal/unreadable";

    /// <summary>It cannot be written: the disk is full or read-only.</summary>
    public const string Unwritable = "journal/unwritable";
}
