using System.Collections.Immutable;
using Npgsql;

namespace Twofold.Fleet.Embedded;

/// <summary>Something to write, and whom to answer. It may be tried more than once; it is answered once.</summary>
internal abstract class PostgresWrite
{
    private readonly TaskCompletionSource<bool> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PostgresWrite()
    {
    }

    /// <summary>Done when the write is durable; false when the version did not match.</summary>
    public Task<bool> Answer => _answer.Task;

    public void Done() => _answer.TrySetResult(Result);

    public void Fail(Exception error) => _answer.TrySetException(error);

    private protected virtual bool Result => true;

    /// <summary>A turn's write.</summary>
    public sealed class Save : PostgresWrite
    {
        /// <exception cref="IndexException">A row does not fit its table; nothing is written.</exception>
        public Save(GrainWrite write, IndexSchemas schemas)
        {
            Write = write;
            Index = [.. write.Index.Select(change => PostgresIndexRow.Of(schemas, write.Grain.Id.Key, change))];
        }

        public GrainWrite Write { get; }

        public ImmutableArray<PostgresIndexRow> Index { get; }

        public GrainId Id => Write.Grain.Id;

        public bool NamesPersons => !Write.Persons.IsEmpty;

        public bool Saved { get; set; }

        private protected override bool Result => Saved;
    }

    /// <summary>Commands that do nothing when they are repeated. The answer is whether the first of them changed a row.</summary>
    public sealed class Commands(params ImmutableArray<NpgsqlBatchCommand> list) : PostgresWrite
    {
        private ImmutableArray<NpgsqlBatchCommand> _done = [];

        private protected override bool Result => _done[0].RecordsAffected > 0;

        /// <summary>The commands for one more attempt: a command belongs to one batch.</summary>
        public ImmutableArray<NpgsqlBatchCommand> Again() => _done = [.. list.Select(Copy)];

        private static NpgsqlBatchCommand Copy(NpgsqlBatchCommand command)
        {
            var copy = new NpgsqlBatchCommand(command.CommandText);
            foreach (NpgsqlParameter parameter in command.Parameters) copy.Parameters.Add(parameter.Clone());
            return copy;
        }
    }

    /// <summary>Work that has a transaction to itself.</summary>
    public sealed class Alone(Func<NpgsqlConnection, Task> work) : PostgresWrite
    {
        public Task RunAsync(NpgsqlConnection connection) => work(connection);
    }
}
