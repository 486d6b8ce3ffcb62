using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Files;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Whalepaper.Tests.Talks;
using Xunit;

namespace Whalepaper.Tests.Files;

/// <summary>Two hundred hostile files cost the site nothing: each is refused, or read within ten seconds and half a gigabyte by a process that is not the site's.</summary>
public sealed class HostileTests
{
    // How long the watching itself may be late on a machine with much else to do.
    private static readonly TimeSpan late = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Every_one_is_refused_or_read_within_bounds_while_the_site_answers()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var committee = await house.SignInAsync("committee");
        var files = HostileFiles.All();
        Assert.InRange(files.Count, 200, 300);
        var faults = new List<string>();
        var (talk, beside, taken) = (0, Talk.MaterialsMaximum, 0);
        foreach (var (name, content) in files)
        {
            if (beside >= Talk.MaterialsMaximum)
                (talk, beside) = (await FormsOfMaterials.ShareAsync(house.Site, await house.AddAsync($"sharer{taken}", Members.Standing.Open)), 0);
            var answer = await committee.UploadAsync(talk, name, content);
            if (answer.Number is not (303 or 422))
                faults.Add($"{Said(name)}: {answer.Number}");
            if (answer.Number != 303)
                continue;
            beside++;
            taken++;
            if (content.AsSpan().StartsWith("%PDF"u8))
                faults.AddRange(await MeasureAsync(house, name, content));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.InRange(taken, 80, 190);
        Assert.Equal(taken, house.Kept().Count);
        Assert.All(house.Kept(), path => Assert.True(FileKey.IsKey(Path.GetRelativePath(Path.Combine(house.Site.Folder, "files"), path))));
        await ShowsNothingThatRunsAsync(house, committee);
    }

    // The ways in which a process ends that goes on for ever, wants too much, or falls.
    [Fact]
    public async Task A_process_that_goes_too_far_is_ended()
    {
        var honest = SampleFiles.Pdf("Hello");
        Assert.Equal("Hello", (await ReadAsync(honest, PdfLimits.Usual)).Text);
        Assert.Equal("Hel", (await ReadAsync(honest, PdfLimits.Usual with { Letters = 3 })).Text);
        Assert.Equal(TextFault.Slow, (await ReadAsync(honest, PdfLimits.Usual with { Time = TimeSpan.FromMilliseconds(1) })).Fault);
        Assert.Equal(TextFault.Heavy, (await ReadAsync(honest, PdfLimits.Usual, watched: 30 * FileSize.Megabyte)).Fault);
        Assert.Equal(TextFault.Unreadable, (await ReadAsync("%PDF-1.4\nhello\n%%EOF"u8.ToArray(), PdfLimits.Usual)).Fault);
        Assert.Equal(TextFault.Locked, (await ReadAsync(HostileDocuments.Locked, PdfLimits.Usual)).Fault);
    }

    [Fact]
    public void The_process_gets_none_of_our_secrets_and_little_else()
    {
        Environment.SetEnvironmentVariable("WHALEPAPER_STORAGE_TEST_SECRET", "secret");
        var start = PdfProcess.Describe(PdfLimits.Usual);

        Assert.All(start.Environment.Keys, name => Assert.True(name.StartsWith("DOTNET_", StringComparison.Ordinal) || name is "LANG" or "LC_ALL", name));
        Assert.DoesNotContain("secret", string.Join(' ', start.Environment.Values.Concat(start.ArgumentList)), StringComparison.Ordinal);
    }

    private static async Task<List<string>> MeasureAsync(Household house, string name, byte[] content)
    {
        var faults = new List<string>();
        var began = Stopwatch.GetTimestamp();
        var reading = ReadAsync(content, PdfLimits.Usual);
        // Meanwhile, the site is there for others.
        do
        {
            using var answer = await house.Site.Client.GetAsync("/talks/1");
            if (answer.StatusCode is not HttpStatusCode.OK)
                faults.Add($"{Said(name)}: the site answers {answer.StatusCode}");
        }
        while (!reading.IsCompleted);
        var outcome = await reading;
        if (Stopwatch.GetElapsedTime(began) is var taken && taken > PdfLimits.Usual.Time + late)
            faults.Add($"{Said(name)}: {taken}");
        if (outcome.Peak > PdfLimits.Usual.Memory)
            faults.Add($"{Said(name)}: {outcome.Peak / FileSize.Megabyte} MB");
        if ((outcome.Text is null) == (outcome.Fault is null) || outcome.Text?.Length > PdfLimits.Usual.Letters)
            faults.Add($"{Said(name)}: {outcome.Fault} {outcome.Text?.Length}");
        return faults;
    }

    // Whatever they are called and whatever is in them, the page that lists them runs nothing, and each is sent as what it is.
    private static async Task ShowsNothingThatRunsAsync(Household house, Session session)
    {
        var kept = await house.Site.WithAsync(db => db.Materials.AsNoTracking().Include(m => m.File).ToListAsync());
        foreach (var material in kept.Where(m => m.File is not null))
        {
            Assert.DoesNotContain(material.File!.Name, sign => char.IsControl(sign) || sign is '/' or '\\' or '"' or '<' or '>' or '\u202E');
            using var answer = await session.FetchAsync(MaterialFile.Href(material.Id, material.File.Name));
            Assert.Equal((HttpStatusCode.OK, "nosniff"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("X-Content-Type-Options"))));
            Assert.True(answer.Content.Headers.ContentType!.MediaType is "application/pdf" or "application/zip" or "text/plain", answer.Content.Headers.ContentType.MediaType);
        }

        foreach (var talk in kept.Select(m => m.TalkId).Distinct())
        {
            using var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument((await session.GetAsync($"/talks/{talk}")).Text);
            Assert.Empty(page.QuerySelectorAll("main [onerror], main script, main iframe"));
        }
    }

    private static async Task<PdfReading> ReadAsync(byte[] content, PdfLimits limits, long? watched = null)
    {
        using var document = new MemoryStream(content);
        return await PdfText.ReadAsync(document, limits, CancellationToken.None, watched);
    }

    private static string Said(string name) => name.Length <= 60 ? name : name[..60];
}
