using System.Text;
using Twofold.Fleet.Tests.Laws;

namespace Twofold.Transfer.Tests.Snapshots;

public sealed class BlockFormTests
{
    [Fact]
    public void Ciphertext_is_stored_as_it_is() => Assert.All(Enumerable.Range(0, 200), seed => Assert.Equal(Block.Bytes, Form(Random(seed)).Length));

    [Fact]
    public void What_has_a_pattern_is_compressed() =>
        Assert.InRange(Form(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the quick brown fox ", 4000)))[..Block.Bytes]).Length, 1, 2000);

    [Fact]
    public void Any_block_comes_back_from_its_form() => Law.Holds(200, 200, numbers =>
    {
        var block = Random(numbers.Length);
        foreach (var n in numbers) block.AsSpan(n % Block.Bytes, Math.Min(n / 10, Block.Bytes - (n % Block.Bytes))).Fill((byte)n);
        var room = new byte[Block.Bytes];
        Assert.True(BlockForm.TryRead(Form(block), BlockDigest.Of(block), room));
        Assert.Equal(block, room);
    });

    [Fact]
    public void A_form_that_was_changed_anywhere_is_refused() => Law.Holds(200, 3, numbers =>
    {
        var block = new byte[Block.Bytes];
        Random(1).AsSpan(0, 500).CopyTo(block);
        foreach (var form in new[] { Form(block), Form(Random(2)) })
        {
            var digest = form.Length == Block.Bytes ? BlockDigest.Of(Random(2)) : BlockDigest.Of(block);
            foreach (var n in numbers)
            {
                var room = new byte[Block.Bytes];
                Assert.False(BlockForm.TryRead(form.AsSpan(0, n % form.Length), digest, room));
                byte[] changed = [.. form];
                changed[n % form.Length] ^= (byte)(1 + (n % 255));
                Assert.True(!BlockForm.TryRead(changed, digest, room) || BlockDigest.Of(room) == digest);
            }
        }
    });

    [Fact]
    public void A_form_cannot_expand_beyond_a_block()
    {
        var (bomb, room) = (new byte[Block.Bytes], new byte[Block.Bytes]);
        System.IO.Compression.BrotliEncoder.TryCompress(new byte[50 * Block.Bytes], bomb, out var length);
        Assert.False(BlockForm.TryRead(bomb.AsSpan(0, length), BlockDigest.Of(room), room));
    }

    [Fact]
    public void A_digest_is_read_back_from_its_text_and_from_nothing_else()
    {
        var digest = BlockDigest.Of("abc"u8);
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", $"{digest}");
        Assert.Equal(digest, BlockDigest.Read($"{digest}"));
        Assert.All(["", "xyz", $"{digest}0", $"{digest}".ToUpperInvariant(), $"{digest}"[1..]], text => Assert.Null(BlockDigest.Read(text)));
    }

    private static byte[] Form(ReadOnlySpan<byte> block)
    {
        var room = new byte[Block.Bytes];
        return room[..BlockForm.Write(block, room)];
    }

    private static byte[] Random(int seed)
    {
        var bytes = new byte[Block.Bytes];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
