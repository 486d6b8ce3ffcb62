using System.CommandLine;
using Npgsql;
using Whalepaper.Cli;
using Whalepaper.Data;
using Xunit;

namespace Whalepaper.Tests.Data;

public sealed class PostgresAddressTests
{
    [Fact]
    public void An_address_is_read_in_both_forms()
    {
        var address = new NpgsqlConnectionStringBuilder(PostgresAddress.Read("postgres://whale:p%40ss@db.example:5433/study?sslmode=require"));

        Assert.Equal("db.example", address.Host);
        Assert.Equal(5433, address.Port);
        Assert.Equal("whale", address.Username);
        Assert.Equal("p@ss", address.Password);
        Assert.Equal("study", address.Database);
        Assert.Equal(SslMode.Require, address.SslMode);
        Assert.Equal("db", new NpgsqlConnectionStringBuilder(PostgresAddress.Read("Host=db;Database=study")).Host);
    }

    [Theory]
    [InlineData("Host=db", PostgresAddress.Connections)]
    [InlineData("postgres://db/study", PostgresAddress.Connections)]
    [InlineData("Host=db;Maximum Pool Size=100", 100)]
    [InlineData("postgres://db/study?Maximum Pool Size=7", 7)]
    public void A_copy_leaves_the_server_connections_for_others_unless_told_otherwise(string given, int most) => Assert.Equal(most, new NpgsqlConnectionStringBuilder(PostgresAddress.Read(given)).MaxPoolSize);

    [Fact]
    public void Behind_a_pooler_nothing_is_left_in_a_connection()
    {
        var settings = new DataSettings("", PostgresAddress.Read("Host=pooler;Database=study;Max Auto Prepare=20"), PostgresAddress.Read("Host=db;Database=study"));
        var (pooled, direct) = (new NpgsqlConnectionStringBuilder(settings.Database), new NpgsqlConnectionStringBuilder(settings.Sessions));

        Assert.Equal((true, "pooler", true, 0), (settings.IsPooled, pooled.Host, pooled.NoResetOnClose, pooled.MaxAutoPrepare));
        Assert.Equal(("db", false), (direct.Host, direct.NoResetOnClose));
        Assert.Equal(settings.Direct, settings.Unpooled.Database);
        var straight = new DataSettings("", settings.Direct);
        Assert.Equal((false, settings.Direct, straight), (straight.IsPooled, straight.Sessions, straight.Unpooled));
    }

    [Theory]
    [InlineData("", "pooler", "server")]
    [InlineData("--database Host=other", "other", "other")]
    [InlineData("--direct Host=beside", "pooler", "beside")]
    [InlineData("--database Host=other --direct Host=beside", "other", "beside")]
    public void Who_names_another_database_is_not_led_past_the_pooler_of_the_usual_one(string given, string asked, string direct)
    {
        var usual = new Dictionary<string, string>(StringComparer.Ordinal) { ["WHALEPAPER_DATABASE"] = "Host=pooler", ["WHALEPAPER_DATABASE_DIRECT"] = "Host=server" };
        var settings = Commands.Settings(new RootCommand { Commands.DataFolder, Commands.Database, Commands.Direct }.Parse(given), "data", usual.GetValueOrDefault);

        Assert.Equal((asked, direct), (new NpgsqlConnectionStringBuilder(settings.Database).Host, new NpgsqlConnectionStringBuilder(settings.Sessions).Host));
    }

    [Fact]
    public async Task A_way_past_a_pooler_without_a_pooler_is_refused()
    {
        foreach (var command in (string[])["doctor", "demo"])
            Assert.Equal(1, await Commands.RunAsync([command, "--data", Path.Combine(Path.GetTempPath(), $"whalepaper-{Guid.NewGuid():N}"), "--direct", "Host=db;Database=study"]));
        var folder = new DataSettings("", null, "Host=db");
        Assert.False(folder.IsPostgres);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void Nothing_given_means_sqlite(string? given) => Assert.Null(PostgresAddress.Read(given));

    [Theory]
    [InlineData("mysql://secret@host/x")]
    [InlineData("Colour=secret")]
    [InlineData("Database=secret")]
    [InlineData("postgres://[secret")]
    public void What_is_no_address_is_refused_without_repeating_it(string given)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => PostgresAddress.Read(given));
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }
}
