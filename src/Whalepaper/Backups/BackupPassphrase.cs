namespace Whalepaper.Backups;

/// <summary>The passphrase by which backups are encrypted, as the site was told; null for none. It is asked for nowhere else, and shown nowhere.</summary>
/// <param name="Words">The passphrase.</param>
internal sealed record BackupPassphrase(string? Words)
{
    /// <summary>The variable that holds it.</summary>
    public const string Variable = "WHALEPAPER_BACKUP_PASSPHRASE";

    // Whoever has the file tries as many as they like: a word or two fall in a night.
    private const int Least = 12;

    /// <summary>Reads what is set.</summary>
    /// <exception cref="BackupException">It is too short to guard anything.</exception>
    public static BackupPassphrase Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new BackupPassphrase(settings[Variable] is { Length: > 0 } set ? Solid(set) : null);
    }

    /// <summary>Lets a passphrase through that will guard something.</summary>
    /// <exception cref="BackupException">It is too short to.</exception>
    public static string Solid(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return words.Length >= Least
            ? words
            : throw new BackupException($"The passphrase of backups has {words.Length} characters. Whoever has a backup may try as many as they like, so it should have {Least} at least; four words picked by chance will do.");
    }

    /// <inheritdoc />
    public override string ToString() => Words is null ? "none" : "set";
}
