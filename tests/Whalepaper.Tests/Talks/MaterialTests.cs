using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Members.Accounts;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Files;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Walls;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>What lies beside a talk: who changes it, who sees it, how it is sent, and what becomes of files that nobody names.</summary>
public sealed class MaterialTests
{
    [Theory, BothEngines]
    public async Task Who_added_it_who_shares_the_talk_and_the_committee_change_and_remove_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var talk = await house.ShareAsync("inner");
        await (await house.SignInAsync("inner")).UploadAsync(talk, "a.txt", "hello"u8.ToArray());
        var material = Assert.Single(await house.MaterialsAsync(talk));
        foreach (var (place, may) in new[] { ("open", false), ("candidate", false), ("inner", true), ("committee", true), ("organizer", true) })
        {
            var session = await house.SignInAsync(place);
            Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await session.GetAsync($"/materials/{material.Id}")).Status);
            Assert.Equal(may ? HttpStatusCode.SeeOther : HttpStatusCode.NotFound, (await session.SendAsync("PUT", $"/materials/{material.Id}", ("kind", "code"), ("title", $"By {place}"))).Status);
            if (!may)
                Assert.Equal(HttpStatusCode.NotFound, (await session.SendAsync("DELETE", $"/materials/{material.Id}")).Status);
        }

        Assert.Equal((MaterialKind.Code, "By organizer"), (Assert.Single(await house.MaterialsAsync(talk)) is var changed ? (changed.Kind, changed.Title) : default));
        Assert.Equal($"/talks/{talk}?done=removed", (await (await house.SignInAsync("committee")).SendAsync("DELETE", $"/materials/{material.Id}")).Location);
        Assert.Empty(await house.MaterialsAsync(talk));
        Assert.Equal(0, await house.Site.WithAsync(db => db.StoredFiles.CountAsync()));
        var log = await house.Site.WithAsync(db => db.AuditEntries.Where(e => e.Act.StartsWith("material.")).OrderBy(e => e.Id).Select(e => e.Act).ToListAsync());
        Assert.Equal(["material.change", "material.change", "material.remove"], log);
    }

    [Theory, BothEngines]
    public async Task Who_may_not_change_one_is_answered_as_if_there_were_none_however_slow_the_database_is(Engine engine)
    {
        var between = new Between();
        await using var house = await Household.MoveInAsync(engine, between.SetUp);
        var talk = await house.ShareAsync("inner");
        await (await house.SignInAsync("inner")).UploadAsync(talk, "a.txt", "hello"u8.ToArray());
        var (there, nowhere) = ($"/materials/{Assert.Single(await house.MaterialsAsync(talk)).Id}", "/materials/999999");
        var open = await house.SignInAsync("open");

        // What is there comes at once; whose it is takes a while, and a page is drawn meanwhile.
        between.Before("\"TalkPresenters\"", async () => await Task.Yield());
        var read = await Crawl.ReadAsync(open, [there, nowhere]);

        Assert.True(between.IsDone);
        Assert.StartsWith("404", read[there], StringComparison.Ordinal);
        Assert.Equal(read[nowhere].Replace(nowhere, "", StringComparison.Ordinal), read[there].Replace(there, "", StringComparison.Ordinal));
    }

    [Theory, BothEngines]
    public async Task What_is_for_members_is_nowhere_for_others(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var talk = await house.ShareAsync("inner");
        var inner = await house.SignInAsync("inner");
        await inner.UploadAsync(talk, "quokka.txt", "wombats"u8.ToArray(), ("fileKind", "notes"), ("fileTitle", "Quokka hidden"));
        await inner.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "recording"), ("title", "Quokka evening"), ("link", "https://quokka.example/secret"));
        var file = (await house.MaterialsAsync(talk))[0];
        var (paper, meeting) = await MeetAsync(house, talk);
        string[] places =
        [
            $"/talks/{talk}", $"/papers/{paper}", $"/meetings/{meeting}", "/search?q=quokka", "/search?q=hidden+quokka", "/search?q=wombats", $"/api/v1/talks/{talk}", "/api/v1/talks?size=200", "/feed.atom", "/charter.md",
            "/topics/5", "/topics/5.md", "/calendar.ics", "/sitemaps/1.xml", "/schedule", "/",
        ];
        var (visitor, former) = (house.Visitor(), await house.SignInAsync("former"));
        foreach (var place in places)
        {
            foreach (var session in (Session[])[visitor, former])
            {
                var text = (await session.GetAsync(place)).Text;
                Assert.DoesNotContain("quokka", place.StartsWith("/search", StringComparison.Ordinal) ? text.Replace("quokka", "", StringComparison.Ordinal) : text, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain($"/materials/{file.Id}", text, StringComparison.Ordinal);
            }
        }

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync(MaterialFile.Href(file.Id, "quokka.txt"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await former.GetAsync(MaterialFile.Href(file.Id, "quokka.txt"))).Status);
        // Members see it, by their browsers and by their tokens.
        var member = await house.SignInAsync("open");
        foreach (var place in places[..5])
            Assert.Contains("Quokka", (await member.GetAsync(place)).Text.Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("wombats", (await member.GetAsync(MaterialFile.Href(file.Id, "quokka.txt"))).Text);
        var asked = JsonNode.Parse((await visitor.BearAsync(await house.TokenAsync("open", TokenScope.Read), "GET", $"/api/v1/talks/{talk}")).Text)!["materials"]!.AsArray();
        Assert.Equal([MaterialFile.Href(file.Id, "quokka.txt"), "https://quokka.example/secret"], asked.Select(one => one!["link"]!.GetValue<string>()));

        // Once it is said to be for everybody, kept pages tell of it too.
        await inner.SendAsync("PUT", $"/materials/{file.Id}", ("kind", "notes"), ("title", "Quokka shown"), ("public", "yes"));
        Assert.Contains("Quokka shown", (await visitor.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Quokka evening", (await visitor.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.Equal("wombats", (await visitor.GetAsync(MaterialFile.Href(file.Id, "quokka.txt"))).Text);
    }

    [Fact]
    public async Task A_file_is_sent_so_that_nothing_in_it_runs()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        foreach (var (name, content, type, way) in (IEnumerable<(string, byte[], string, string)>)
        [
            ("a.pdf", SampleFiles.Pdf("Hello"), "application/pdf", "inline"), ("a.png", SampleFiles.Png, "image/png", "inline"), ("a.mp4", SampleFiles.Mp4, "video/mp4", "inline"),
            ("a.md", "<b>"u8.ToArray(), "text/plain", "attachment"), ("幻灯 片;a.pptx", SampleFiles.Pptx, "application/vnd.openxmlformats-officedocument.presentationml.presentation", "attachment"),
        ])
        {
            await inner.UploadAsync(talk, name, content);
            var material = (await house.MaterialsAsync(talk))[^1];
            using var answer = await inner.FetchAsync(MaterialFile.Href(material.Id, name));

            Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync());
            Assert.Equal((type, way, name), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.StartsWith("sandbox; default-src 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Equal("noindex", Assert.Single(answer.Headers.GetValues("X-Robots-Tag")));
            Assert.Equal((true, "bytes", $"\"{material.File!.Sha256}\""), (answer.Headers.CacheControl!.Private, Assert.Single(answer.Headers.AcceptRanges), answer.Headers.ETag!.Tag));
            Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync($"/materials/{material.Id}/another.html")).Status);
        }
    }

    [Fact]
    public async Task A_part_of_a_file_is_a_part_of_its_bytes_and_what_is_known_is_not_sent_again()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(n => $"{n:D6}\n")));
        await inner.UploadAsync(talk, "numbers.txt", content, ("fileKind", "notes"), ("filePublic", "yes"));
        var material = Assert.Single(await house.MaterialsAsync(talk));
        async Task<HttpResponseMessage> AskAsync(Action<HttpRequestHeaders> with)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, MaterialFile.Href(material.Id, "numbers.txt"));
            request.Headers.AcceptEncoding.ParseAdd("gzip, br");
            with(request.Headers);
            return await house.Site.Client.SendAsync(request);
        }

        using var part = await AskAsync(headers => headers.Range = new RangeHeaderValue(7, 13));
        Assert.Equal((HttpStatusCode.PartialContent, "000001\n"), (part.StatusCode, await part.Content.ReadAsStringAsync()));
        Assert.Equal($"bytes 7-13/{content.Length}", part.Content.Headers.ContentRange!.ToString());
        using var last = await AskAsync(headers => headers.Range = new RangeHeaderValue(null, 7));
        Assert.Equal("019999\n", await last.Content.ReadAsStringAsync());
        using var beyond = await AskAsync(headers => headers.Range = new RangeHeaderValue(content.Length, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var known = await AskAsync(headers => headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{material.File!.Sha256}\"")));
        Assert.Equal((HttpStatusCode.NotModified, 0), (known.StatusCode, (await known.Content.ReadAsByteArrayAsync()).Length));
        using var whole = await AskAsync(_ => { });
        Assert.Empty(whole.Content.Headers.ContentEncoding);
        Assert.Equal(content, await whole.Content.ReadAsByteArrayAsync());
    }

    [Theory, BothEngines]
    public async Task Files_that_nobody_names_are_swept_after_a_day_and_no_others(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        await inner.UploadAsync(talk, "kept.txt", "kept"u8.ToArray());
        await inner.UploadAsync(talk, "gone.txt", "gone"u8.ToArray());
        var (settings, store) = (house.Site.Services.GetRequiredService<DataSettings>(), house.Site.Services.GetRequiredService<IFileStore>());
        var now = house.Site.Clock.GetCurrentInstant();
        await store.KeepAsync(FileKey.Make(now), await ReceivedFile.ReceiveAsync(settings, new MemoryStream([1]), 10, now, CancellationToken.None), CancellationToken.None);
        await ReceivedFile.ReceiveAsync(settings, new MemoryStream([1]), 10, now, CancellationToken.None);
        var foreign = Path.Combine(house.Site.Folder, "files", "notes of the operator.txt");
        await File.WriteAllTextAsync(foreign, "mine");
        Assert.Equal(5, house.Kept().Count);
        await inner.SendAsync("DELETE", $"/materials/{(await house.MaterialsAsync(talk)).Single(m => m.File!.Name == "gone.txt").Id}");

        Assert.Equal(0, await SweepAsync(house));
        house.Site.Clock.AdvanceHours(36);
        Assert.Equal(3, await SweepAsync(house));
        Assert.Equal(0, await SweepAsync(house));
        Assert.True(File.Exists(foreign));
        var material = Assert.Single(await house.MaterialsAsync(talk));
        Assert.Equal("kept", (await (await house.SignInAsync("inner")).GetAsync(MaterialFile.Href(material.Id, "kept.txt"))).Text);
    }

    [Theory, BothEngines]
    public async Task Doctor_tells_of_files_that_are_missing_or_cut(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        await inner.UploadAsync(talk, "a.txt", "missing"u8.ToArray());
        await inner.UploadAsync(talk, "b.txt", "cut short"u8.ToArray());
        Assert.Equal(Severity.Fine, Assert.Single(await ExamineAsync(house)).Severity);
        foreach (var path in house.Kept())
        {
            if (await File.ReadAllTextAsync(path) == "missing")
                File.Delete(path);
            else
                await File.WriteAllTextAsync(path, "cut");
        }

        var findings = await ExamineAsync(house);
        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.Equal(Severity.Broken, finding.Severity));
        Assert.Contains("is missing", findings[0].What, StringComparison.Ordinal);
        Assert.Contains("has 3 bytes instead of 9", findings[1].What, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await inner.GetAsync(MaterialFile.Href((await house.MaterialsAsync(talk))[0].Id, "a.txt"))).Status);
    }

    [Fact]
    public async Task What_somebody_uploaded_is_in_what_they_take_along()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        await inner.UploadAsync(talk, "mine.txt", "hello"u8.ToArray());
        async Task<string> PackAsync(string place)
        {
            using var answer = await (await house.SignInAsync(place)).FetchAsync("/me/data.zip");
            using var pack = new System.IO.Compression.ZipArchive(await answer.Content.ReadAsStreamAsync());
            using var reader = new StreamReader(await pack.GetEntry("materials.json")!.OpenAsync());
            return await reader.ReadToEndAsync();
        }

        Assert.Contains("mine.txt", await PackAsync("inner"), StringComparison.Ordinal);
        Assert.DoesNotContain("mine.txt", await PackAsync("committee"), StringComparison.Ordinal);
    }

    private static async Task<int> SweepAsync(Household house)
    {
        var sweep = ActivatorUtilities.CreateInstance<FileSweep>(house.Site.Services);
        return await house.Site.WithAsync(db => sweep.SweepAsync(db, CancellationToken.None));
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAsync(Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetServices<IExamination>().OfType<FileExamination>().Single().ExamineAsync(CancellationToken.None);
    }

    private static Task<(int Paper, int Meeting)> MeetAsync(Household house, int id) => house.Site.WithAsync(async db =>
    {
        var talk = await db.Talks.Include(t => t.Meeting).Include(t => t.Papers).SingleAsync(t => t.Id == id);
        var meeting = await db.Meetings.Where(m => m.TrackId == talk.TrackId).OrderBy(m => m.Id).FirstAsync();
        talk.ScheduleAt(meeting, await db.Talks.CountAsync(other => other.MeetingId == meeting.Id), house.Site.Clock.GetCurrentInstant());
        await db.SaveChangesAsync();
        return (talk.Papers[0].PaperId, meeting.Id);
    });
}
