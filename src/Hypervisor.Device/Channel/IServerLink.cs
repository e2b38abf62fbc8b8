using System.Threading.Channels;
using Twofold.Protocol;

namespace Twofold.Device;

/// <summary>The line to the server. It dials by itself, again and again, until it is told to end.</summary>
public interface IServerLink
{
    /// <summary>What happens on the line, in order; at most <see cref="ChannelLimits.MaxQueue"/> wait, then the socket is read no further.</summary>
    ChannelReader<LinkEvent> Events { get; }

    /// <summary>Dials until cancelled.</summary>
    /// <param name="hello">What to say first on each new socket.</param>
    Task RunAsync(Func<PhoneFrame.Hello> hello, CancellationToken cancellation);

    /// <summary>Puts a frame into the queue; without a socket it is dropped, because the agent says everything again after a hello.</summary>
    void Send(PhoneFrame frame);
}

/// <summary>What happens on the line to the server.</summary>
public abstract record LinkEvent
{
    private LinkEvent()
    {
    }

    /// <summary>The server answered the hello.</summary>
    public sealed record Up(ServerFrame.Welcome Welcome) : LinkEvent;

    /// <summary>The socket closed.</summary>
    /// <param name="Code">Why, for the log.</param>
    public sealed record Down(string Code) : LinkEvent;

    /// <summary>The server said something.</summary>
    public sealed record Said(ServerFrame Frame) : LinkEvent;

    /// <summary>The server said something that cannot be read.</summary>
    /// <param name="UntrustedOrders">The signed orders, if at least they could be taken out of it.</param>
    public sealed record Unreadable(Problem Problem, string? UntrustedOrders) : LinkEvent;
}
