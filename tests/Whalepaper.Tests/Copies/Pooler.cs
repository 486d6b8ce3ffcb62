using System.Globalization;
using Npgsql;
using Whalepaper.Data;

namespace Whalepaper.Tests.Copies;

/// <summary>The real PgBouncer before the tests' PostgreSQL: it gives each transaction one of a few connections, and the next one another.</summary>
internal static class Pooler
{
    /// <summary>How many connections it shares out.</summary>
    public const int Connections = 5;

    /// <summary>By which the server knows its connections.</summary>
    public const string Name = "pooled";

    private const string PgBouncer = "/usr/sbin/pgbouncer";

    /// <summary>Starts it.</summary>
    public static Task<ChildServer> StartAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(Environment.GetEnvironmentVariable("WHALEPAPER_TEST_POSTGRES"));
        var password = string.IsNullOrEmpty(server.Password) ? "" : $" password={server.Password}";
        return ChildServer.StartAsync(
            PgBouncer,
            "process up",
            (_, port) => string.Create(CultureInfo.InvariantCulture, $"""
                [databases]
                * = host={server.Host} port={server.Port} user={server.Username}{password}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = {Connections}
                max_client_conn = 500
                {(ChildServer.IsRoot ? "user = postgres" : "")}
                """),
            (_, file) => [file]);
    }

    /// <summary>Leads a house's questions through it, and what needs a connection of its own past it.</summary>
    public static DataSettings Through(this ChildServer pooler, DataSettings straight) => new(straight.Folder, Address(pooler, straight.Database!), straight.Database);

    /// <summary>The address of a database as the pooler gives it.</summary>
    public static string Address(ChildServer pooler, string database) => new NpgsqlConnectionStringBuilder(database) { Host = "127.0.0.1", Port = pooler.Port, ApplicationName = Name }.ToString();
}
