using Twofold.Web.Kit;

namespace Twofold.Web.Tests.Kit;

public sealed class FilterTextTests
{
    readonly FilterText box = new();

    [Fact]
    public void An_answer_to_an_earlier_keystroke_does_not_undo_later_letters()
    {
        TypeAndAsk("p");
        TypeAndAsk("ph");
        box.Type("pho");
        box.See("p");
        Assert.Equal("pho", box.Text);
        box.See("ph");
        Assert.Equal("pho", box.Text);
    }

    [Fact]
    public void A_filter_nobody_typed_shows_in_the_box()
    {
        TypeAndAsk("p");
        box.See("p");
        box.See("from a link");
        Assert.Equal("from a link", box.Text);
    }

    [Fact]
    public void Going_back_shows_the_filter_of_before()
    {
        TypeAndAsk("p");
        box.See("p");
        box.See("");
        Assert.Equal("", box.Text);
        box.See("p");
        Assert.Equal("p", box.Text);
    }

    [Fact]
    public void An_answer_that_never_came_does_not_claim_a_later_one()
    {
        TypeAndAsk("p");
        TypeAndAsk("ph");
        box.See("ph");
        box.See("p");
        Assert.Equal("p", box.Text);
    }

    [Fact]
    public void A_page_that_renders_again_with_the_old_filter_changes_nothing()
    {
        TypeAndAsk("p");
        box.See("");
        Assert.Equal("p", box.Text);
    }

    void TypeAndAsk(string text)
    {
        box.Type(text);
        box.Ask(text);
    }
}
