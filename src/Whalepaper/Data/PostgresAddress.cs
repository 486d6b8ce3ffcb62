using Npgsql;

namespace Whalepaper.Data;

/// <summary>Reads both ways of naming a PostgreSQL database: <c>Host=…;Database=…</c> and <c>postgres://user:password@host/name</c>.</summary>
public static class PostgresAddress
{
    /// <summary>How many connections one copy of the program opens at most, unless the address says otherwise.</summary>
    public const int Connections = 40;

    /// <summary>The connection string; null for nothing given.</summary>
    /// <exception cref="InvalidOperationException">It names no PostgreSQL database. The message leaves the text out, since it may hold a password.</exception>
    public static string? Read(string? given)
    {
        if (string.IsNullOrWhiteSpace(given))
            return null;
        try
        {
            return given.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || given.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
                ? FromUri(new Uri(given))
                : Whole(new NpgsqlConnectionStringBuilder(given));
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException or FormatException)
        {
            throw new InvalidOperationException(
                "The database address is not understood. Give 'Host=…;Database=…;Username=…;Password=…' or 'postgres://user:password@host:port/name'.", exception);
        }
    }

    /// <summary>
    /// The same database behind a pooler that hands connections out by transaction: nothing is prepared in a connection, and nothing cleared when it is given back, since neither would reach
    /// the one that was meant.
    /// </summary>
    public static string ByTransaction(string address) => new NpgsqlConnectionStringBuilder(address) { MaxAutoPrepare = 0, NoResetOnClose = true }.ToString();

    private static string FromUri(Uri uri)
    {
        var user = uri.UserInfo.Split(':', 2);
        var address = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
        };
        if (user[0].Length > 0)
            address.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            address.Password = Uri.UnescapeDataString(user[1]);
        foreach (var (key, value) in Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(uri.Query))
            address[key.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? "SSL Mode" : key] = value.ToString();
        return Whole(address);
    }

    private static string Whole(NpgsqlConnectionStringBuilder address)
    {
        if (string.IsNullOrEmpty(address.Host))
            throw new FormatException("No host.");
        // As many as the driver would open, a server takes in all: a hundred requests at once would find it full. Fewer wait for each other a moment.
        if (!address.ShouldSerialize("Maximum Pool Size"))
            address.MaxPoolSize = Connections;
        return address.ToString();
    }
}
