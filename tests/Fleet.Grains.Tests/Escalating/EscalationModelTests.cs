using Twofold.Fleet.Tests.Laws;
using Twofold.Fleet.Tests.Samples;
using Twofold.Fleet.Vms;
using Twofold.Policies;
using Twofold.Protocol;

namespace Twofold.Fleet.Tests.Escalating;

/// <summary>Random days with a phone against a small account of what has to follow: first times, grace, and what is asked of the VM.</summary>
public sealed class EscalationModelTests
{
    private static readonly string[] Rules = ["storage.quota", "vm.memory", "vm.vcpus"];
    private static readonly string[] Terms = ["notify", "lock 3d, wipe 14d", "wipe 5d", "lock 2d; for vm.memory wipe 4d; for vm.vcpus notify"];

    [Fact]
    public void What_follows_from_broken_rules_is_what_the_model_says() => Law.Holds(150, 40, choices =>
    {
        var (scene, model) = (new EscalationScene(), new Model());
        foreach (var choice in choices)
        {
            Play(scene, model, choice);
            Assert.Equal(model.Standing(), scene.View.Escalating.Select(r => (r.Setting, r.Since)));
            Assert.Equal(model.IsInGrace(scene.Pump.Now), scene.View.Escalating.Length > 0 && scene.View.Escalating.All(r => r.InGrace));
            Assert.Equal(model.Asked, scene.View.Steps.Select(s => s.Kind).Order());
            Assert.All(scene.View.Orders, o => Assert.Equal("work", o.Slot));
        }
    });

    private static void Play(EscalationScene scene, Model model, int choice)
    {
        var (kind, luck) = (choice % 6, choice / 6);
        string[] some = [.. Rules.Where((_, n) => (luck & (1 << n)) != 0)];
        if (kind < 2) scene.Pass(luck % 40 / 10.0);
        else if (kind == 2) scene.Terms = Terms[luck % Terms.Length];
        else if (kind == 3) scene.SetPolicies();
        else scene.Report(some, [.. Rules.Where((_, n) => (luck & (8 << n)) != 0).Except(some)]);

        if (kind == 3) model.Judged = false;
        if (kind >= 4) model.Hear(some, [.. Rules.Where((_, n) => (luck & (8 << n)) != 0)], scene.Terms, scene.Pump.Now);
        model.Act(scene.Pump.Now);
    }

    /// <summary>The same in a few lines, from the whole story of each rule.</summary>
    private sealed class Model
    {
        private readonly SortedDictionary<string, (DateTimeOffset Since, DateTimeOffset? Mended)> _rules = new(StringComparer.Ordinal);
        private readonly SortedSet<OrderKind> _asked = [];
        private Escalation _terms = ComplianceEscalation.Instance.Default;

        public bool Judged { get; set; }

        public IEnumerable<OrderKind> Asked => _asked;

        public IEnumerable<(string, DateTimeOffset)> Standing() => _rules.Where(r => r.Value.Mended is null).Select(r => (r.Key, r.Value.Since));

        public bool IsInGrace(DateTimeOffset now) => Standing().Any() && Standing().All(r => Judged
            ? _terms.Of(r.Item1).GraceEnd(r.Item2) > now
            : _terms.Of(r.Item1).GraceEnd(r.Item2) > _acted);

        private DateTimeOffset _acted;

        public void Hear(string[] broken, string[] unseen, string terms, DateTimeOffset now)
        {
            (Judged, _terms) = (true, ComplianceEscalation.Instance.Parse(terms).Value);
            foreach (var rule in Rules)
            {
                var known = _rules.TryGetValue(rule, out var story);
                if (broken.Contains(rule)) _rules[rule] = (known && (story.Mended is not { } m || now < m.AddDays(1)) ? story.Since : now, null);
                else if (known && story.Mended is null && !unseen.Contains(rule)) _rules[rule] = (story.Since, now);
            }
        }

        public void Act(DateTimeOffset now)
        {
            if (!Judged) return;
            _acted = now;
            _asked.RemoveWhere(kind => !IsDue(kind, now));
            if (!_asked.Contains(OrderKind.Wipe) && IsDue(OrderKind.Wipe, now)) _asked.Add(OrderKind.Wipe);
            else if (_asked.Count == 0 && IsDue(OrderKind.Lock, now)) _asked.Add(OrderKind.Lock);
        }

        private bool IsDue(OrderKind kind, DateTimeOffset now) => Standing().Any(r =>
            (kind == OrderKind.Lock ? _terms.Of(r.Item1).LockAt(r.Item2) : _terms.Of(r.Item1).WipeAt(r.Item2)) <= now);
    }
}
