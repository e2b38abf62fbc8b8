using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.EndToEnd.Tests.World;
using Twofold.Fleet.Phones;
using Twofold.Protocol;
using Twofold.Web.Composition;
using Twofold.Web.Desk;

namespace Twofold.Crash.Tests;

/// <summary>A data folder with an owner, a token and some phones, made by the console itself and closed again.</summary>
/// <param name="Token">A service token that may do what the load does.</param>
/// <param name="Phones">The ids of the phones, each with a work VM.</param>
internal sealed record SeededFolder(string Token, ImmutableArray<string> Phones)
{
    private static readonly string[] Rights =
        [Capability.FleetRead, Capability.VmLifecycle, Capability.PhoneEnrol, Capability.AuditRead, Capability.Wipe];

    /// <summary>Makes one.</summary>
    public static async Task<SeededFolder> MakeAsync(string data, int phones)
    {
        var options = new ConsoleOptions { Data = data, Listen = new("http", "127.0.0.1", 0), Gateway = new("https", "127.0.0.1", 0), Budget = 1000 };
        await using var server = await ConsoleServer.StartAsync(options);
        var fleet = server.Services.GetRequiredService<IFleet>();
        var token = await TokenAsync(server, fleet);
        return new SeededFolder(token, [.. await Task.WhenAll(Enumerable.Range(0, phones).Select(n => EnrolAsync(fleet, n)))]);
    }

    private static async Task<string> TokenAsync(ConsoleServer server, IFleet fleet)
    {
        var (link, hash) = (Secret.HashOf(Secret.New()), "hash-of-ada");
        await fleet.AskAsync(Refs.Operator("ada"), new OperatorCommand.Invite(Role.Owner, link, DateTimeOffset.UtcNow.AddDays(1)), Actor.System);
        await fleet.AskAsync(Refs.Operator("ada"), new OperatorCommand.Accept(link, hash), Actor.System);
        using var scope = server.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<Seat>().Take(new Caller(ActorKind.Person, "ada", Secret.StampOf(hash)));
        var issued = await scope.ServiceProvider.GetRequiredService<FleetDesk>().Tokens.IssueAsync("crash", [.. Rights]);
        return issued.Value?.Text ?? throw new InvalidOperationException(issued.Refusal!.Message);
    }

    private static async Task<string> EnrolAsync(IFleet fleet, int number)
    {
        var phone = PhoneId.From($"crash hardware {number}");
        var enrol = new PhoneCommand.Enrol(
            "enrolment", $"crash hardware {number}", $"phone {number}", "ada", ImmutableSortedDictionary<string, string>.Empty, "a2V5", new string('a', 64),
            [new("work", VmOwner.Organisation), new("personal", VmOwner.Personal)]);
        await fleet.AskAsync(Refs.Phone(phone), enrol, Actor.System);
        await Eventually.TrueAsync(
            async () => (await fleet.ViewAsync(Refs.Phone(phone))).View.Desired.Vms.Length > 0, TimeSpan.FromMinutes(1), () => $"phone {number} never had its VMs");
        return phone;
    }
}
