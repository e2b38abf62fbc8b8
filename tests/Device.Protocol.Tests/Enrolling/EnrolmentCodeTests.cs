namespace Twofold.Protocol.Tests.Enrolling;

public sealed class EnrolmentCodeTests
{
    private static readonly EnrolmentToken Token = EnrolmentToken.From(new byte[10], new byte[32]);
    private static readonly string Print = Digest.Of("root"u8);
    private static readonly string Good = new EnrolmentCode(new("https://fleet.example:8443/"), Token.Text(), Print).Text();

    [Theory]
    [InlineData("https://fleet.example:8443/")]
    [InlineData("https://127.0.0.1:5443/")]
    [InlineData("https://[::1]:5443/")]
    [InlineData("https://fleet.example/")]
    public void A_code_survives_being_written_and_read(string server)
    {
        var code = new EnrolmentCode(new(server), Token.Text(), Print);
        Assert.Equal(code, EnrolmentCode.Parse(code.Text()).Value);
    }

    [Fact]
    public void A_code_is_short_enough_to_scan() => Assert.InRange(Good.Length, 1, 200);

    [Fact]
    public void Anything_else_is_refused()
    {
        string?[] bad =
        [
            null, "", "twofold:1:", Good + " ", " " + Good, Good + "path", Good + "?q=1", Good + "#f", Good[..^1],
            Good.Replace("https", "http", StringComparison.Ordinal), Good.Replace("//", "//user@", StringComparison.Ordinal),
            Good.Replace("twofold:1", "twofold:2", StringComparison.Ordinal), Good.Replace(Print, Print.ToUpperInvariant(), StringComparison.Ordinal),
            Good.Replace("fleet.example", "FLEET.example", StringComparison.Ordinal), Good.Replace(Token.Secret, "short", StringComparison.Ordinal),
            Good + new string('a', EnrolmentCode.MaxLength),
        ];
        Assert.All(bad, text => Assert.Equal("enrolment/bad-code", EnrolmentCode.Parse(text).Problem?.Code));
    }

    [Fact]
    public void The_secret_is_in_no_text_that_a_log_would_take()
    {
        var code = EnrolmentCode.Parse(Good).Value!;
        var request = new EnrolRequest(Token.Text(), "csr", "hardware", []);
        Assert.DoesNotContain(Token.Secret, $"{code} {Token} {request} {EnrolmentCode.Parse(Good + "x").Problem}", StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_right_secret_has_the_hash()
    {
        var other = EnrolmentToken.From(new byte[10], Enumerable.Repeat((byte)1, 32).ToArray());
        Assert.True(Token.Has(Token.SecretHash()));
        Assert.False(other.Has(Token.SecretHash()));
        Assert.False(Token.Has(""));
    }

    [Fact]
    public void The_same_hardware_is_the_same_phone()
    {
        Assert.Equal(PhoneId.From("hardware-1"), PhoneId.From("hardware-1"));
        Assert.NotEqual(PhoneId.From("hardware-1"), PhoneId.From("hardware-2"));
        Assert.True(PhoneId.IsOne(PhoneId.From("hardware-1")));
        Assert.False(PhoneId.IsOne("hardware-1"));
    }
}
