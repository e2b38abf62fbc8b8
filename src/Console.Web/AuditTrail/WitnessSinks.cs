using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Twofold.Fleet;

namespace Twofold.Web.AuditTrail;

/// <summary>Somewhere beyond this server's reach where checkpoints are kept.</summary>
public interface IWitnessSink
{
    /// <summary>Its name, stable: how far it is is kept under it.</summary>
    string Name { get; }

    /// <summary>Takes a checkpoint; when it returns, the witness has it. The same one may come again.</summary>
    Task TakeAsync(StoredCheckpoint checkpoint, CancellationToken cancel);
}

/// <summary>A file that is only added to: one signed checkpoint a line. It belongs on a disk that this server cannot rewrite.</summary>
public sealed class FileWitness(string path) : IWitnessSink
{
    /// <inheritdoc/>
    public string Name => "file";

    /// <inheritdoc/>
    public async Task TakeAsync(StoredCheckpoint checkpoint, CancellationToken cancel)
    {
        var begin = BrokeOff() ? "\n" : "";
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(Encoding.ASCII.GetBytes($"{begin}{checkpoint.Jws}\n"), cancel);
        file.Flush(flushToDisk: true);
    }

    // A line that broke off when the server died stays: the file is only added to. Who reads it knows it by the whole one after it.
    private bool BrokeOff()
    {
        if (!File.Exists(path)) return false;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length == 0) return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }
}

/// <summary>
/// An address that is sent each checkpoint by POST: the body is the signed text, <c>Twofold-Checkpoint</c> its number, and
/// <c>Twofold-Signature</c> <c>sha256=</c> and the HMAC of the body under the shared secret in hex, when there is one. Any 2xx takes it.
/// </summary>
public sealed class WebhookWitness(HttpClient http, Uri url, byte[]? secret) : IWitnessSink
{
    /// <summary>How long one attempt may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "url";

    /// <inheritdoc/>
    public async Task TakeAsync(StoredCheckpoint checkpoint, CancellationToken cancel)
    {
        var body = Encoding.ASCII.GetBytes(checkpoint.Jws);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/jose");
        request.Headers.Add("Twofold-Checkpoint", checkpoint.Number.ToString(CultureInfo.InvariantCulture));
        if (secret is not null) request.Headers.Add("Twofold-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(secret, body))}");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        answer.EnsureSuccessStatusCode();
    }
}
