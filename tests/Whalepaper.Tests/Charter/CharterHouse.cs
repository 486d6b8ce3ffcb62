using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Charter;
using Whalepaper.Tests.Data;

namespace Whalepaper.Tests.Charter;

/// <summary>A database with the whole house's wiring, into which documents go and out of which they come.</summary>
internal sealed class CharterHouse : IAsyncDisposable
{
    public static readonly string Sample = File.ReadAllText("samples/whalepaper.md");

    private CharterHouse(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public static async Task<CharterHouse> OpenAsync(Engine engine, Action<IServiceCollection>? also = null) => new(await TestDatabase.CreateAsync(engine, services =>
    {
        services.AddRooms();
        also?.Invoke(services);
    }));

    public async Task<ImportReport> ImportAsync(CharterText text, bool dryRun = false, IProgress<ImportProgress>? progress = null)
    {
        await using var scope = Database.Scope();
        return await scope.ServiceProvider.GetRequiredService<CharterImport>().RunAsync(new ImportOrder(text, "charter.md", dryRun), progress);
    }

    public Task<ImportReport> ImportAsync(string text, bool dryRun = false) => ImportAsync(new CharterText(text, "UTF-8"), dryRun);

    public async Task<string> ExportAsync()
    {
        await using var scope = Database.Scope();
        return await scope.ServiceProvider.GetRequiredService<CharterExport>().RunAsync() ?? "";
    }

    /// <summary>Everything in the database, as text: every row of every table, in order.</summary>
    public Task<string> ContentAsync() => Database.WithAsync(async db =>
    {
        var content = new StringBuilder();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()!).Distinct().Order(StringComparer.Ordinal))
        {
            var rows = new List<string>();
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"SELECT * FROM \"{table}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => $"{reader.GetName(i)}={Said(reader.GetValue(i))}")));
            rows.Sort(StringComparer.Ordinal);
            content.Append(CultureInfo.InvariantCulture, $"{table}: {rows.Count}\n").AppendJoin('\n', rows).Append('\n');
        }

        return content.ToString();
    });

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static string Said(object value) => value is string[] many ? string.Join(',', many) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
