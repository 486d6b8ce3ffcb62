using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// Writes down what became of deliveries, one by one, each in a transaction of its own. The statement is made once and carried out for each of them: made
/// anew by the framework it would take longer than to send the letter. Not for use by two at once, nor within a transaction.
/// </summary>
internal sealed class DeliveryResults(WhalepaperDb db) : IDisposable
{
    private const string Sql = """
        UPDATE "Deliveries" SET "State" = @state, "Holder" = @holder, "Due" = @due, "Attempts" = @attempts, "Result" = @result, "EndedAt" = @ended, "SealedWords" = @words, "Version" = "Version" + 1
        WHERE "Id" = @id AND "Version" = @version
        """;

    private static readonly (string Name, DbType Type)[] parts =
    [
        ("state", DbType.Int32), ("holder", DbType.String), ("due", DbType.Int64), ("attempts", DbType.Int32), ("result", DbType.String), ("ended", DbType.Int64), ("words", DbType.String),
        ("id", DbType.Int32), ("version", DbType.Int32),
    ];

    private DbCommand? _statement;

    /// <summary>Writes one down. Who changed it meanwhile, because its recipient left or took it away, is right: then nothing is written.</summary>
    public void Write(Delivery delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var statement = Statement();
        object?[] values =
        [
            (int)delivery.State, delivery.Holder, delivery.Due.ToUnixTimeMilliseconds(), delivery.Attempts, delivery.Result, delivery.EndedAt?.ToUnixTimeMilliseconds(), delivery.SealedWords,
            delivery.Id, delivery.Version,
        ];
        foreach (var (n, value) in values.Index())
            statement.Parameters[n].Value = value ?? DBNull.Value;
        statement.ExecuteNonQuery();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        var connection = _statement?.Connection;
        _statement?.Dispose();
        _statement = null;
        if (connection is not null && !ReferenceEquals(connection, db.Database.GetDbConnection()))
            connection.Dispose();
    }

    // The connection may have been lost since the last one.
    private DbCommand Statement()
    {
        if (_statement is { Connection.State: ConnectionState.Open } ready)
            return ready;
        Dispose();
        var statement = db.ConnectOnTheSpot().CreateCommand();
        statement.CommandText = Sql;
        foreach (var (name, type) in parts)
        {
            var parameter = statement.CreateParameter();
            (parameter.ParameterName, parameter.DbType) = (name, type);
            statement.Parameters.Add(parameter);
        }

        statement.Prepare();
        return _statement = statement;
    }
}
