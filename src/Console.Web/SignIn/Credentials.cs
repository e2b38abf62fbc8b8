namespace Twofold.Web.SignIn;

/// <summary>What a sign-in form posts, untrusted.</summary>
sealed class Credentials
{
    public string? Name { get; set; }

    public string? Password { get; set; }

    public string? Repeated { get; set; }
}
