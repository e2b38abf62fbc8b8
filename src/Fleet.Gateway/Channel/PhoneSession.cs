using System.Collections.Immutable;
using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Twofold.Fleet.Phones;
using Twofold.Protocol;

namespace Twofold.Fleet.Gateway;

/// <summary>What every session shares.</summary>
internal sealed record SessionParts(
    IFleet Fleet, SessionDirectory Directory, DesiredRenderer Renderer, FrameTaker Taker, GatewayOptions Options, GatewayCounters Counters,
    TimeProvider Time, ILogger<PhoneSession> Log);

/// <summary>
/// One socket of one phone: a reader that takes one frame after the other, and a writer that sends answers and the newest desired state.
/// Whatever a phone sends, only its own session suffers.
/// </summary>
internal sealed partial class PhoneSession : IDisposable
{
    private const int MaxRefused = 20;
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(3);

    private readonly WebSocket _socket;
    private readonly SessionParts _parts;
    private readonly ILogger _log;
    private readonly FrameReader _reader;
    private readonly FrameBucket _bucket;
    private readonly Outbox _outbox;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionLimit? _limit;
    private readonly string _key;
    private bool _greeted;
    private long _sentVersion;
    private long _sentOrders;
    private ImmutableArray<PhoneNotice> _notices = [];
    private int _refused;

    public PhoneSession(WebSocket socket, PhoneView phone, SessionLimit? limit, SessionParts parts)
    {
        (_socket, _limit, _parts, _log) = (socket, limit, parts, parts.Log);
        (PhoneId, _key) = (phone.PhoneId, phone.PublicKey);
        _reader = new FrameReader(socket);
        _bucket = new FrameBucket(ChannelLimits.FramesPerSecond, parts.Time);
        _outbox = new Outbox(socket, NewestAsync);
    }

    /// <summary>The phone.</summary>
    public string PhoneId { get; }

    /// <summary>Unique per socket.</summary>
    public string Id { get; } = Guid.CreateVersion7().ToString("N");

    /// <summary>Ends when the session has ended and its phone is known to be offline.</summary>
    public Task Left => _left.Task;

    private bool IsStopped => _stopped.Task.IsCompleted;

    /// <summary>The phone's desired state may have changed.</summary>
    public void Refresh() => _outbox.Refresh();

    /// <summary>Closes the session; the phone is told why.</summary>
    public void Stop(Problem? reason)
    {
        _outbox.Close(reason);
        if (_stopped.TrySetResult() && reason is not null) NoteStop(reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _outbox.Dispose();

    /// <summary>Serves the socket until one side ends it.</summary>
    public async Task RunAsync(CancellationToken aborted)
    {
        using var lifetime = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var writing = GuardAsync(() => _outbox.RunAsync(lifetime.Token));
        var reading = GuardAsync(() => ReadAllAsync(lifetime.Token));
        await using (StartTimer()) await Task.WhenAny(reading, writing, _stopped.Task);
        Stop(reason: null);
        // What is queued still goes out, and the phone may answer the close; neither holds the session for long.
        await Task.WhenAny(Task.WhenAll(reading, writing), Task.Delay(CloseWithin, _parts.Time, aborted));
        await lifetime.CancelAsync();
        _socket.Abort();
        await Task.WhenAll(reading, writing);
        await LeaveAsync();
        _left.SetResult();
    }

    private ITimer StartTimer() => _parts.Time.CreateTimer(_ => StopIfSilent(), null, _parts.Options.HelloWithin, Timeout.InfiniteTimeSpan);

    private void StopIfSilent()
    {
        if (!_greeted) Stop(new Problem("channel/hello-late", "a phone says hello within seconds"));
    }

    private async Task ReadAllAsync(CancellationToken cancel)
    {
        while (true)
        {
            var incoming = await _reader.ReadAsync(cancel);
            if (incoming.Closed) return;
            // After the end has begun, frames are only read to find the phone's own close.
            if (IsStopped) continue;
            if (incoming.Ends is { } reason) Stop(reason);
            else await TakeAsync(incoming.Frame!, cancel);
        }
    }

    private async Task TakeAsync(Parsed<PhoneFrame> frame, CancellationToken cancel)
    {
        _parts.Counters.FrameRead();
        var wait = _bucket.Take();
        if (wait > TimeSpan.Zero) await Task.Delay(wait, _parts.Time, cancel);
        if (!frame.IsRead) Refuse(frame.Problem);
        else if (frame.Value is PhoneFrame.Hello hello) await GreetAsync(hello, cancel);
        else if (!_greeted) Stop(new Problem("channel/hello-first", "the first frame on a socket is a hello"));
        else await ReportAsync(frame.Value, cancel);
    }

    private async Task GreetAsync(PhoneFrame.Hello hello, CancellationToken cancel)
    {
        if (_greeted) Refuse(new Problem("channel/hello-again", "a phone says hello once on a socket"));
        else if (Objection(hello) is { } objection) Stop(objection);
        else await EnterAsync(hello, Versions.Negotiate(hello.Protocols)!.Value, cancel);
    }

    private Problem? Objection(PhoneFrame.Hello hello)
    {
        if (Versions.Negotiate(hello.Protocols) is null)
            return new Problem("channel/no-common-version", $"the server speaks version {ChannelLimits.Protocol} of the protocol");
        return Protocol.PhoneId.From(hello.Hardware) == PhoneId
            ? null
            : new Problem("channel/other-hardware", "the certificate is one of other hardware; enrol again");
    }

    private async Task EnterAsync(PhoneFrame.Hello hello, int version, CancellationToken cancel)
    {
        (_greeted, _sentVersion) = (true, hello.AppliedVersion);
        _parts.Directory.Enter(this);
        _parts.Counters.SessionOpened();
        var connected = new PhoneCommand.Connected(
            Id, hello.Agent, hello.Hypervisor, version, hello.Settings, hello.AppliedVersion, OrdersOnly: _limit is { IsContact: false },
            hello.OrdersVersion);
        if (await _parts.Taker.SendAsync(PhoneId, connected, cancel) is { } refusal) Stop(refusal);
        else await WelcomeAsync(version, cancel);
    }

    private async Task WelcomeAsync(int version, CancellationToken cancel)
    {
        _outbox.Open(new ServerFrame.Welcome(version, _limit is { IsContact: false } ? DateTimeOffset.UnixEpoch : _parts.Time.GetUtcNow()));
        if (_limit is not null) await MarkAsync(_limit, cancel);
        var phone = (await _parts.Fleet.ViewAsync(Phones.Phones.Id(PhoneId), cancel)).View;
        if (phone.HasForgotten) Answer(new ServerFrame.Refused(FrameCodes.Restored, "the server was restored from a backup; send the receipts again"));
    }

    // People see it on the phone's page; the phone itself may now only take orders and report on them.
    private async Task MarkAsync(SessionLimit limit, CancellationToken cancel)
    {
        _parts.Counters.Refused(limit.Code);
        await _parts.Taker.SendAsync(PhoneId, new PhoneCommand.Complained(limit.Code, limit.Explanation, Version: null), cancel);
    }

    private async Task ReportAsync(PhoneFrame frame, CancellationToken cancel)
    {
        if (_limit is not null && frame is PhoneFrame.Observed or PhoneFrame.Received)
        {
            Refuse(new Problem(_limit.Code, _limit.Remedy));
            return;
        }

        var answer = await _parts.Taker.TakeAsync(PhoneId, frame, cancel);
        // A report that could not be taken must come again, and it does after the next hello.
        if (answer is ServerFrame.Refused { Code: "fleet/busy" } busy) Stop(new Problem(busy.Code, busy.Explanation));
        else if (answer is ServerFrame.Refused refused) Refuse(new Problem(refused.Code, refused.Explanation));
        else if (answer is not null) Answer(answer);
    }

    private void Refuse(Problem problem)
    {
        _parts.Counters.Refused(problem.Code);
        if (++_refused == 1) LogFirstRefusal(PhoneId, problem.Code);
        if (_refused < MaxRefused) Answer(new ServerFrame.Refused(problem.Code, problem.Message));
        else Stop(new Problem("channel/too-many-refused", $"{MaxRefused} frames were refused, the last with {problem.Code}"));
    }

    private void Answer(ServerFrame frame)
    {
        if (!_outbox.TryQueue(frame)) Stop(new Problem("channel/queue-full", "the phone does not read its answers"));
    }

    private async Task<ServerFrame?> NewestAsync(CancellationToken cancel)
    {
        var phone = (await _parts.Fleet.ViewAsync(Phones.Phones.Id(PhoneId), cancel)).View;
        if (phone.PublicKey != _key) Stop(PhoneIdentity.Unknown());
        if (phone.Barred is { } bar && _limit is not { IsContact: false }) Stop(SessionLimit.Of(bar).Problem);
        if (IsStopped) return null;
        TellNotices(phone);
        if (phone.Conflict || phone.Desired.Version == _sentVersion) return null;
        var frame = _limit is not null ? _parts.Renderer.Orders(phone) : await _parts.Renderer.RenderAsync(phone, cancel);
        return IsNews(frame, phone.Desired.Version) ? frame : null;
    }

    // Each set of notices once; a phone that only gets orders is told nothing else.
    private void TellNotices(PhoneView phone)
    {
        if (_limit is not null || phone.Session != Id || !NoticesOf.AreShownBy(phone)) return;
        var notices = NoticesOf.Phone(phone);
        if (notices.SequenceEqual(_notices)) return;
        _notices = notices;
        Answer(new ServerFrame.Notices(notices));
    }

    // Orders that went out alone, because the rest could not, go out once; the rest is tried again at each look.
    private bool IsNews(ServerFrame frame, long version)
    {
        if (frame is ServerFrame.Desired) _sentVersion = version;
        else if (_sentOrders == version) return false;
        _sentOrders = version;
        _parts.Counters.Pushed();
        return true;
    }

    private async Task LeaveAsync()
    {
        if (!_greeted) return;
        _parts.Counters.SessionClosed();
        await GuardAsync(() => _parts.Taker.SendAsync(PhoneId, new PhoneCommand.Disconnected(Id), CancellationToken.None));
        // Last, so that whoever stops the server finds every session whose end is not recorded yet.
        _parts.Directory.Leave(this);
    }

    private async Task GuardAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or IOException)
        {
            // The socket is gone, which is how most sessions end.
        }
        catch (Exception fault)
        {
            LogBroken(fault, PhoneId);
            Stop(new Problem("channel/internal", "the server failed; try again later"));
        }
    }

    private void NoteStop(Problem reason)
    {
        _parts.Counters.Refused(reason.Code);
        LogStopped(PhoneId, reason.Code);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "phone {Phone}: first refused frame of this session: {Code}")]
    private partial void LogFirstRefusal(string phone, string code);

    [LoggerMessage(Level = LogLevel.Information, Message = "phone {Phone}: session closed: {Code}")]
    private partial void LogStopped(string phone, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "phone {Phone}: session broke")]
    private partial void LogBroken(Exception fault, string phone);
}
