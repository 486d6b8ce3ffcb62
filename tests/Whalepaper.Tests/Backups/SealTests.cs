using System.Security.Cryptography;
using Whalepaper.Backups;
using Xunit;

namespace Whalepaper.Tests.Backups;

/// <summary>What is sealed comes out as it went in, or not at all.</summary>
public sealed class SealTests
{
    private const int Piece = SealedWriter.Piece;
    private const int Whole = 4 + Piece + Seal.TagLength;
    private const string Passphrase = "four words by chance";

    // To make a key of a passphrase takes long on purpose.
    private static readonly Lazy<Seal> closed = new(() => Seal.Make(Passphrase));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Piece - 1)]
    [InlineData(Piece)]
    [InlineData(Piece + 1)]
    [InlineData((3 * Piece) + 7)]
    public void What_goes_in_comes_out(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        foreach (var seal in (Seal[])[Seal.Make(null), closed.Value])
        {
            var file = Close(seal, content);
            Assert.Equal(Seal.HeadLength + length + ((Math.Max(1, (length + Piece - 1) / Piece)) * (4 + Seal.TagLength)), file.Length);
            Assert.Equal(content, Open(seal, file));
        }
    }

    [Fact]
    public void Every_flipped_bit_is_noticed()
    {
        var content = RandomNumberGenerator.GetBytes(100);
        foreach (var passphrase in (string?[])[null, Passphrase])
        {
            var seal = passphrase is null ? Seal.Make(null) : closed.Value;
            var file = Close(seal, content);
            for (var at = 0; at < file.Length; at++)
            {
                var flipped = file.ToArray();
                flipped[at] ^= (byte)(1 << (at % 8));
                if (at < Seal.HeadLength)
                    Assert.ThrowsAny<BackupException>(() => Seal.Of(flipped[..Seal.HeadLength], passphrase));
                else
                    Assert.Throws<DamagedBackupException>(() => Open(seal, flipped));
            }
        }
    }

    [Fact]
    public void What_was_cut_swapped_left_out_put_behind_or_taken_from_elsewhere_is_noticed()
    {
        var content = RandomNumberGenerator.GetBytes((3 * Piece) + 7);
        foreach (var seal in (Seal[])[Seal.Make(null), closed.Value])
        {
            var file = Close(seal, content);
            byte[] At(int n) => file[(Seal.HeadLength + (n * Whole))..Math.Min(file.Length, Seal.HeadLength + ((n + 1) * Whole))];
            var head = file[..Seal.HeadLength];
            foreach (var length in (int[])[0, 3, 4, 1000, Whole, Whole + 4, 3 * Whole, file.Length - Seal.HeadLength - 1])
                Refused(seal, file[..(Seal.HeadLength + length)]);
            Refused(seal, [.. head, .. At(1), .. At(0), .. At(2), .. At(3)]);
            Refused(seal, [.. head, .. At(0), .. At(2), .. At(3)]);
            Refused(seal, [.. head, .. At(0), .. At(1), .. At(3)]);
            Refused(seal, [.. file, 0]);
            Refused(seal, [.. file, .. At(3)]);
            using var other = Seal.Make(null);
            Refused(other, [.. other.Head, .. file[Seal.HeadLength..]]);
        }

        static void Refused(Seal seal, byte[] file) => Assert.Throws<DamagedBackupException>(() => Open(seal, file));
    }

    [Fact]
    public void A_passphrase_that_is_wrong_missing_or_too_much_is_told_apart_from_damage()
    {
        var (open, shut) = (Close(Seal.Make(null), [1, 2, 3]), Close(closed.Value, [1, 2, 3]));
        using (var again = Seal.Of(shut[..Seal.HeadLength], Passphrase))
            Assert.Equal([1, 2, 3], Open(again, shut));
        Assert.Contains("passphrase is wrong", Refusal(shut, Passphrase + "!"), StringComparison.Ordinal);
        Assert.Contains("WHALEPAPER_BACKUP_PASSPHRASE", Refusal(shut, null), StringComparison.Ordinal);
        Assert.Contains("not encrypted", Refusal(open, Passphrase), StringComparison.Ordinal);
        Assert.Contains("no backup", Refusal("PK and so on, as long as a head has to be, which is not that long"u8.ToArray(), null), StringComparison.Ordinal);
        Assert.Contains("damaged", Refusal(open[..20], null), StringComparison.Ordinal);
        Assert.Contains("no backup", Refusal([], null), StringComparison.Ordinal);

        static string Refusal(byte[] file, string? passphrase) => Assert.ThrowsAny<BackupException>(() => Seal.Of(file[..Math.Min(file.Length, Seal.HeadLength)], passphrase)).Message;
    }

    [Fact]
    public void Nothing_of_what_is_encrypted_can_be_read()
    {
        var content = "杨夕 <yangxi@people.example>"u8.ToArray();
        Assert.Equal(-1, Close(closed.Value, content).AsSpan().IndexOf(content.AsSpan(0, 6)));
        // The same twice is not the same: salt and key are new for each file.
        using var other = Seal.Make(Passphrase);
        Assert.NotEqual(Close(closed.Value, content)[Seal.HeadLength..], Close(other, content)[Seal.HeadLength..]);
    }

    private static byte[] Close(Seal seal, byte[] content)
    {
        using var file = new MemoryStream();
        using var writer = new SealedWriter(file, seal);
        // In steps that fit no piece.
        foreach (var some in content.Chunk(10_007))
            writer.Write(some);
        writer.Finish();
        return file.ToArray();
    }

    private static byte[] Open(Seal seal, byte[] file)
    {
        using var from = new MemoryStream(file, Seal.HeadLength, file.Length - Seal.HeadLength);
        using var reader = new SealedReader(from, seal);
        using var content = new MemoryStream();
        reader.CopyTo(content);
        return content.ToArray();
    }
}
