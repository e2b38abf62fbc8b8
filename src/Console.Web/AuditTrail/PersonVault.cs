using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Twofold.Fleet;

namespace Twofold.Web.AuditTrail;

/// <summary>Keeps the keys of persons under Data Protection.</summary>
sealed class PersonVault(IDataProtectionProvider protection) : IPersonVault
{
    private readonly IDataProtector _protector = protection.CreateProtector("twofold.persons.v1");

    public byte[] Protect(byte[] key) => _protector.Protect(key);

    public byte[] Unprotect(byte[] kept) => _protector.Unprotect(kept);

    public byte[] Random(int bytes) => RandomNumberGenerator.GetBytes(bytes);
}
