using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Twofold.Fleet;
using Twofold.Web.Desk;

namespace Twofold.Web.SignIn;

/// <summary>
/// What a person shows to the API: <c>tp_</c> and hexadecimal digits, for a quarter of an hour, tied to the password it began with. It is
/// kept nowhere; whatever ends a session at the console ends it too. A person decides on holds with it, which no service token can.
/// </summary>
public sealed class PersonTokens(IDataProtectionProvider protection)
{
    /// <summary>How long it holds.</summary>
    public static readonly TimeSpan Holds = TimeSpan.FromMinutes(15);

    /// <summary>How it begins.</summary>
    public const string Prefix = "tp_";

    private const int Longest = 2048;

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("twofold.person-token").ToTimeLimitedDataProtector();

    /// <summary>A token for the person of a session. It is a secret: never log it.</summary>
    public string Issue(Caller person) => Prefix + Convert.ToHexStringLower(
        _protector.Protect(Encoding.UTF8.GetBytes($"{person.Stamp}:{person.Id}"), Holds));

    /// <summary>The person who was given it, or null. Whether they may still act is asked of their grain each time.</summary>
    public Caller? Read(string untrustedToken)
    {
        if (untrustedToken.Length > Longest || !untrustedToken.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        try
        {
            var text = Encoding.UTF8.GetString(_protector.Unprotect(Convert.FromHexString(untrustedToken[Prefix.Length..])));
            return text.Split(':', 2) is [var stamp, var name] ? new Caller(ActorKind.Person, name, stamp) : null;
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
