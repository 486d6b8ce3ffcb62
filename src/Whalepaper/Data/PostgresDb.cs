using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Whalepaper.Data;

/// <summary>The group's data on a PostgreSQL server: for many copies of the program.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : WhalepaperDb(options)
{
    /// <inheritdoc />
    public override SearchTable SearchTable => new PostgresSearchTable(this);

    /// <summary>Points options at a server.</summary>
    public static DbContextOptionsBuilder Configure(DbContextOptionsBuilder options, string connectionString) =>
        options.UseNpgsql(connectionString);

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
