using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Npgsql;
using Whalepaper.Data;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Whalepaper.Tests.Data;

public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>Runs a theory once on each engine; the test's first argument is the <see cref="Engine"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothEnginesAttribute : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(System.Reflection.MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([new TheoryDataRow(Engine.Sqlite), new TheoryDataRow(Engine.Postgres)]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>A database of a test's own, migrated, empty, and gone when the test ends.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly string _server;

    private TestDatabase(Engine engine, string folder, DataSettings settings, string server, FakeClock clock, Action<IServiceCollection>? also)
    {
        Engine = engine;
        (_folder, _server) = (folder, server);
        Settings = settings;
        Clock = clock;
        var services = new ServiceCollection().AddLogging().AddSingleton<IClock>(clock).AddWhalepaperData(settings);
        also?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public Engine Engine { get; }

    public DataSettings Settings { get; }

    /// <summary>Stands at Saturday 2026-11-28 12:00 UTC until told otherwise.</summary>
    public FakeClock Clock { get; }

    public IServiceProvider Services => _services;

    /// <summary>Makes one.</summary>
    /// <param name="engine">On which engine.</param>
    /// <param name="also">What else its container holds.</param>
    /// <param name="upTo">The last migration that it has, for one of an earlier program; null for all.</param>
    /// <param name="from">Fills it, in the place of all migrations; null for an empty one.</param>
    /// <param name="server">The PostgreSQL server on which it lies; null for the one of all tests.</param>
    public static async Task<TestDatabase> CreateAsync(
        Engine engine, Action<IServiceCollection>? also = null, string? upTo = null, Func<DataSettings, Task>? from = null, string? server = null)
    {
        var database = await PlaceAsync(engine, also, server);
        await using var scope = database._services.CreateAsyncScope();
        if (from is not null)
            await from(database.Settings);
        else if (upTo is null)
            await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().MigrateAsync();
        else
            await scope.ServiceProvider.GetRequiredService<WhalepaperDb>().Database.MigrateAsync(upTo);
        return database;
    }

    /// <summary>An empty folder and, with PostgreSQL, a database without a table: what a backup is restored into.</summary>
    public static async Task<TestDatabase> PlaceAsync(Engine engine, Action<IServiceCollection>? also = null, string? server = null)
    {
        var folder = Directory.CreateTempSubdirectory("whalepaper-test-").FullName;
        server ??= engine == Engine.Postgres ? ServerOfAll : "";
        var settings = engine == Engine.Sqlite
            ? new DataSettings(folder)
            : new DataSettings(folder, await CreatePostgresDatabaseAsync(server));
        return new TestDatabase(engine, folder, settings, server, new FakeClock(Instant.FromUtc(2026, 11, 28, 12, 0)), also);
    }

    /// <summary>A scope with a context of its own.</summary>
    public AsyncServiceScope Scope() => _services.CreateAsyncScope();

    /// <summary>Runs a unit of work on a context of its own.</summary>
    public async Task<T> WithAsync<T>(Func<WhalepaperDb, Task<T>> work)
    {
        await using var scope = Scope();
        return await work(scope.ServiceProvider.GetRequiredService<WhalepaperDb>());
    }

    /// <summary>Runs a unit of work on a context of its own.</summary>
    public Task WithAsync(Func<WhalepaperDb, Task> work) => WithAsync(async db =>
    {
        await work(db);
        return true;
    });

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (Settings.IsPostgres)
        {
            await ExecuteOnServerAsync(_server, $"DROP DATABASE \"{new NpgsqlConnectionStringBuilder(Settings.Database).Database}\" WITH (FORCE)");
        }
        else
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string ServerOfAll => Environment.GetEnvironmentVariable("WHALEPAPER_TEST_POSTGRES")
        ?? throw new InvalidOperationException("WHALEPAPER_TEST_POSTGRES names no server: run ./test, which starts one, or set it to a connection string.");

    private static async Task<string> CreatePostgresDatabaseAsync(string server)
    {
        var name = $"wp_{Guid.NewGuid():N}";
        await ExecuteOnServerAsync(server, $"CREATE DATABASE \"{name}\"");
        // A machine that stands still for half a minute is no answer of the server's.
        return new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20, Timeout = 180, CommandTimeout = 300 }.ToString();
    }

    private static async Task ExecuteOnServerAsync(string server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
