namespace Twofold.Policies.Tests.Completing;

public sealed class PolicyCompletionTests
{
    private const string Head = "apiVersion: twofold/v1\nkind: Policy\nmetadata:\n  name: base\nspec:\n";

    [Theory]
    [InlineData("|", "apiVersion kind metadata spec")]
    [InlineData("apiVersion: twofold/v1\n|", "kind metadata spec")]
    [InlineData("|\nkind: Group\n", "apiVersion metadata spec")]
    [InlineData("kind: |", "Policy Group Assignment")]
    [InlineData("apiVersion: |", "twofold/v1")]
    [InlineData("kind: Group\nspec:\n  |", "phones")]
    [InlineData("spec:\n  |\nkind: Assignment", "policies groups phones")]
    [InlineData("kind: Group\n---\nkind: Assignment\nspec:\n  policies: [a]\n  |\n---\nkind: Policy", "groups phones")]
    [InlineData("kind: Policy\nspec:\n  phones:\n    |", "matchLabels matchExpressions")]
    [InlineData("kind: Policy\nspec:\n  phones:\n    matchExpressions:\n      - |", "key operator values")]
    [InlineData("kind: Policy\nspec:\n  phones:\n    matchExpressions:\n    - key: site\n      operator: |", "In NotIn Exists DoesNotExist")]
    [InlineData("kind: Policy\nspec:\n  phones:\n    matchExpressions:\n    - key: site\n      |\n    - key: team\n", "operator values")]
    [InlineData("kind: Policy\nspec:\n  slot: |", "work")]
    public void What_may_stand_at_the_caret_is_offered(string text, string expected) => Assert.Equal(expected, string.Join(' ', Words(text)));

    [Theory]
    [InlineData("  settings:\n    network.mo|", "network.mode")]
    [InlineData("  settings:\n    network.mode: |", "none restricted internet")]
    [InlineData("  settings:\n    network.mode: 'rest|", "restricted")]
    [InlineData("  settings:\n    usb.classes: au|", "audio")]
    [InlineData("  settings:\n    usb.classes: hid, au|", "audio")]
    [InlineData("  settings:\n    usb.classes: [hid, pr|]", "printer")]
    [InlineData("  settings:\n    usb.classes:\n      - hid\n      - sto|", "storage")]
    [InlineData("  settings:\n    usb.classes:\n    - hid\n    - sto|", "storage")]
    [InlineData("  settings:\n    vm.memory: |", "512MiB")]
    [InlineData("  settings:\n    network.mode: internet # |", "")]
    [InlineData("  settings:\n    no.such: |", "")]
    public void Settings_are_offered_by_what_is_typed_of_them(string spec, string expected) => Assert.Equal(expected, string.Join(' ', Words(Head + spec)));

    [Fact]
    public void Every_setting_and_every_word_of_it_is_offered_and_read()
    {
        Assert.Equal(SettingCatalogue.Keys, Words($"{Head}  settings:\n    |"));
        foreach (var setting in SettingCatalogue.All)
            foreach (var word in Words($"{Head}  settings:\n    {setting.Key}: |"))
                Assert.True(setting.Canonical(word).IsRead, $"{setting}: {word}");
    }

    [Fact]
    public void A_key_comes_with_its_explanation_and_its_colon_and_takes_the_place_of_the_whole_word()
    {
        var text = $"{Head}  settings:\n    network.mo: internet";
        var found = PolicyCompletion.At(text, text.IndexOf("work.mo", StringComparison.Ordinal));
        var item = Assert.Single(found.Items, i => i.Word == "network.mode");
        Assert.Equal(("network.mode", NetworkMode.Instance.Explanation), (item.Text, item.Explanation));
        Assert.Equal($"{Head}  settings:\n    network.mode: internet", text.Remove(found.Start, found.Length).Insert(found.Start, item.Text));
        Assert.Equal("network.mode: ", At($"{Head}  settings:\n    network.mo|").Items[0].Text);
        Assert.Equal("settings:", At($"{Head}  sett|").Items[0].Text);
    }

    [Fact]
    public void Whatever_stands_around_the_caret_something_is_answered()
    {
        const string Pieces = "kind: \n  - |settings:'\"[,#-\t:{}\r\u2028é";
        var random = new Random(5);
        for (var n = 0; n < 20_000; n++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Pieces[random.Next(Pieces.Length)])]);
            var found = PolicyCompletion.At(text, random.Next(-1, text.Length + 2));
            Assert.InRange(found.Start + found.Length, 0, text.Length);
        }
    }

    private static IEnumerable<string> Words(string text) => At(text).Items.Select(i => i.Word);

    private static Completion At(string text) => PolicyCompletion.At(text.Remove(text.IndexOf('|'), 1), text.IndexOf('|'));
}
