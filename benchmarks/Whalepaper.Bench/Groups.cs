using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Members;

namespace Whalepaper.Bench;

/// <summary>An engine as a measurement names it.</summary>
internal enum BenchEngine
{
    /// <summary>SQLite in the data folder.</summary>
    Sqlite,

    /// <summary>PostgreSQL, by an address.</summary>
    Postgres,
}

/// <summary>Groups of all sizes, each imported once by the program's own command.</summary>
internal sealed class Groups(Terms terms)
{
    private readonly Dictionary<(BenchEngine Engine, int Entries, int OfTopic), Imported> _ready = [];

    /// <summary>A group that was imported.</summary>
    /// <param name="Arguments">What tells the program where it lies.</param>
    /// <param name="Folder">Its data folder.</param>
    /// <param name="Took">How long the import took, from the start of the command to its end.</param>
    /// <param name="PeakMemory">The most memory that the command held, in bytes.</param>
    internal sealed record Imported(string[] Arguments, string Folder, TimeSpan Took, long PeakMemory)
    {
        /// <summary>The same for whoever opens it without the program.</summary>
        public DataSettings Data => new(Folder, Arguments is [_, _, _, var address] ? address : null);
    }

    /// <summary>The engines that are at hand.</summary>
    public IReadOnlyList<BenchEngine> Engines => terms.Engines;

    /// <summary>A group of this size; imported when it is asked for the first time.</summary>
    public async Task<Imported> OfAsync(BenchEngine engine, int entries, CancellationToken cancellation, int ofTopic = ReadingGroup.EntriesOfTopic)
    {
        if (_ready.TryGetValue((engine, entries, ofTopic), out var known))
            return known;
        var folder = Path.Combine(terms.Work, string.Create(CultureInfo.InvariantCulture, $"{engine}-{entries}-{ofTopic}"));
        Directory.CreateDirectory(folder);
        var document = Path.Combine(folder, "group.md");
        await File.WriteAllTextAsync(document, ReadingGroup.Document(entries, ofTopic), cancellation);
        string[] where = ["--data", folder];
        if (engine == BenchEngine.Postgres)
        {
            where = [.. where, "--database", await CreateDatabaseAsync(string.Create(CultureInfo.InvariantCulture, $"bench_{entries}_{ofTopic}"), cancellation)];
            await Programs.RunAsync(terms.Cores.Server, terms.Program, ["migrate", .. where], cancellation);
        }

        var (took, peak) = await Programs.RunAsync(terms.Cores.Server, terms.Program, ["import", document, .. where], cancellation);
        await AppointAsync(where, cancellation);
        return _ready[(engine, entries, ofTopic)] = new Imported(where, folder, took, peak);
    }

    // A group that lives has an organizer: only in one that does not is a link to set it up made at each start.
    private static async Task AppointAsync(string[] where, CancellationToken cancellation)
    {
        await using DbConnection connection = where is [_, _, _, var address] ? new NpgsqlConnection(address) : new SqliteConnection($"Data Source={Path.Combine(where[1], "whalepaper.db")};Pooling=False");
        await connection.OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"UPDATE \"Members\" SET \"Role\" = {(int)Role.Organizer} WHERE \"Id\" = (SELECT min(\"Id\") FROM \"Members\")";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<string> CreateDatabaseAsync(string name, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(terms.Postgres!);
        await using (var drop = source.CreateCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))
            await drop.ExecuteNonQueryAsync(cancellation);
        await using (var create = source.CreateCommand($"CREATE DATABASE \"{name}\""))
            await create.ExecuteNonQueryAsync(cancellation);
        return new NpgsqlConnectionStringBuilder(terms.Postgres) { Database = name }.ToString();
    }
}
