namespace Twofold.Fleet.Embedded;

/// <summary>Everything that a host keeps, in one database: what a program opens at its start and closes last.</summary>
public interface IFleetStore
    : IGrainStore, IGrainReader, IFleetIndex, IEventLog, IDocumentStore, IPersonStore, ICheckpointStore, IGrainHistory, IRetention, IStoreHealth, IRestoreMark,
        IAsyncDisposable
{
    /// <summary>Fills every index table again from the grains. Writes wait meanwhile.</summary>
    Task RebuildIndexAsync(CancellationToken cancel);
}
