using System.Formats.Tar;
using System.IO.Compression;
using Npgsql;
using Whalepaper.Data;
using Xunit;

namespace Whalepaper.Tests.Data;

/// <summary>
/// A group's data as an earlier version left it, kept in <c>Data/Fixtures</c>: what <c>tests/add-fixture</c> writes there when a version is tagged. Whatever lies in
/// the folder is taken.
/// </summary>
/// <param name="Name">The version.</param>
/// <param name="Engine">The engine.</param>
public sealed record KeptDatabase(string Name, Engine Engine)
{
    private const string Dump = "dump.sql";

    private static readonly string folder = Path.Combine(AppContext.BaseDirectory, "Data", "Fixtures");

    /// <summary>All that are kept.</summary>
    public static IReadOnlyList<KeptDatabase> All { get; } =
        [.. Enum.GetValues<Engine>().SelectMany(engine => Directory.EnumerateFiles(folder, $"*{EndingOf(engine)}").Select(file => new KeptDatabase(Path.GetFileName(file)[..^EndingOf(engine).Length], engine)).OrderBy(one => one.Name, StringComparer.Ordinal))];

    /// <summary>The one with the fewest migrations, on each engine.</summary>
    public static KeptDatabase Oldest(Engine engine) => All.Single(one => one.Engine == engine && one.Name is "unreleased-addresses");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Lays its database and its files into an empty place.</summary>
    public async Task LayAsync(DataSettings settings)
    {
        await using var packed = File.OpenRead(Path.Combine(folder, Name + EndingOf(Engine)));
        await using var plain = new GZipStream(packed, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(plain, settings.Folder, overwriteFiles: false, Stop);
        if (Engine is Engine.Sqlite)
            return;
        var dump = Path.Combine(settings.Folder, Dump);
        // Some lines are meant for the program that usually reads it.
        var words = string.Join('\n', (await File.ReadAllLinesAsync(dump, Stop)).Where(line => !line.StartsWith('\\')));
        File.Delete(dump);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(settings.Database) { Pooling = false }.ToString());
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand(words, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }

    private static string EndingOf(Engine engine) => engine is Engine.Sqlite ? ".sqlite.tar.gz" : ".postgres.tar.gz";

    public override string ToString() => $"{Name} on {Engine}";
}
