using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Whalepaper.Backups;

/// <summary>
/// Seals a backup piece by piece, so that whatever was changed, left out, put in another order or cut off is noticed at that piece. With a passphrase a
/// piece is encrypted by AES-256-GCM, under a key made of passphrase and salt; without one it is followed by a sum, which guards against disks and copies
/// but not against people. The number of the piece, and whether it is the last, are part of what is sealed.
/// </summary>
internal sealed class Seal : IDisposable
{
    /// <summary>How many bytes a file begins with before its pieces.</summary>
    public const int HeadLength = 8 + 1 + 4 + SaltLength + ProofLength + SumLength;

    /// <summary>How many bytes follow a piece.</summary>
    public const int TagLength = 16;

    private const int SaltLength = 16;
    private const int ProofLength = 16;
    private const int SumLength = 8;
    private const int NonceLength = 12;

    // What OWASP asks of PBKDF2 with SHA-256, and not so much that a forged file would keep us for hours.
    private const int Rounds = 600_000;
    private const int MostRounds = 20_000_000;

    private readonly byte[] _head;
    private readonly AesGcm? _cipher;

    private Seal(byte[] head, AesGcm? cipher) => (_head, _cipher) = (head, cipher);

    /// <summary>What the file begins with: its sort, whether it is encrypted, rounds, salt, a proof of the passphrase, and a sum of all that.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>Whether it is encrypted.</summary>
    public bool IsEncrypted => _cipher is not null;

    private static ReadOnlySpan<byte> Sort => "WHALEBK1"u8;

    /// <summary>A new seal.</summary>
    /// <param name="passphrase">The passphrase; null for none.</param>
    public static Seal Make(string? passphrase)
    {
        var head = new byte[HeadLength];
        Sort.CopyTo(head);
        RandomNumberGenerator.Fill(head.AsSpan(13, SaltLength));
        AesGcm? cipher = null;
        if (passphrase is not null)
        {
            head[8] = 1;
            BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(9), Rounds);
            (cipher, var proof) = KeyOf(passphrase, head.AsSpan(13, SaltLength), Rounds);
            proof.CopyTo(head, 13 + SaltLength);
        }

        SumOf(head).CopyTo(head.AsSpan(HeadLength - SumLength));
        return new Seal(head, cipher);
    }

    /// <summary>The seal of a file.</summary>
    /// <param name="head">What the file begins with.</param>
    /// <param name="passphrase">The passphrase; null for none.</param>
    /// <exception cref="BackupException">It is no backup, or none that this passphrase opens.</exception>
    public static Seal Of(byte[] head, string? passphrase)
    {
        if (!head.AsSpan().StartsWith(Sort))
            throw new BackupException("The file is no backup of Whalepaper.");
        if (head.Length < HeadLength || !SumOf(head).SequenceEqual(head.AsSpan(HeadLength - SumLength)))
            throw new DamagedBackupException("its first bytes are not as they were written.");
        if (head[8] == 0)
            return passphrase is null ? new Seal(head, null) : throw new BackupException("The backup is not encrypted, but a passphrase was given. If it is yours all the same, restore it without one.");
        if (passphrase is null)
            throw new BackupException("The backup is encrypted. Give its passphrase in WHALEPAPER_BACKUP_PASSPHRASE, or in a file with --passphrase-file.");
        var rounds = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(9));
        if (rounds is < 1 or > MostRounds)
            throw new DamagedBackupException("its first bytes make no sense.");
        var (cipher, proof) = KeyOf(passphrase, head.AsSpan(13, SaltLength), rounds);
        if (CryptographicOperations.FixedTimeEquals(proof, head.AsSpan(13 + SaltLength, ProofLength)))
            return new Seal(head, cipher);
        cipher.Dispose();
        throw new BackupException("The passphrase is wrong: it does not open this backup. The file itself begins as it should.");
    }

    /// <summary>Seals a piece.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="isLast">Whether it is the last.</param>
    /// <param name="open">What is in it.</param>
    /// <param name="shut">Where it is written to; as long.</param>
    /// <param name="tag">Where what follows it is written to.</param>
    public void Close(long number, bool isLast, ReadOnlySpan<byte> open, Span<byte> shut, Span<byte> tag)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Name(nonce, number, isLast);
        if (_cipher is not null)
        {
            _cipher.Encrypt(nonce, open, shut, tag, _head);
            return;
        }

        open.CopyTo(shut);
        TagOf(nonce, open).CopyTo(tag);
    }

    /// <summary>Opens a piece.</summary>
    /// <returns>Whether it is as it was sealed, with this number.</returns>
    public bool TryOpen(long number, bool isLast, ReadOnlySpan<byte> shut, ReadOnlySpan<byte> tag, Span<byte> open)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        Name(nonce, number, isLast);
        if (_cipher is null)
        {
            shut.CopyTo(open);
            return TagOf(nonce, shut).SequenceEqual(tag);
        }

        try
        {
            _cipher.Decrypt(nonce, shut, tag, open, _head);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    public void Dispose() => _cipher?.Dispose();

    // No key seals two files, so a number is enough to be used once.
    private static void Name(Span<byte> nonce, long number, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[8] = isLast ? (byte)1 : (byte)0;
    }

    private ReadOnlySpan<byte> TagOf(ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> open)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_head);
        hash.AppendData(nonce);
        hash.AppendData(open);
        return hash.GetHashAndReset().AsSpan(0, TagLength);
    }

    private static (AesGcm Cipher, byte[] Proof) KeyOf(string passphrase, ReadOnlySpan<byte> salt, int rounds)
    {
        var made = Rfc2898DeriveBytes.Pbkdf2(passphrase.Normalize(System.Text.NormalizationForm.FormC), salt, rounds, HashAlgorithmName.SHA256, 32);
        var key = HKDF.Expand(HashAlgorithmName.SHA256, made, 32, "whalepaper backup key"u8.ToArray());
        try
        {
            return (new AesGcm(key, TagLength), HKDF.Expand(HashAlgorithmName.SHA256, made, ProofLength, "whalepaper backup proof"u8.ToArray()));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(made);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static ReadOnlySpan<byte> SumOf(ReadOnlySpan<byte> head) => SHA256.HashData(head[..(HeadLength - SumLength)]).AsSpan(0, SumLength);
}
