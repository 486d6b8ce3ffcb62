using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Data;
using Whalepaper.Files;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Files;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>What is said in an uploaded PDF is found, by whoever may open it and by nobody else; what cannot be read is not tried for ever.</summary>
public sealed class TextSearchTests
{
    [Theory, BothEngines]
    public async Task Words_inside_a_document_lead_to_its_talk_for_members_alone(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await using var reading = await house.ReadAsync();
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        await inner.UploadAsync(talk, "paper.pdf", SampleFiles.Pdf("An introduction", "Of quokkas and wombats"), ("fileKind", "pdf"), ("fileTitle", "The paper itself"));
        // Read without anybody's doing.
        await house.WaitAsync(async () => (await house.MaterialsAsync(talk))[0].File!.Text!.State is not TextState.Wanted);
        Assert.Equal(TextState.Read, (await house.MaterialsAsync(talk))[0].File!.Text!.State);

        var (member, visitor, former) = (await house.SignInAsync("open"), house.Visitor(), await house.SignInAsync("former"));
        foreach (var words in (string[])["quokkas", "quokkas+wombats", "wombat", "introduction", "quokkas+attention"])
        {
            var found = (await member.GetAsync($"/search?q={words}")).Text;
            Assert.Contains("The paper itself", found, StringComparison.Ordinal);
            Assert.Contains($"/talks/{talk}\"", found, StringComparison.Ordinal);
            foreach (var session in (Session[])[visitor, former])
            {
                var text = (await session.GetAsync($"/search?q={words}")).Text;
                Assert.DoesNotContain("The paper itself", text, StringComparison.Ordinal);
                Assert.DoesNotContain("kind=materials", text, StringComparison.Ordinal);
                Assert.DoesNotContain("Of quokkas", text, StringComparison.Ordinal);
            }
        }

        Assert.Contains("<mark>quokkas</mark>", (await member.GetAsync("/search?q=quokkas")).Text, StringComparison.Ordinal);
        // To a visitor, a house with the document and one without are the same.
        await using var without = await Household.MoveInAsync(engine);
        await without.ShareAsync("inner");
        foreach (var words in (string[])["quokkas", "quokkas+attention", "paper"])
            Assert.Equal((await without.Visitor().GetAsync($"/search?q={words}&kind=materials")).Text, (await visitor.GetAsync($"/search?q={words}&kind=materials")).Text);

        await inner.SendAsync("PUT", $"/materials/{(await house.MaterialsAsync(talk))[0].Id}", ("kind", "pdf"), ("title", "The paper itself"), ("public", "yes"));
        Assert.Contains("The paper itself", (await visitor.GetAsync("/search?q=wombats")).Text, StringComparison.Ordinal);
        await inner.SendAsync("DELETE", $"/materials/{(await house.MaterialsAsync(talk))[0].Id}");
        Assert.DoesNotContain("The paper itself", (await member.GetAsync("/search?q=wombats")).Text, StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task A_hidden_material_takes_no_place_of_others_and_no_number_tells_of_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        await inner.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "code"), ("title", "Quokka code"), ("link", "https://example.org"), ("public", "yes"));
        var before = (await house.Visitor().GetAsync("/search?q=quokka")).Text;
        for (var n = 0; n < 8; n++)
            await inner.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "code"), ("title", $"Quokka hidden {n}"), ("link", "https://example.org"));

        Assert.Equal(before, (await house.Visitor().GetAsync("/search?q=quokka")).Text);
        Assert.Contains("Quokka hidden 7", (await inner.GetAsync("/search?q=quokka&kind=materials")).Text.Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory, BothEngines]
    public async Task What_cannot_be_read_says_why_and_is_not_tried_again(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        await using var reading = await house.ReadAsync();
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        await inner.UploadAsync(talk, "damaged.pdf", "%PDF-1.4\nnothing\n%%EOF"u8.ToArray());
        await inner.UploadAsync(talk, "locked.pdf", HostileDocuments.Locked);
        await house.WaitAsync(async () => (await house.MaterialsAsync(talk)).TrueForAll(m => m.File!.Text!.State is not TextState.Wanted));

        var materials = await house.MaterialsAsync(talk);
        Assert.Equal([(TextState.Failed, TextFault.Unreadable, 1), (TextState.Failed, TextFault.Locked, 1)], materials.Select(m => (m.File!.Text!.State, m.File.Text.Fault!.Value, m.File.Text.Tries)));
        Assert.Contains("could not be read", (await inner.GetAsync($"/materials/{materials[0].Id}")).Text, StringComparison.Ordinal);
        Assert.Contains("有密码", (await new Session(house.Site) { Language = "zh-CN" }.SignInAsync(house["inner"]) is var chinese ? (await chinese.GetAsync($"/materials/{materials[1].Id}")).Text : ""), StringComparison.Ordinal);
        house.Site.Clock.AdvanceDays(1);
        Assert.False(await house.Site.Services.GetRequiredService<FileTextReader>().ReadNextAsync(CancellationToken.None));
    }

    [Theory, BothEngines]
    public async Task What_brings_its_reader_down_is_begun_so_often_and_then_given_up(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var reader = house.Site.Services.GetRequiredService<FileTextReader>();
        await inner.UploadAsync(talk, "a.pdf", SampleFiles.Pdf("Hello"));
        File.Delete(Assert.Single(house.Kept()));
        for (var tries = 1; tries <= FileText.MostTries; tries++)
        {
            Assert.True(await reader.ReadNextAsync(CancellationToken.None));
            // Begun, it is nobody else's until its time is over.
            Assert.False(await reader.ReadNextAsync(CancellationToken.None));
            Assert.Equal((TextState.Wanted, tries), (await house.MaterialsAsync(talk))[0].File!.Text is { } text ? (text.State, text.Tries) : default);
            house.Site.Clock.Advance(FileText.Lease);
        }

        Assert.True(await reader.ReadNextAsync(CancellationToken.None));
        Assert.Equal((TextState.Failed, TextFault.Missing), (await house.MaterialsAsync(talk))[0].File!.Text is { } given ? (given.State, given.Fault!.Value) : default);
        house.Site.Clock.AdvanceDays(1);
        Assert.False(await reader.ReadNextAsync(CancellationToken.None));
    }

    [Theory, BothEngines]
    public async Task Of_two_copies_that_begin_at_once_one_reads(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (talk, inner) = (await house.ShareAsync("inner"), await house.SignInAsync("inner"));
        var reader = house.Site.Services.GetRequiredService<FileTextReader>();
        for (var n = 0; n < 3; n++)
            await inner.UploadAsync(talk, "a.pdf", SampleFiles.Pdf($"Page of {n}"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (await reader.ReadNextAsync(CancellationToken.None))
            {
            }
        }));

        Assert.All(await house.MaterialsAsync(talk), m => Assert.Equal((TextState.Read, 1), (m.File!.Text!.State, m.File.Text.Tries)));
        await using var scope = house.Site.Services.CreateAsyncScope();
        var search = scope.ServiceProvider.GetServices<IExamination>().Single(one => one.GetType().Name == "SearchExamination");
        Assert.All(await search.ExamineAsync(CancellationToken.None), finding => Assert.Equal(Severity.Fine, finding.Severity));
    }
}
