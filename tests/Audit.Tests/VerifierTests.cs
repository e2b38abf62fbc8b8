using System.Text;
using System.Text.Json.Nodes;

namespace Twofold.Auditing.Tests;

/// <summary>Whatever single thing is done to an export is found, and the first entry that it concerns is named.</summary>
public sealed class VerifierTests
{
    private const int Seeds = 40;

    [Fact]
    public void An_export_as_it_was_written_verifies()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var history = History.Of(seed);
            var verdict = history.Verify();
            Assert.Null(verdict.Fault);
            Assert.Equal((4L, 4L, history.Export.Count(IsEvent)), (verdict.Checkpoints, verdict.Witnessed, (int)verdict.Events));
        }
    }

    [Fact]
    public void A_byte_that_flips_anywhere_in_an_entry_names_that_entry()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var history = History.Of(seed);
            var lines = history.Export.ToList();
            var at = Choose(seed, lines, IsEvent);
            for (var n = 0; n < 40; n++)
            {
                var flipped = Flip(lines[at], new Random((seed * 1000) + n));
                var fault = history.Verify([.. lines[..at], flipped, .. lines[(at + 1)..]]).Fault;
                Assert.True(fault is not null, $"seed {seed}.{n}: {flipped}");
                Assert.Contains(fault.Code, new[] { AuditCodes.EntryChanged, AuditCodes.LineUnreadable });
                Assert.Equal(PositionOf(lines[at]), fault.Position);
            }
        }
    }

    [Fact]
    public void An_entry_rewritten_with_all_its_later_hashes_is_named()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var history = History.Of(seed);
            var lines = history.Export.ToList();
            var at = Choose(seed, lines, IsEvent);
            var fault = history.Verify(Rewritten(lines, at)).Fault;
            Assert.Equal((AuditCodes.EntryChanged, PositionOf(lines[at])), (fault?.Code, fault?.Position));
        }
    }

    [Fact]
    public void An_entry_that_was_dropped_is_named()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var history = History.Of(seed);
            var lines = history.Export.ToList();
            var at = Choose(seed, lines, IsEvent);
            var fault = history.Verify([.. lines[..at], .. lines[(at + 1)..]]).Fault;
            Assert.Equal((AuditCodes.EntryDropped, PositionOf(lines[at])), (fault?.Code, fault?.Position));
        }
    }

    [Fact]
    public void An_entry_that_was_added_is_named()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var history = History.Of(seed);
            var lines = history.Export.ToList();
            var at = Choose(seed, lines, IsEvent);
            var forged = ExportText.Event(PositionOf(lines[at]), new AuditEvent("vm", "new", 1, "t", History.Start, 1, "eve", "c", Encoding.UTF8.GetBytes("{}")), new byte[32]);
            var fault = history.Verify([.. lines[..at], forged, .. lines[at..]]).Fault;
            Assert.Equal((AuditCodes.EntryAdded, "vm/new"), (fault?.Code, fault?.Chain));
        }
    }

    [Fact]
    public void Of_two_entries_that_were_swapped_the_first_is_named()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var history = History.Of(seed, most: 20);
            var lines = history.Export.ToList();
            if (Pair(lines) is not { } at) continue;
            (lines[at], lines[at + 1]) = (lines[at + 1], lines[at]);
            var fault = history.Verify(lines).Fault;
            Assert.Equal((AuditCodes.EntryMoved, PositionOf(lines[at])), (fault?.Code, fault?.Position));
        }
    }

    [Fact]
    public void An_entry_that_moved_behind_the_next_checkpoint_is_named()
    {
        using var history = History.Of(3, most: 20);
        var lines = history.Export.ToList();
        var at = Pair(lines)!.Value;
        var moved = lines[at];
        var checkpoint = lines.FindIndex(at, l => !IsEvent(l));
        lines.Insert(checkpoint + 1, moved);
        lines.RemoveAt(at);
        var fault = history.Verify(lines).Fault;
        Assert.Equal((AuditCodes.EntryDropped, PositionOf(moved)), (fault?.Code, fault?.Position));
    }

    [Fact]
    public void A_tail_that_was_cut_names_the_first_missing_entry_wherever_the_cut_is()
    {
        using var history = History.Of(5);
        var lines = history.Export.ToList();
        for (var kept = 1; kept < lines.Count; kept++)
        {
            var next = lines.Skip(kept).FirstOrDefault(IsEvent);
            foreach (var cut in new[] { lines[..kept], Reheaded(lines[..kept]) })
            {
                var fault = history.Verify(cut).Fault;
                Assert.True(fault is { Code: AuditCodes.TailCut }, $"{kept}: {fault}");
                if (next is not null) Assert.Equal(PositionOf(next), fault.Position);
            }
        }
    }

    [Fact]
    public void A_tail_that_was_cut_at_a_checkpoint_shows_only_with_a_witness()
    {
        using var history = History.Of(5);
        var lines = Reheaded(history.Export.Take(history.Export.ToList().FindLastIndex(history.Export.Count - 2, l => !IsEvent(l)) + 1).ToList());
        Assert.Null(history.Verify(lines, history.Witness.Take(3)).Fault);
        Assert.Equal(AuditCodes.TailCut, history.Verify(lines).Fault?.Code);
    }

    [Fact]
    public void A_checkpoint_of_another_key_is_forged()
    {
        using var history = History.Of(6);
        using var other = History.Of(6);
        var lines = other.Export.ToList();
        Assert.Equal(AuditCodes.CheckpointForged, history.Verify(lines).Fault?.Code);
        Assert.Equal(AuditCodes.CheckpointForged, history.Verify(lines, []).Fault?.Code);
        Assert.Equal(AuditCodes.WitnessUnusable, AuditVerifier.Verify(history.Export, history.Witness, other.Keys).Fault?.Code);
    }

    [Fact]
    public void A_history_signed_again_with_the_right_key_is_caught_by_the_witness_and_its_first_entry_named()
    {
        using var history = History.Of(7);
        var lines = history.Export.ToList();
        var at = Choose(7, lines, IsEvent);
        var again = Resigned(Rewritten(lines, at), history);
        Assert.Null(history.Verify(again, []).Fault);
        var fault = history.Verify(again).Fault;
        Assert.Equal((AuditCodes.EntryChanged, PositionOf(lines[at])), (fault?.Code, fault?.Position));
    }

    [Fact]
    public void A_checkpoint_that_was_signed_again_over_the_same_entries_is_not_the_one_of_the_witness()
    {
        using var history = History.Of(8);
        var fault = history.Verify(Resigned([.. history.Export], history)).Fault;
        Assert.Equal(AuditCodes.CheckpointForged, fault?.Code);
    }

    [Fact]
    public void A_checkpoint_that_is_missing_is_named_with_and_without_a_witness()
    {
        using var history = History.Of(9, checkpoints: 5);
        var lines = history.Export.Where((l, n) => n != history.Export.ToList().FindIndex(2, x => !IsEvent(x))).ToList();
        Assert.NotNull(history.Verify(lines).Fault);
        Assert.NotNull(history.Verify(lines, []).Fault);
    }

    [Fact]
    public void An_entry_that_was_gone_before_it_was_signed_shows_in_the_next_one_of_its_chain()
    {
        using var history = new History();
        var chance = new Random(11);
        history.Write(chance, 40);
        var lines = history.Export.ToList();
        var chains = lines.Select((l, n) => (Line: n, Chain: IsEvent(l) ? ChainOf(l) : "")).Where(l => l.Chain.Length > 0).GroupBy(l => l.Chain);
        var chain = chains.First(c => c.Count() > 2).ToList();
        lines.RemoveAt(chain[1].Line);
        var fault = history.Verify(Resigned(lines, history), []).Fault;
        Assert.Equal((AuditCodes.EntryChanged, PositionOf(history.Export[chain[2].Line])), (fault?.Code, fault?.Position));
    }

    [Fact]
    public void An_export_from_which_retention_has_forgotten_bodies_verifies()
    {
        using var history = History.Of(17);
        var lines = history.Export.Select((l, n) => n % 2 == 0 ? Forgotten(l) : l).ToList();
        Assert.Null(history.Verify(lines).Fault);
        var at = lines.FindIndex(l => l.Contains("forgotten", StringComparison.Ordinal));
        var digest = lines[at].IndexOf("forgotten", StringComparison.Ordinal) + 12;
        lines[at] = lines[at][..digest] + (lines[at][digest] == 'a' ? 'b' : 'a') + lines[at][(digest + 1)..];
        Assert.Equal((AuditCodes.EntryChanged, PositionOf(lines[at])), (history.Verify(lines).Fault?.Code, history.Verify(lines).Fault?.Position));
    }

    [Fact]
    public void A_witness_that_was_away_says_how_far_it_confirms()
    {
        using var history = History.Of(12);
        var verdict = history.Verify(witness: history.Witness.Take(2));
        Assert.Equal((null, 4L, 2L), (verdict.Fault, verdict.Checkpoints, verdict.Witnessed));
    }

    [Fact]
    public void A_witness_that_has_a_checkpoint_twice_confirms_it_once()
    {
        using var history = History.Of(13);
        Assert.Equal((null, 4L), (history.Verify(witness: history.Witness.SelectMany(w => new[] { w, w })).Fault, history.Verify().Witnessed));
    }

    [Fact]
    public void A_line_of_the_witness_that_broke_off_and_was_written_again_counts_once()
    {
        using var history = History.Of(18);
        var torn = history.Witness.SelectMany((w, n) => n == 2 ? new[] { w[..(w.Length / 2)], w } : [w]);
        var verdict = history.Verify(witness: torn);
        Assert.Equal((null, 4L), (verdict.Fault, verdict.Witnessed));
    }

    [Fact]
    public void A_witness_that_contradicts_itself_is_of_no_use()
    {
        using var history = History.Of(14);
        using var other = History.Of(14);
        Assert.Equal(AuditCodes.WitnessUnusable, history.Verify(witness: [history.Witness[0], "nonsense", history.Witness[1]]).Fault?.Code);
        Assert.Equal(AuditCodes.WitnessUnusable, history.Verify(witness: [history.Witness[1], history.Witness[0]]).Fault?.Code);
        Assert.Equal(AuditCodes.WitnessUnusable, history.Verify(witness: [history.Witness[0], other.Witness[1]]).Fault?.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("nonsense")]
    [InlineData("""{"header":{"format":"twofold-audit/2","checkpoints":0,"through":0}}""")]
    [InlineData("""{"header":{"format":"twofold-audit/1","checkpoints":0,"through":0,"more":1}}""")]
    public void What_is_no_export_is_unreadable(string first)
    {
        using var history = History.Of(15);
        Assert.Equal(AuditCodes.LineUnreadable, history.Verify([first], []).Fault?.Code);
    }

    [Fact]
    public void A_folded_head_of_every_chain_is_the_hash_of_its_last_entry()
    {
        using var history = History.Of(16);
        var heads = new Dictionary<string, string>();
        foreach (var jws in history.Witness)
        {
            var signed = CheckpointText.Read(jws, history.Keys).Value!;
            foreach (var (chain, n) in signed.Checkpoint.Heads) heads[chain] = Convert.ToHexStringLower(signed.Entries[n].Hash.Span);
        }

        var last = history.Export.Where(IsEvent).GroupBy(ChainOf).ToDictionary(c => c.Key, c => Field(c.Last(), "hash"));
        Assert.Equal(last.OrderBy(h => h.Key), heads.OrderBy(h => h.Key));
    }

    [Fact]
    public void A_checkpoint_over_the_most_and_the_longest_names_still_fits_a_signed_text()
    {
        using var history = new History();
        var links = Enumerable.Range(0, 1000).Select(n => new CheckpointLink(n + 1, $"phone/{new string('\u0001', 120)}{n}", new byte[32])).ToList();
        var checkpoint = CheckpointDraft.Next(null, links, History.Start);
        Assert.InRange(checkpoint.Through, 1, Checkpoint.MaxEntries);
        Assert.True(CheckpointText.Read(CheckpointText.Sign(checkpoint, history.Signer), history.Keys).IsRead);
        var plain = CheckpointDraft.Next(null, [.. links.Select(l => l with { Chain = "phone/" + new string('k', 120) + l.Position })], History.Start);
        Assert.Equal(Checkpoint.MaxEntries, plain.Through);
    }

    private static List<string> Rewritten(List<string> lines, int at)
    {
        var (heads, written) = (new Dictionary<string, string>(), new List<string>());
        foreach (var (n, line) in lines.Index())
        {
            if (!IsEvent(line))
            {
                written.Add(line);
                continue;
            }

            var shown = ExportText.Read(line)!.Event!;
            var happened = ExportText.ToAudit(n == at ? shown with { Body = shown.Body!.Replace("observed", "rewritten", StringComparison.Ordinal) } : shown)!.Value;
            var previous = Convert.FromHexString(heads.GetValueOrDefault(happened.Chain, new string('0', 64)));
            var hash = EventChain.Next(previous, happened);
            heads[happened.Chain] = Convert.ToHexStringLower(hash);
            written.Add(ExportText.Event(shown.Position, happened, hash));
        }

        return written;
    }

    private static string Forgotten(string line)
    {
        if (ExportText.Read(line)!.Event is not { } shown) return line;
        var happened = ExportText.ToAudit(shown)!.Value;
        var left = happened with { Body = default, Forgotten = System.Security.Cryptography.SHA256.HashData(happened.Body.Span) };
        return ExportText.Event(shown.Position, left, Convert.FromHexString(shown.Hash));
    }

    private static List<string> Resigned(List<string> lines, History history)
    {
        (long, long, string)? last = null;
        var links = new List<CheckpointLink>();
        var written = new List<string>();
        foreach (var line in lines)
        {
            written.Add(line);
            var read = ExportText.Read(line)!;
            if (read.Event is { } e) links.Add(new CheckpointLink(e.Position, $"{e.Kind}/{e.Key}", Convert.FromHexString(e.Hash)));
            if (read.Checkpoint is null) continue;
            var checkpoint = CheckpointDraft.Next(last, links, History.Start);
            var jws = CheckpointText.Sign(checkpoint, history.Signer);
            (last, written[^1]) = ((checkpoint.Number, checkpoint.Through, jws), ExportText.Checkpoint(jws));
            links.Clear();
        }

        return Reheaded(written);
    }

    private static List<string> Reheaded(List<string> lines)
    {
        var through = lines.FindLast(IsEvent) is { } last ? PositionOf(last) : 0;
        return [ExportText.Header(lines.Skip(1).Count(l => !IsEvent(l)), through), .. lines.Skip(1)];
    }

    private static int Choose(int seed, List<string> lines, Func<string, bool> which)
    {
        var all = lines.Index().Where(l => which(l.Item)).Select(l => l.Index).ToList();
        return all[new Random(seed).Next(all.Count)];
    }

    // Two neighbours of different chains or of one, in one stretch.
    private static int? Pair(List<string> lines)
    {
        var at = lines.Index().Skip(1).FirstOrDefault(l => l.Index + 1 < lines.Count && IsEvent(l.Item) && IsEvent(lines[l.Index + 1])).Index;
        return at > 0 ? at : null;
    }

    private static string Flip(string line, Random chance)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        bytes[chance.Next(bytes.Length)] ^= (byte)(1 << chance.Next(7));
        return Encoding.UTF8.GetString(bytes);
    }

    private static bool IsEvent(string line) => line.StartsWith("""{"event":""", StringComparison.Ordinal);

    private static long PositionOf(string line) => JsonNode.Parse(line)!["event"]!["position"]!.GetValue<long>();

    private static string ChainOf(string line) => $"{Field(line, "kind")}/{Field(line, "key")}";

    private static string Field(string line, string name) => JsonNode.Parse(line)!["event"]![name]!.GetValue<string>();
}
