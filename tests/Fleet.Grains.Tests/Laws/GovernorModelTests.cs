using System.Collections.Immutable;
using System.Text.Json;
using Twofold.Fleet.Governors;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Tests.World;

namespace Twofold.Fleet.Tests.Laws;

/// <summary>
/// Random persons, tokens, charges, answers and times against a model that keeps every pass with its time and every seat with its dates.
/// A failure names the shortest sequence of choices that was found.
/// </summary>
public sealed class GovernorModelTests
{
    private static readonly GovernorSettings Settings =
        new(new(5, 9), new(4, 7), new(3, 5), TimeSpan.FromHours(6), TimeSpan.FromHours(2));

    [Fact]
    [Trait(Proof.Model, "governor")]
    public void Whoever_asks_and_whenever_no_window_sees_more_than_its_budget_without_a_second_person_of_long_standing() => Law.Holds(200, 150, choices =>
    {
        var play = new Play();
        foreach (var choice in choices) play.Step(choice);
        play.NoWindowIsOverspent();
        play.NothingIsLost();
    });

    private sealed record Passed(DateTimeOffset At, int Vms, ImmutableArray<string> Buckets);

    private sealed class Play
    {
        private static readonly string[] People = ["ada", "bob", "carol", "dave"];

        private readonly Pump _pump = new();
        private readonly Dictionary<string, DateTimeOffset> _seats = [];
        private readonly List<Passed> _passed = [];
        private readonly Dictionary<string, string> _asked = [];
        private int _orders;
        private int _held;

        public Play() => Assert.True(_pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Configure(Settings), Actor.System).Ok);

        private GovernorView View => _pump.View(Governors.Governors.Organisation);

        public void Step(int choice)
        {
            var luck = choice / 16;
            _pump.Now = _pump.Now.AddSeconds(1 + (luck % 5000));
            var person = People[luck % People.Length];
            switch (choice % 16)
            {
                case 0: Seat(person); break;
                case 1: Unseat(person); break;
                case 2 or 3 or 4: Approve(person, luck); break;
                case 5: Reject(person, luck); break;
                case 6: _pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Tick(), Actor.System); break;
                case 7: _pump.Repeat(_pump.Taken[^(1 + (luck % Math.Min(_pump.Taken.Count, 8)))]); break;
                case 8 when luck % 20 == 0: _pump.Ask(Governors.Governors.Organisation, new GovernorCommand.AfterRestore($"r{luck}"), Actor.System); break;
                default: Charge(person, luck); break;
            }
        }

        public void NoWindowIsOverspent()
        {
            foreach (var bucket in _passed.SelectMany(p => p.Buckets).Distinct())
            {
                var budget = bucket.StartsWith("role", StringComparison.Ordinal) ? Settings.Role : bucket == "organisation" ? Settings.Organisation : Settings.Person;
                var mine = _passed.Where(p => p.Buckets.Contains(bucket)).ToList();
                Assert.All(mine, first => Assert.True(Within(mine, first.At, TimeSpan.FromHours(1)) <= budget.PerHour, $"{bucket} passed more in an hour"));
                Assert.All(mine, first => Assert.True(Within(mine, first.At, TimeSpan.FromHours(24)) <= budget.PerDay, $"{bucket} passed more in a day"));
            }
        }

        public void NothingIsLost()
        {
            var events = _pump.Events.GroupBy(e => e.Type).ToDictionary(g => g.Key, g => g.Count());
            Assert.Equal(_orders, events.GetValueOrDefault("charged") + events.GetValueOrDefault("held-for-approval") + events.GetValueOrDefault("turned-away"));
            Assert.Equal(_held, events.GetValueOrDefault("held-for-approval"));
        }

        private static int Within(List<Passed> passed, DateTimeOffset from, TimeSpan window) =>
            passed.Where(p => p.At >= from && p.At < from + window).Sum(p => p.Vms);

        private void Seat(string person)
        {
            if (_seats.TryAdd(person, _pump.Now)) _pump.Seat(person, _pump.Now);
        }

        private void Unseat(string person)
        {
            if (!_seats.Remove(person)) return;
            _pump.Tell(Governors.Governors.Organisation, new GovernorCommand.Unseat(_pump.Now), Actor.System, new("operator", person));
        }

        private void Charge(string person, int luck)
        {
            var (role, vms, before) = (luck % 3 == 0 ? "admin" : "helpdesk", luck % 4, _pump.Events.Count);
            var rights = Sample.All.Add(Capability.RoleOf(role));
            var actor = luck % 5 == 0 ? new Actor(ActorKind.Token, "7f00", rights, person) : new Actor(ActorKind.Person, person, rights);
            var charge = new GovernorCommand.Charge($"o{++_orders}", (Effect)(luck % 11), "x", vms, $"reason {luck % 3}");
            Assert.True(_pump.Tell(Governors.Governors.Organisation, charge, actor, Sample.WorkVm).Ok);
            var happened = _pump.Events.Skip(before).ToList();
            foreach (var opened in happened.Where(e => e.Type == "hold-opened")) _asked[Text(opened, "hold", "id")] = person;
            if (happened.Any(e => e.Type == "charged")) _passed.Add(new(_pump.Now, vms, ["organisation", $"role:{role}", $"person:{person}"]));
            else if (happened.Any(e => e.Type == "held-for-approval")) _held++;
        }

        private void Approve(string person, int luck)
        {
            if (View.Holds is not [_, ..] holds) return;
            var hold = holds[luck % holds.Length];
            var stale = luck % 7 == 0 && hold.Orders > 1;
            var code = _pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Approve(hold.Id, stale ? 1 : hold.Orders), Person(person)).Code;
            var counts = _seats.TryGetValue(person, out var since) && _pump.Now >= since + Settings.RoleAge;
            var expected = _asked[hold.Id] == person ? "governor/own-order"
                : !_seats.ContainsKey(person) ? "governor/not-an-approver"
                : !counts ? "governor/role-too-new"
                : stale ? "governor/hold-grew" : null;
            Assert.Equal(expected, code);
        }

        private void Reject(string person, int luck)
        {
            if (View.Holds is [_, ..] holds)
                Assert.Null(_pump.Ask(Governors.Governors.Organisation, new GovernorCommand.Reject(holds[luck % holds.Length].Id, "not today"), Person(person)).Code);
        }

        private static Actor Person(string name) => new(ActorKind.Person, name, Sample.All);

        private static string Text(StoredEvent e, string of, string name) =>
            JsonDocument.Parse(e.Body).RootElement.GetProperty(of).GetProperty(name).GetString()!;
    }
}
