using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;
using Npgsql;
using Whalepaper.Data.Rows;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Data;

/// <summary>The group's data on a PostgreSQL server: for many copies of the program.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : WhalepaperDb(options)
{
    /// <inheritdoc />
    public override IReadOnlyList<string> Migrations { get; } = ["20261123203401_Beginning", "20261124020803_Search", "20261124195745_People", "20261125041702_AddressChanges", "20261125112435_Talks", "20261125132950_Board", "20261125140841_Surveys", "20261125150419_Deliveries", "20261128063304_Messages", "20261128091838_Precedence", "20261128100244_NoticeEdits", "20261128123000_Room", "20261128171724_RoomMended", "20261128204756_Admission", "20261129014019_Participation", "20261129090702_FollowedTimes"];

    /// <inheritdoc />
    public override SearchTable SearchTable => new PostgresSearchTable(this);

    /// <inheritdoc />
    /// <remarks>What another transaction holds is passed over and not waited for: copies of the program share the work.</remarks>
    public override IQueryable<Delivery> HoldDueDeliveries(DeliveryState state, DeliveryPrecedence precedence, Instant now, IReadOnlyList<string> closed, int most) => Deliveries.FromSql(
        $"""
        SELECT * FROM "Deliveries"
        WHERE "State" = {(int)state} AND "Precedence" = {(int)precedence} AND "Due" <= {now.ToUnixTimeMilliseconds()} AND NOT "Channel" = ANY ({closed.ToArray()})
        ORDER BY "Due", "Id" LIMIT {most} FOR UPDATE SKIP LOCKED
        """);

    /// <inheritdoc />
    /// <remarks>In the order of their numbers, so that no two wait for each other. Rows that name a member are written meanwhile, as ever.</remarks>
    public override Task HoldMembersAsync(IReadOnlyCollection<int> ids, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return Database.ExecuteSqlAsync($"""SELECT 1 FROM "Members" WHERE "Id" = ANY ({ids.ToArray()}) ORDER BY "Id" FOR NO KEY UPDATE""", cancellation);
    }

    /// <inheritdoc />
    /// <remarks>
    /// As in SQLite, a commit does not wait for the disk here. The setting ends with the connection's use: it is cleared before somebody else gets it. Behind a pooler it would go on in whatever
    /// transaction comes next, so there a commit waits.
    /// </remarks>
    public override async Task BeginDeliveringAsync(CancellationToken cancellation)
    {
        await base.BeginDeliveringAsync(cancellation);
        if (!Place.IsPooled)
            await Database.ExecuteSqlRawAsync("SET synchronous_commit TO off", cancellation);
    }

    /// <inheritdoc />
    /// <remarks>
    /// One that was ever asked otherwise is waited for by way of other threads, which takes longer than the database. So it comes from no pool; and past any pooler, since its statement is prepared.
    /// </remarks>
    public override DbConnection ConnectOnTheSpot()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Place.Sessions) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "SET synchronous_commit TO off";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private DataSettings Place => this.GetService<DataSettings>();

    /// <summary>Points options at a server.</summary>
    /// <remarks>Where a database is built out of sight, the framework would look for its list of migrations among those that are seen.</remarks>
    public static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.InterpretConstants().UseNpgsql(connectionString, npgsql =>
        {
            if (new NpgsqlConnectionStringBuilder(connectionString).SearchPath is PostgresScaffold.Schema)
                npgsql.MigrationsHistoryTable(HistoryRepository.DefaultTableName, PostgresScaffold.Schema);
        });

    /// <summary>
    /// Tells the server what it has to do with (<see cref="ExpectedOfServer"/>). What its owner set stays; who may not alter the database leaves it as it is, and `doctor` says so. Holds for
    /// connections made from now on.
    /// </summary>
    internal async Task ExpectShortQuestionsAsync(CancellationToken cancellation)
    {
        var told = string.Concat(ExpectedOfServer.All.Select(expected =>
            $"""

              IF {expected.IsLeft} THEN
                EXECUTE format('ALTER DATABASE %I SET {expected.Setting} = {expected.Value}', current_database());
              END IF;
            """));
        // The lock: two copies of the program that start at once may not alter the same row of the catalogue.
        var block =
            $"""
            DO $$ BEGIN
              PERFORM pg_advisory_xact_lock(7041776);{told}
            EXCEPTION WHEN insufficient_privilege THEN NULL;
            END $$
            """;
        await Database.ExecuteSqlRawAsync(block, cancellation);
        NpgsqlConnection.ClearPool((NpgsqlConnection)Database.GetDbConnection());
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Text is ordered by code point, as in SQLite, whatever the server's locale.
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()))
        {
            if (property.ClrType == typeof(string))
                property.SetCollation("C");
        }
    }
}

/// <summary>Lets the migration tool make the context.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresDb>();
        PostgresDb.Configure(options, "Host=localhost;Database=design");
        return new PostgresDb(options.Options);
    }
}
