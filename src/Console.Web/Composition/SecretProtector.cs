using Microsoft.AspNetCore.DataProtection;
using Twofold.Fleet.Gateway;

namespace Twofold.Web.Composition;

/// <summary>Keeps the gateway's private keys under Data Protection.</summary>
sealed class SecretProtector(IDataProtectionProvider protection) : ISecretProtector
{
    private readonly IDataProtector _protector = protection.CreateProtector("twofold.trust.v1");

    public byte[] Protect(byte[] secret) => _protector.Protect(secret);

    public byte[] Unprotect(byte[] kept) => _protector.Unprotect(kept);
}
