using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Whalepaper.Tests.Notices;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Tests.Watching;
using Xunit;
using Session = Whalepaper.Tests.People.Session;

namespace Whalepaper.Tests.Copies;

/// <summary>Copies over one PgBouncer that hands connections out by transaction: nothing is looked for in a connection that was left in another.</summary>
public sealed class PoolerTests
{
    private const int People = 100;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Members_sign_in_write_and_read_and_hear_what_is_done_at_another_copy()
    {
        await using var pooler = await Pooler.StartAsync();
        await using var house = await Household.MoveInAsync(Engine.Postgres, by: pooler.Through);
        await using var copy = await house.Site.CopyAsync();
        var browser = house.Visitor();
        Assert.Equal("/me", (await browser.SendAsync("POST", "/sign-in", ("email", Household.Email("inner")), ("password", Household.Password))).Location);
        using var stream = await StreamOfEvents.OpenAsync(browser.At(copy), house.Season.Tonight.Id);
        await stream.UntilAsync("event: agenda");

        var talk = (await browser.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1, day: 19))[0])).TalkNumber();
        Assert.Equal(HttpStatusCode.OK, (await browser.At(copy).GetAsync($"/talks/{talk}")).Status);
        Assert.Contains("Paper number", (await new Session(copy).GetAsync("/search?q=Paper+number")).Text, StringComparison.Ordinal);
        await LiveStreamTests.StandByAsync(house, "organizer");
        await stream.UntilAsync("Stands by: organizer");
    }

    [Fact]
    public async Task Hundreds_at_once_at_two_copies_are_served_over_five_connections()
    {
        await using var pooler = await Pooler.StartAsync();
        await using var site = await TestSite.StartAsync(Engine.Postgres, by: pooler.Through);
        await using var copy = await site.CopyAsync();
        TestSite[] copies = [site, copy];
        var now = site.Clock.GetCurrentInstant();
        var room = await site.WithAsync(db => FullRoom.FillAsync(db, now, People));
        var code = await site.WithAsync(async db =>
        {
            await db.OpenAsync(await db.Meetings.SingleAsync(Stop), room.Host.Id, now, Stop);
            return await db.Sessions.Select(session => session.Code).SingleAsync(Stop);
        });

        var coming = copies.SelectMany(at => room.Guests.Select(guest => Task.Run(() => room.DoAsync(at.Client, guest, HttpMethod.Post, "attendance", new { code }))));
        var asking = copies.SelectMany(at => room.Guests.Select((guest, n) => Task.Run(() => room.DoAsync(at.Client, guest, HttpMethod.Post, "questions", new { text = $"Question-{n}?", talk = room.Talk, key = $"form {n}" }))));
        var answers = await Task.WhenAll([.. coming, .. asking]);

        Assert.All(answers, answer => Assert.True(answer.Status is HttpStatusCode.NoContent or HttpStatusCode.OK, $"{answer}"));
        Assert.Equal((People, People), await site.WithAsync(async db => (await db.Attendances.CountAsync(Stop), await db.Questions.CountAsync(Stop))));
        Assert.InRange(await PooledAsync(site.Database!), 1, Pooler.Connections);
        await AssertCleanAsync(pooler, site);
    }

    [Fact]
    public async Task Letters_are_sent_and_leave_nothing_behind_in_the_connections_of_others()
    {
        var folder = new MailFolder();
        await using var pooler = await Pooler.StartAsync();
        await using var house = await Household.MoveInAsync(Engine.Postgres, builder => MailFolder.SetUp(builder), pooler.Through);
        await using var copy = await house.Site.CopyAsync(builder => MailFolder.SetUp(builder));
        await house.Site.WithAsync(async db =>
        {
            var now = house.Site.Clock.GetCurrentInstant();
            var seal = house.Site.Services.GetRequiredService<LetterSeal>();
            db.AddRange(Enumerable.Range(0, 60).Select(n => Delivery.Carrying($"pooled:{n}", Recipient.At(folder.Address($"reader{n}")), ChannelNames.Mail, seal.Close(new Message($"Letter {n}", "Hello.", "")), now + NodaTime.Duration.FromDays(1), now)));
            await db.SaveChangesAsync(Stop);
        });
        await Task.WhenAll(Task.Run(house.Site.DrainAsync), Task.Run(copy.DrainAsync));

        Assert.Equal(60, (await folder.ReadAsync()).Select(letter => letter.MessageId).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(60, folder.Count);
        Assert.Equal(60, await house.Site.WithAsync(db => db.Deliveries.CountAsync(d => d.State == DeliveryState.Sent && d.Occasion.StartsWith("pooled:"), Stop)));
        await AssertCleanAsync(pooler, house.Site);
    }

    [Fact]
    public async Task A_pooler_that_nobody_is_led_past_is_told_of_and_the_house_works_on()
    {
        await using var pooler = await Pooler.StartAsync();
        using var warnings = new WarningsLogged();
        await using var house = await Household.MoveInAsync(Engine.Postgres, builder => builder.Logging.AddProvider(warnings), straight => new DataSettings(straight.Folder, Pooler.Address(pooler, straight.Database!)));
        await warnings.UntilAsync("WHALEPAPER_DATABASE_DIRECT");

        Assert.Equal(nameof(UnheardException), house.Site.Services.GetRequiredService<ChangeWireReader>().Record.Run.Fault);
        Assert.False(house.Site.Services.GetRequiredService<ChangeWire>().IsListening);
        Assert.Equal("/me", (await house.Visitor().SendAsync("POST", "/sign-in", ("email", Household.Email("inner")), ("password", Household.Password))).Location);
    }

    [Fact]
    public async Task A_database_is_migrated_past_the_pooler()
    {
        await using var pooler = await Pooler.StartAsync();
        await using var database = await TestDatabase.CreateAsync(Engine.Postgres, upTo: "20261123203401_Beginning");
        var settings = pooler.Through(database.Settings);

        Assert.Equal(0, await Whalepaper.Cli.Commands.RunAsync(["migrate", "--data", settings.Folder, "--database", settings.Database!, "--direct", settings.Direct!]));

        await using var scope = database.Scope();
        Assert.Empty(await scope.ServiceProvider.GetRequiredService<DatabaseSetup>().PendingAsync(Stop));
        Assert.Equal(0, await PooledAsync(settings.Direct!));
    }

    // How many connections of the server the pooler has to a database; it keeps what it opened.
    private static async Task<long> PooledAsync(string straight)
    {
        await using var source = NpgsqlDataSource.Create(straight);
        await using var command = source.CreateCommand($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{Pooler.Name}'");
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }

    // Whoever is given one of the pooler's connections finds it as it was made.
    private static async Task AssertCleanAsync(ChildServer pooler, TestSite site)
    {
        await using var source = NpgsqlDataSource.Create(PostgresAddress.ByTransaction(Pooler.Address(pooler, site.Database!)));
        var held = new List<(NpgsqlConnection Connection, NpgsqlTransaction Unit)>();
        var seen = new HashSet<int>();
        try
        {
            while (held.Count < Pooler.Connections)
            {
                var connection = await source.OpenConnectionAsync(Stop);
                held.Add((connection, await connection.BeginTransactionAsync(Stop)));
                await using var command = new NpgsqlCommand("SELECT pg_backend_pid(), current_setting('synchronous_commit'), (SELECT count(*) FROM pg_prepared_statements)", connection);
                await using var rows = await command.ExecuteReaderAsync(Stop);
                Assert.True(await rows.ReadAsync(Stop));
                seen.Add(rows.GetInt32(0));
                Assert.Equal(("on", 0L), (rows.GetString(1), rows.GetInt64(2)));
            }
        }
        finally
        {
            foreach (var (connection, unit) in held)
            {
                await unit.DisposeAsync();
                await connection.DisposeAsync();
            }
        }

        Assert.Equal(Pooler.Connections, seen.Count);
    }
}
