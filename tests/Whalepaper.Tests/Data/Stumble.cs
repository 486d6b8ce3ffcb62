using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Whalepaper.Data;

namespace Whalepaper.Tests.Data;

/// <summary>Something that breaks in the midst of a piece of work: right after one of its saves was written, and before any of it is certain.</summary>
internal sealed class Stumble : ISequel
{
    private Func<IReadOnlyList<EntityEntry>, bool> _which = _ => true;
    private int _left = int.MaxValue;

    /// <summary>What breaks; the program itself, unless a test says otherwise.</summary>
    public Func<WhalepaperDb, Task> Fall { get; set; } = _ => throw new InvalidOperationException("The program broke here.");

    /// <summary>Sets it up in a house.</summary>
    public void SetUp(WebApplicationBuilder builder) => builder.Services.AddSingleton<ISequel>(this);

    /// <summary>Breaks at a save.</summary>
    /// <param name="save">The how manieth save from now on, from 1.</param>
    /// <param name="which">Which saves count; null for each.</param>
    public void At(int save, Func<IReadOnlyList<EntityEntry>, bool>? which = null) => (_which, _left) = (which ?? (_ => true), save);

    /// <summary>Goes on without a fall.</summary>
    public void GetUp() => _left = int.MaxValue;

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed) =>
        changed.Count > 0 && _which(changed) && Interlocked.Decrement(ref _left) == 0 ? _ => Fall(db) : null;

    /// <summary>Cuts the connection to PostgreSQL, as its server does when it ends.</summary>
    /// <param name="db">Whose connection.</param>
    /// <param name="database">Where another one leads: the address of the database.</param>
    public static async Task CutAsync(WhalepaperDb db, string database)
    {
        await using var killer = NpgsqlDataSource.Create(database);
        await using var command = killer.CreateCommand("SELECT pg_terminate_backend($1)");
        command.Parameters.Add(new() { Value = ((NpgsqlConnection)db.Database.GetDbConnection()).ProcessID });
        await command.ExecuteNonQueryAsync();
    }
}
