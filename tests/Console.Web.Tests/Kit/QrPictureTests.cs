using Twofold.Web.Kit;

namespace Twofold.Web.Tests.Kit;

public sealed class QrPictureTests
{
    const int QuietZone = 4;
    const int Finder = 7;

    [Fact]
    public void A_code_has_its_quiet_zone_and_a_finder_in_three_corners()
    {
        var picture = QrPicture.Of("twofold://enrol?token=abc");
        var far = picture.Side - QuietZone - Finder;
        Assert.DoesNotContain("M3 ", picture.Path);
        Assert.All([(QuietZone, QuietZone), (far, QuietZone), (QuietZone, far)], corner => Assert.True(HasFinder(picture, corner.Item1, corner.Item2)));
        Assert.False(HasFinder(picture, far, far));
    }

    [Fact]
    public void Different_texts_have_different_codes() =>
        Assert.NotEqual(QrPicture.Of("a").Path, QrPicture.Of("b").Path);

    static bool HasFinder(QrPicture picture, int left, int top) =>
        Enumerable.Range(0, Finder).All(i => Dark(picture, left + i, top) && Dark(picture, left + i, top + Finder - 1)
            && Dark(picture, left, top + i) && Dark(picture, left + Finder - 1, top + i));

    static bool Dark(QrPicture picture, int x, int y) => picture.Path.Contains($"M{x} {y}h", StringComparison.Ordinal);
}
