using Whalepaper.Data.Rows;

namespace Whalepaper.Backups;

/// <summary>What a backup begins with: all that must be known before its rows are read.</summary>
/// <param name="Format">The form of the backup; see <see cref="CurrentFormat"/>.</param>
/// <param name="Program">The version of the program that made it.</param>
/// <param name="Engine">The engine that it was made from, for people: it goes back to any.</param>
/// <param name="Migration">The last migration of the database, without the day that each engine puts before it.</param>
/// <param name="At">When it was begun, in UTC: what was saved until then is in it.</param>
/// <param name="Tables">The tables, in the order in which they follow.</param>
internal sealed record BackupHead(int Format, string Program, string Engine, string Migration, string At, IReadOnlyList<TableShape> Tables)
{
    /// <summary>The form that this program writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its entry.</summary>
    public const string Entry = "head.json";

    /// <summary>How many bytes it has at most: some forty for each column.</summary>
    public const int Most = 4 * 1024 * 1024;

    /// <summary>Whether it names what it has to.</summary>
    public bool IsWhole() => Tables.All(table => table is not null && table.Columns.All(column => column is not null) && table.Key.All(column => column is not null));
}

/// <summary>An uploaded file in a backup.</summary>
/// <param name="Key">By what the store knows it.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="Sha256">Its SHA-256, in small hexadecimal letters.</param>
internal sealed record FileSum(string Key, long Length, string Sha256);

/// <summary>What a backup ends with: what must have come out when all of it was read.</summary>
/// <param name="Tables">What each table holds.</param>
/// <param name="Last">The highest number that was ever given to a row, by table.</param>
/// <param name="Files">The uploaded files.</param>
/// <param name="Missing">The keys of files that rows name and that were not there, or not whole.</param>
internal sealed record BackupSums(IReadOnlyList<TableSum> Tables, IReadOnlyDictionary<string, long> Last, IReadOnlyList<FileSum> Files, IReadOnlyList<string> Missing)
{
    /// <summary>Its entry.</summary>
    public const string Entry = "sums.json";

    /// <summary>How many bytes it has at most: some 160 for each file, of which there may be a million and more.</summary>
    public const int Most = 256 * 1024 * 1024;

    /// <summary>Entries of tables begin so.</summary>
    public const string Table = "tables/";

    /// <summary>Entries of files begin so.</summary>
    public const string File = "files/";

    /// <summary>Whether it names what it has to.</summary>
    public bool IsWhole() => Tables.All(table => table is not null) && Files.All(file => file is not null) && Missing.All(key => key is not null);
}

/// <summary>How far a backup, or its restoring, is.</summary>
/// <param name="What">What is at work: a table, or files.</param>
/// <param name="Done">How many are done.</param>
/// <param name="All">Of how many; 0 where that is not known.</param>
public sealed record BackupStep(string What, int Done, int All)
{
    /// <summary>What is at work: uploaded files.</summary>
    public const string Files = "files";

    /// <summary>What is at work: the search index.</summary>
    public const string Search = "search index";
}

/// <summary>What a backup holds.</summary>
/// <param name="Tables">How many tables.</param>
/// <param name="Rows">How many rows in all of them.</param>
/// <param name="Files">How many uploaded files.</param>
/// <param name="FileBytes">How many bytes those have.</param>
/// <param name="Missing">The keys of files that rows name and that are not in it.</param>
public sealed record BackupContent(int Tables, long Rows, int Files, long FileBytes, IReadOnlyList<string> Missing)
{
    /// <summary>What is in it, by its sums.</summary>
    internal static BackupContent Of(BackupSums sums) => new(sums.Tables.Count, sums.Tables.Sum(table => table.Rows), sums.Files.Count, sums.Files.Sum(file => file.Length), sums.Missing);
}
