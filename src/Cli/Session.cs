using System.CommandLine;

namespace Twofold.Cli;

/// <summary>One run of one verb. The connection is opened when it is first needed, so that what is wrong with the line shows first.</summary>
sealed class Session(ParseResult line, Screen screen, CancellationToken cancel) : IDisposable
{
    private HttpClient? _http;

    public Screen Screen => screen;

    public CancellationToken Cancel => cancel;

    /// <summary>The server.</summary>
    public ApiClient Api => new(_http ??= Connection.FromEnvironment().Open());

    /// <summary>The value of an option.</summary>
    public T? Get<T>(Option<T> option) => line.GetValue(option);

    /// <summary>The value of an argument that is required.</summary>
    public T Get<T>(Argument<T> argument)
        where T : notnull => line.GetRequiredValue(argument);

    public void Dispose() => _http?.Dispose();
}
