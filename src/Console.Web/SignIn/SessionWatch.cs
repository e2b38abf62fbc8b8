using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Twofold.Fleet;
using Twofold.Web.Desk;

namespace Twofold.Web.SignIn;

/// <summary>
/// Ends the sessions of open circuits whose account was disabled, so that pages show it by themselves. What may be done does not wait
/// for it: the desk looks at each action.
/// </summary>
sealed class SessionWatch(ILoggerFactory logs, Callers callers) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken cancel)
    {
        try
        {
            return await callers.ActorAsync(Seat.PersonOf(state.User), cancel) is not null;
        }
        catch (FleetBusyException)
        {
            // Nobody is signed out because the host has much to do, or is on its way to stop; the next look is soon.
            return true;
        }
    }
}
