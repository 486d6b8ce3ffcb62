using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Diagnostics;
using NodaTime;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Data;

/// <summary>The group's data in one file beside the program: the default.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : WhalepaperDb(options)
{
    /// <inheritdoc />
    public override IReadOnlyList<string> Migrations { get; } = ["20261123203358_Beginning", "20261124020756_Search", "20261124195741_People", "20261125041655_AddressChanges", "20261125112432_Talks", "20261125132947_Board", "20261125140837_Surveys", "20261125150414_Deliveries", "20261128063300_Messages", "20261128091834_Precedence", "20261128100239_NoticeEdits", "20261128122956_Room", "20261128171720_RoomMended", "20261128204751_Admission", "20261129014014_Participation", "20261129090652_FollowedTimes"];

    /// <inheritdoc />
    public override SearchTable SearchTable => new SqliteSearchTable(this);

    /// <inheritdoc />
    /// <remarks>A transaction begins by taking the one place of who writes (<c>BEGIN IMMEDIATE</c>): whoever asks inside of one asks alone.</remarks>
    public override IQueryable<Delivery> HoldDueDeliveries(DeliveryState state, DeliveryPrecedence precedence, Instant now, IReadOnlyList<string> closed, int most) => Deliveries
        .Where(d => d.State == state && d.Precedence == precedence && d.Due <= now && !EF.Parameter(closed).Contains(d.Channel))
        .OrderBy(d => d.Due).ThenBy(d => d.Id).Take(most);

    /// <inheritdoc />
    public override Task WipeWhatIsDeletedAsync(CancellationToken cancellation) => Database.ExecuteSqlRawAsync("PRAGMA secure_delete=ON", cancellation);

    /// <inheritdoc />
    /// <remarks>64 MiB; and 2 MiB, as is usual.</remarks>
    internal override Task KeepInMemoryAsync(bool much, CancellationToken cancellation) =>
        Database.ExecuteSqlRawAsync(much ? "PRAGMA cache_size=-65536" : "PRAGMA cache_size=-2000; PRAGMA shrink_memory", cancellation);

    /// <summary>Points options at a file.</summary>
    public static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string path)
    {
        var connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            ForeignKeys = true,
            DefaultTimeout = 10,
        };
        return options.UseSqlite(connection.ToString()).AddInterceptors(SqlitePragmas.Instance).InterpretConstants();
    }
}

/// <summary>Sets on every connection what SQLite does not remember in the file: once, for a connection that comes back from the pool remembers.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    public static readonly SqlitePragmas Instance = new();

    // NORMAL loses nothing that was committed when the process dies, only when the machine does; WAL keeps the file whole either way.
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000; PRAGMA temp_store=MEMORY;";

    private static readonly ConditionalWeakTable<object, object> Set = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (!Set.TryAdd(((SqliteConnection)connection).Handle!, Pragmas))
            return;
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        // SQLite never waits for a network: the synchronous way is the honest one.
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}

/// <summary>Lets the migration tool make the context.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        SqliteDb.Configure(options, "design.db");
        return new SqliteDb(options.Options);
    }
}
