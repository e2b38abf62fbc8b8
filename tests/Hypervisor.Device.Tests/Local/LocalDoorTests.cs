namespace Twofold.Device.Tests.Local;

public sealed class LocalDoorTests
{
    private readonly ManualTime _time = new();
    private readonly LocalDoor _door;

    public LocalDoorTests() => _door = new LocalDoor(_time);

    [Fact]
    public void A_key_opens_once_and_no_other_does()
    {
        var key = _door.NewKey();
        Assert.Null(_door.Open(key + "x"));
        Assert.Null(_door.Open(""));
        var session = _door.Open(key)!;
        Assert.Null(_door.Open(key));
        Assert.Equal(session, _door.Find(session.Address));
        Assert.Null(_door.Find(key));
        Assert.Null(_door.Find(session.FormToken));
    }

    [Fact]
    public void A_key_that_waited_too_long_opens_nothing()
    {
        var key = _door.NewKey();
        _time.Advance(LocalDoor.KeyLasts);
        Assert.Null(_door.Open(key));
    }

    [Fact]
    public void A_session_lasts_while_it_is_used_and_then_ends()
    {
        var session = _door.Open(_door.NewKey())!;
        for (var round = 0; round < 3; round++)
        {
            _time.Advance(LocalDoor.SessionLasts - TimeSpan.FromSeconds(1));
            Assert.NotNull(_door.Find(session.Address));
        }

        _time.Advance(LocalDoor.SessionLasts);
        Assert.Null(_door.Find(session.Address));
    }

    [Fact]
    public void Keys_and_sessions_are_bounded_and_the_oldest_go()
    {
        var keys = Enumerable.Range(0, LocalDoor.Most + 1).Select(_ => _door.NewKey()).ToList();
        Assert.Null(_door.Open(keys[0]));
        var sessions = keys.Skip(1).Select(key => _door.Open(key)!).ToList();
        _door.Open(_door.NewKey());
        Assert.Null(_door.Find(sessions[0].Address));
        Assert.NotNull(_door.Find(sessions[1].Address));
    }

    [Fact]
    public void Nothing_of_it_repeats_and_no_text_of_a_session_names_its_secrets()
    {
        var session = _door.Open(_door.NewKey())!;
        Assert.Equal(4, new[] { _door.NewKey(), _door.NewKey(), session.Address, session.FormToken }.Distinct().Count());
        Assert.DoesNotContain(session.Address, session.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(session.FormToken, session.ToString(), StringComparison.Ordinal);
    }
}
