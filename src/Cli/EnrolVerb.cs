using System.CommandLine;
using QRCoder;

namespace Twofold.Cli;

/// <summary><c>enrol NAME</c>.</summary>
static class EnrolVerb
{
    public static Command Enrol()
    {
        var name = new Argument<string>("NAME") { Description = "what the phone will be called" };
        var owner = new Option<string>("--owner") { Description = "whose it is", DefaultValueFactory = _ => string.Empty };
        var label = LabelOption.Make("key=value; may be repeated");
        var hours = new Option<double>("--hours") { Description = "how long the code holds", DefaultValueFactory = _ => 24 };
        return new Command("enrol", "Makes a one-time code by which one phone enrols.") { name, owner, label, hours }.Does(async s =>
        {
            var body = new { name = s.Get(name), owner = s.Get(owner), labels = LabelOption.Read(s.Get(label)), validHours = s.Get(hours) };
            var issued = await s.Api.PostAsync("enrolments", body, s.Cancel);
            s.Screen.Result(issued, () =>
            {
                var code = issued.Text("code")!;
                s.Screen.Line(QrText(code));
                s.Screen.Line(code);
                s.Screen.Line($"holds until {issued.Text("expiresAt")}, for one phone; it is shown this once");
            });
            return ExitCode.Done;
        });
    }

    private static string QrText(string code)
    {
        using var generator = new QRCodeGenerator();
        using var picture = generator.CreateQrCode(code, QRCodeGenerator.ECCLevel.M);
        using var text = new AsciiQRCode(picture);
        return text.GetGraphicSmall();
    }
}
