using NodaTime;
using Whalepaper.Files;

namespace Whalepaper.Talks;

/// <summary>An uploaded file of a material: what a store keeps, and what is known of it.</summary>
public sealed class StoredFile
{
    private StoredFile()
    {
    }

    /// <summary>Notes a file that is kept.</summary>
    /// <param name="storageKey">By what the store knows it.</param>
    /// <param name="name">The name under which it is shown and saved.</param>
    /// <param name="sort">What it is, as its content says.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <param name="sha256">The SHA-256 of its content, in small hexadecimal letters.</param>
    /// <param name="now">When it came.</param>
    public StoredFile(string storageKey, string name, FileSort sort, long length, string sha256, Instant now)
    {
        if (!FileKey.IsKey(storageKey))
            throw new ArgumentException("No key of a file.", nameof(storageKey));
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (sha256 is not { Length: 64 })
            throw new ArgumentException("No SHA-256.", nameof(sha256));
        (StorageKey, Name, Sort, Length, Sha256) = (storageKey, name, sort, length, sha256);
        // What is said in a document is looked for later: whoever uploads it does not wait.
        if (sort is FileSort.Pdf)
            Text = new FileText(now);
    }

    /// <summary>The material's database number.</summary>
    public int MaterialId { get; private set; }

    /// <summary>By what the store knows it; see <see cref="FileKey"/>.</summary>
    public string StorageKey { get; private set; } = "";

    /// <summary>The name under which it is shown and saved.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it is.</summary>
    public FileSort Sort { get; private set; }

    /// <summary>How many bytes it has.</summary>
    public long Length { get; private set; }

    /// <summary>The SHA-256 of its content, in small hexadecimal letters.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>What is said in it; null for what is not read, or while it was not loaded.</summary>
    public FileText? Text { get; private set; }
}
