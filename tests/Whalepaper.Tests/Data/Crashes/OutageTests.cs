using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.Data.Crashes;

/// <summary>While the database is away, or takes nothing, that is said in the reader's language, and when to come again; nothing else breaks, and as soon as it is back all goes on.</summary>
public sealed class OutageTests
{
    public static readonly TheoryData<string, string, string, bool> Languages = new()
    {
        { "en", "This cannot be done right now", "in half a minute", false },
        { "zh-CN", "现在暂时办不到", "半分钟后本页会自动再试", true },
    };

    [Theory, MemberData(nameof(Languages))]
    public async Task Who_reads_is_told_so_and_the_page_comes_again_by_itself(string language, string says, string comes, bool isPostgres)
    {
        var darkness = new Darkness();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, darkness.SetUp);
        var visitor = new Session(house.Site) { Language = language };
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/topics")).Status);
        darkness.Fall(isPostgres ? Darkness.OfPostgres : Darkness.OfSqlite);

        using var answer = await visitor.FetchAsync("/papers/1?from=here");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
        Assert.Contains($"<h1>{says}</h1>", text, StringComparison.Ordinal);
        Assert.Contains(comes, text, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\" content=\"30\"", text, StringComparison.Ordinal);
        Assert.Contains("鲸读会", text, StringComparison.Ordinal);
        Assert.Contains($"lang=\"{language}\"", text, StringComparison.Ordinal);
        EndpointTests.AssertSafe(answer);
        // What is kept is still good.
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/topics")).Status);

        darkness.Lift();
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/papers/1?from=here")).Status);
    }

    [Theory, BothEngines]
    public async Task Who_sent_something_is_told_that_it_does_not_count_and_how_to_send_it_once_more(Engine engine)
    {
        var darkness = new Darkness();
        await using var house = await Household.MoveInAsync(engine, darkness.SetUp);
        var inner = await house.SignInAsync("inner");
        var (paper, meeting) = ((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0]);
        (string, string)[] fields = [("__RequestVerificationToken", await inner.TokenAsync()), ("paper", $"{paper}"), ("meeting", $"{meeting}")];
        var before = await Inventory.TakeAsync(house.Site);
        darkness.Fall(engine is Engine.Postgres ? Darkness.OfPostgres : Darkness.OfSqlite);
        foreach (var waited in (int[])[0, 60])
        {
            // After a while it is not known any more either who they are: then nobody is told that they are nobody.
            house.Site.Clock.Advance(Duration.FromSeconds(waited));
            var answer = await inner.SendBareAsync("POST", "/topics/5/nlp/talks", fields);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
            Assert.Contains("Nothing that you sent counts as saved", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("http-equiv=\"refresh\"", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("href=\"/sign-in\"", answer.Text, StringComparison.Ordinal);
        }

        darkness.Lift();
        Assert.Equal("", Inventory.Difference(before, await Inventory.TakeAsync(house.Site)));
        // The browser sends the very same.
        Assert.StartsWith("/talks/", (await inner.SendBareAsync("POST", "/topics/5/nlp/talks", fields)).Location, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_program_is_told_so_too(Engine engine)
    {
        var darkness = new Darkness();
        await using var house = await Household.MoveInAsync(engine, darkness.SetUp);
        var key = await house.TokenAsync("inner", TokenScope.Write);
        darkness.Fall(engine is Engine.Postgres ? Darkness.OfPostgres : Darkness.OfSqlite);
        using var answer = await house.Visitor().FetchAsync("/api/v1/papers?size=7");
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal(TimeSpan.FromSeconds(30), answer.Headers.RetryAfter?.Delta);
        Assert.Equal(503, said["status"]!.GetValue<int>());
        Assert.Contains("Retry-After", said["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        EndpointTests.AssertSafe(answer);
        Assert.Equal(503, (await house.Visitor().BearAsync(key, "GET", "/api/v1/me/inbox")).Number);
        Assert.Equal(200, (await house.Visitor().GetAsync("/health/live")).Number);
        Assert.Equal(503, (await house.Visitor().GetAsync("/health/ready")).Number);

        darkness.Lift();
        Assert.Equal(200, (await house.Visitor().GetAsync("/api/v1/papers?size=7")).Number);
        Assert.Equal(200, (await house.Visitor().BearAsync(key, "GET", "/api/v1/me/inbox")).Number);
        Assert.Equal(200, (await house.Visitor().GetAsync("/health/ready")).Number);
    }

    [Fact]
    public async Task Where_nothing_was_ever_read_it_is_said_all_the_same()
    {
        var darkness = new Darkness();
        await using var site = await TestSite.StartAsync(Engine.Sqlite, darkness.SetUp);
        darkness.Fall(Darkness.OfSqlite);
        using var answer = await site.GetAsync("/", "en");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("<h1>This cannot be done right now</h1>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_disk_takes_no_writes_one_reads_on_and_what_is_sent_waits()
    {
        var darkness = new Darkness();
        await using var house = await Household.MoveInAsync(Engine.Sqlite, darkness.SetUp);
        var (inner, talk) = (await house.SignInAsync("inner"), await house.ShareAsync("inner"));
        var (paper, meeting) = ((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0]);
        var proof = await inner.TokenAsync();
        darkness.Shut(true);
        // So long that it would be noted that they were here.
        house.Site.Clock.Advance(Duration.FromMinutes(30));
        foreach (var path in (string[])["/", "/me", "/schedule", "/topics/5/nlp", "/topics/5/nlp/claim", $"/talks/{talk}"])
            Assert.Equal((path, HttpStatusCode.OK), (path, (await inner.GetAsync(path)).Status));
        Assert.Equal(503, (await inner.SendBareAsync("POST", "/topics/5/nlp/talks", ("__RequestVerificationToken", proof), ("paper", $"{paper}"), ("meeting", $"{meeting}"))).Number);
        Assert.Equal(503, (await inner.UploadAsync(talk, "a.txt", "hello"u8.ToArray())).Number);

        darkness.Shut(false);
        Assert.Equal(303, (await inner.SendBareAsync("POST", "/topics/5/nlp/talks", ("__RequestVerificationToken", proof), ("paper", $"{paper}"), ("meeting", $"{meeting}"))).Number);
        Assert.Equal(303, (await inner.UploadAsync(talk, "a.txt", "hello"u8.ToArray())).Number);
        Assert.Single(await house.MaterialsAsync(talk));
    }

    [Theory, BothEngines]
    public async Task A_clock_that_went_back_keeps_nobody_in_who_was_shut_out(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var inner = await house.SignInAsync("inner");
        Assert.Equal(HttpStatusCode.OK, (await inner.GetAsync("/me")).Status);
        house.Site.Clock.Advance(Duration.FromHours(-5));
        // As another copy of the program does it: this one hears of nothing, and believes what it knows for some seconds.
        await house.Site.WithAsync(db => db.SignIns.ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, house.Site.Clock.GetCurrentInstant())));

        Assert.StartsWith("/sign-in", (await inner.GetAsync("/me")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public void What_passes_is_told_from_what_does_not()
    {
        Exception[] passing =
        [
            .. new[] { 5, 6, 8, 10, 13, 14 }.Select(code => new DbUpdateException("It was not saved.", new SqliteException("", code))),
            .. new[] { "08006", "40P01", "53100", "53300", "57P01", "57P03", "58030", "25006" }.Select(state => new PostgresException("", "ERROR", "ERROR", state)),
            Darkness.OfPostgres(), new IOException("No space left on device", 28), new FileStoreException("", new IOException("")), new UnitLostException(),
        ];
        Exception[] lasting =
        [
            .. new[] { 1, 11, 19, 26 }.Select(code => new SqliteException("", code)), .. new[] { "23505", "42P01", "28P01" }.Select(state => new PostgresException("", "ERROR", "ERROR", state)),
            new InvalidOperationException(""), new IOException("The client reset the request stream."), new OperationCanceledException(),
        ];
        Assert.All(passing, one => Assert.True(one.IsOutage(), $"{one.GetBaseException()}"));
        Assert.All(lasting, one => Assert.False(one.IsOutage(), $"{one}"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_told_from_one_that_is_in_use()
    {
        var folder = Directory.CreateTempSubdirectory("whalepaper-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "");
        var inside = new DataSettings(Path.Combine(folder, "file", "data"));
        Assert.Contains("cannot write into", Assert.Throws<DataFolderShutException>(() => DataFolderLock.Take(inside)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
