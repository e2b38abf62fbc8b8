using System.Text;

namespace Twofold.Device.Tests.Local;

/// <summary>What the phone's own page takes for a request.</summary>
public sealed class LocalRequestTests
{
    [Fact]
    public void A_request_is_read_with_its_query_headers_and_form()
    {
        var head = Read("POST /s/abc/consent?said=a+b%21 HTTP/1.1\r\nHost: 127.0.0.1:1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 27")!;
        var request = head.WithForm("answer=give&slot=work%2D1+x"u8)!;
        Assert.Equal(("POST", "/s/abc/consent", "a b!", "127.0.0.1:1", 27), (request.Method, request.Path, request.Query["said"], request.Header("host"), request.BodyLength()));
        Assert.Equal(("give", "work-1 x"), (request.Form["answer"], request.Form["slot"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /")]
    [InlineData("GET / HTTP/1.0")]
    [InlineData("GET  / HTTP/1.1")]
    [InlineData("PUT / HTTP/1.1")]
    [InlineData("GET http://elsewhere/ HTTP/1.1")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nhost: b")]
    [InlineData("GET / HTTP/1.1\r\nHost : a")]
    [InlineData("GET / HTTP/1.1\r\n folded: a")]
    [InlineData("GET / HTTP/1.1\r\nno colon")]
    [InlineData("GET / HTTP/1.1\r\nTransfer-Encoding: chunked")]
    [InlineData("GET / HTTP/1.1\r\nHost: \u00e9")]
    [InlineData("GET / HTTP/1.1\r\nHost: \0")]
    [InlineData("GET /?a=1&a=2 HTTP/1.1")]
    [InlineData("GET /?a HTTP/1.1")]
    public void What_could_be_read_in_two_ways_or_is_none_is_no_request(string head) => Assert.Null(Read(head));

    [Theory]
    [InlineData("4097")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999")]
    public void A_body_of_no_length_or_too_long_is_none(string length) =>
        Assert.Null(LocalRequest.ReadHead(Encoding.Latin1.GetBytes($"POST / HTTP/1.1\r\nContent-Length:{length.Replace(" ", "_", StringComparison.Ordinal)}"))!.BodyLength());

    [Fact]
    public void A_form_of_another_type_or_with_other_characters_is_none()
    {
        Assert.Null(Read("POST / HTTP/1.1\r\nContent-Type: text/plain")!.WithForm("a=b"u8));
        var form = Read("POST / HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded")!;
        Assert.Null(form.WithForm("a=\u00e9"u8));
        Assert.Null(form.WithForm("a=b\r\n"u8));
        Assert.Null(form.WithForm("a=1&a=2"u8));
        Assert.Null(form.WithForm(Encoding.ASCII.GetBytes(string.Join('&', Enumerable.Range(0, 17).Select(field => $"f{field}=1")))));
    }

    [Fact]
    public void Whatever_bytes_come_reading_answers_and_throws_nothing()
    {
        var random = new Random(4711);
        var good = "POST /s/x/consent?a=1 HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded"u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = good.ToArray();
            for (var change = random.Next(1, 6); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            LocalRequest.ReadHead(bytes.AsSpan(0, random.Next(bytes.Length)))?.WithForm(bytes.AsSpan(random.Next(bytes.Length)));
        }
    }

    [Fact]
    public void Values_are_encoded_wherever_they_stand_in_a_page()
    {
        const string hostile = "\"><script>'&";
        var page = Html.Of($"<p title=\"{hostile}\">{hostile}</p>").Text;
        Assert.Equal(2, page.Split("&lt;script&gt;").Length - 1);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Count(each => each == '"'));
    }

    private static LocalRequest? Read(string head) => LocalRequest.ReadHead(Encoding.Latin1.GetBytes(head));
}
