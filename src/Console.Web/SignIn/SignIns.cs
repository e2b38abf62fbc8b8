using System.Security.Claims;
using Twofold.Fleet;
using Twofold.Fleet.Operators;
using Twofold.Web.Desk;

namespace Twofold.Web.SignIn;

/// <summary>
/// Signing in and choosing a password. Speaks to the operator's grain as the installation itself: nobody is signed in yet.
/// What was wrong is never told in detail.
/// </summary>
public sealed class SignIns(IFleet fleet, FirstLink first, TimeProvider time)
{
    /// <summary>The scheme of the session's cookie.</summary>
    public const string Scheme = "session";

    /// <summary>A session for the right password, else <c>sign-in/wrong</c>. Unknown and locked accounts cost the same work.</summary>
    public async Task<Answer<ClaimsPrincipal>> SignInAsync(string untrustedName, string untrustedPassword, CancellationToken cancel = default)
    {
        var name = NameOf(untrustedName);
        var account = Refs.IsUserName(name) ? (await fleet.ViewAsync(Refs.Operator(name), cancel)).View : null;
        var hash = account is { Exists: true, Disabled: false } && !IsLocked(account) ? account.PasswordHash : null;
        var right = untrustedPassword.Length <= Passwords.Longest && Passwords.Check(untrustedPassword, hash);
        if (hash is null) return Wrong();
        OperatorCommand noted = right ? new OperatorCommand.SignedIn() : new OperatorCommand.SignInFailed();
        var reply = await fleet.AskAsync(Refs.Operator(name), noted, Actor.System, cancel: cancel);
        return right && reply.Ok ? Answer.Of(Session(name, hash)) : Wrong();
    }

    /// <summary>Whether an invitation's link can still be used.</summary>
    public async Task<bool> FitsAsync(string untrustedName, string untrustedToken, CancellationToken cancel = default) =>
        Refs.IsUserName(untrustedName) && IsOpen((await fleet.ViewAsync(Refs.Operator(untrustedName), cancel)).View, untrustedToken);

    /// <summary>Chooses a password by an invitation's link: <c>sign-in/link</c>, <c>sign-in/short-password</c>.</summary>
    public async Task<Answer<ClaimsPrincipal>> AcceptAsync(
        string untrustedName, string untrustedToken, string password, CancellationToken cancel = default)
    {
        if (!await FitsAsync(untrustedName, untrustedToken, cancel)) return NoLink();
        return Unfit(password) ?? await ChooseAsync(untrustedName, Secret.HashOf(untrustedToken), password, cancel);
    }

    /// <summary>Makes the first owner by the one-time link: <c>sign-in/link</c>, <c>sign-in/bad-name</c>, <c>sign-in/short-password</c>.</summary>
    public async Task<Answer<ClaimsPrincipal>> FirstAsync(
        string untrustedToken, string untrustedName, string password, CancellationToken cancel = default)
    {
        var name = NameOf(untrustedName);
        if (!first.Fits(untrustedToken)) return NoLink();
        if (!Refs.IsUserName(name))
            return Answer.No<ClaimsPrincipal>("sign-in/bad-name", "a user name has 2 to 64 letters, digits, dots, hyphens and underscores");
        if (Unfit(password) is { } unfit) return unfit;
        return first.Take(untrustedToken) is { } hash ? await MakeOwnerAsync(name, hash, password, cancel) : NoLink();
    }

    private async Task<Answer<ClaimsPrincipal>> MakeOwnerAsync(string name, string hash, string password, CancellationToken cancel)
    {
        var invite = new OperatorCommand.Invite(Role.Owner, hash, time.GetUtcNow() + FirstLink.Holds);
        var invited = await fleet.AskAsync(Refs.Operator(name), invite, Actor.System, cancel: cancel);
        var session = invited.Code is { } code
            ? Answer.No<ClaimsPrincipal>(code, invited.Explanation ?? code)
            : await ChooseAsync(name, hash, password, cancel);
        if (!session.Ok) first.GiveBack(hash);
        return session;
    }

    private async Task<Answer<ClaimsPrincipal>> ChooseAsync(string name, string linkHash, string password, CancellationToken cancel)
    {
        var hash = Passwords.Hash(password);
        var reply = await fleet.AskAsync(Refs.Operator(name), new OperatorCommand.Accept(linkHash, hash), Actor.System, cancel: cancel);
        return reply.Code is { } code ? Answer.No<ClaimsPrincipal>(code, reply.Explanation ?? code) : Answer.Of(Session(name, hash));
    }

    private static ClaimsPrincipal Session(string name, string passwordHash) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, name), new Claim(Seat.StampClaim, Secret.StampOf(passwordHash))], Scheme));

    private static string NameOf(string untrustedName) => untrustedName.Trim().ToLowerInvariant();

    private bool IsLocked(OperatorView account) => account.LockedUntil > time.GetUtcNow();

    private bool IsOpen(OperatorView account, string untrustedToken) =>
        account is { LinkHash: { } hash, Disabled: false } && account.LinkExpiresAt > time.GetUtcNow() && Secret.Matches(untrustedToken, hash);

    private static Answer<ClaimsPrincipal>? Unfit(string password) => password.Length is < Passwords.Shortest or > Passwords.Longest
        ? Answer.No<ClaimsPrincipal>("sign-in/short-password", $"a password has {Passwords.Shortest} to {Passwords.Longest} characters")
        : null;

    private static Answer<ClaimsPrincipal> Wrong() => Answer.No<ClaimsPrincipal>(
        "sign-in/wrong", "the user name or the password is wrong, or the account is locked for a while");

    private static Answer<ClaimsPrincipal> NoLink() => Answer.No<ClaimsPrincipal>("sign-in/link", "this link was used already, or it is too old");
}
