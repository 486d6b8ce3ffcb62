using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Whalepaper.Data;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>Lets the database of a house be away for as long as a test says, or take no writes.</summary>
internal sealed class Darkness : DbConnectionInterceptor
{
    private volatile Func<Exception>? _fault;
    private volatile bool _isShut;

    /// <summary>What SQLite says where the disk does not read or write.</summary>
    public static Exception OfSqlite() => new SqliteException("SQLite Error 10: 'disk I/O error'.", 10);

    /// <summary>What is thrown where PostgreSQL does not answer, as the framework wraps it.</summary>
    public static Exception OfPostgres() => new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)));

    /// <summary>Sets it up in a house.</summary>
    public void SetUp(WebApplicationBuilder builder)
    {
        builder.Services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(this));
        builder.Services.ConfigureDbContext<PostgresDb>(options => options.AddInterceptors(this));
    }

    /// <summary>It is away.</summary>
    public void Fall(Func<Exception> fault) => _fault = fault;

    /// <summary>It is there again.</summary>
    public void Lift() => _fault = null;

    /// <summary>SQLite takes no writes, as on a disk that was mounted read-only, until it does again.</summary>
    public void Shut(bool isShut) => _isShut = isShut;

    public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        _fault is { } fault ? throw fault() : result;

    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        _fault is { } fault ? throw fault() : ValueTask.FromResult(result);

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (connection is not SqliteConnection)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = $"PRAGMA query_only = {(_isShut ? 1 : 0)}";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
