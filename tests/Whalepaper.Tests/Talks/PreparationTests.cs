using System.Net;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Talks;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.People;
using Xunit;

namespace Whalepaper.Tests.Talks;

/// <summary>A talk is prepared part by part; what is shown is read by all, the rest by presenters and the committee.</summary>
public sealed class PreparationTests
{
    [Theory, BothEngines]
    public async Task A_talk_is_ready_once_every_part_is_prepared_and_code_lies_beside_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var organizer = await house.SignInAsync("organizer");
        await organizer.SendAsync("PUT", "/outline", ("titles", "Background"), ("least", ""), ("most", ""), ("titles", "Code"), ("least", ""), ("most", ""));
        var (inner, committee, open) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"), await house.SignInAsync("open"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0])).TalkNumber();
        await inner.SendAsync("POST", $"/talks/{talk}/confirmation");
        var parts = await PartsAsync(house);
        Assert.Equal(HttpStatusCode.NotFound, (await committee.GetAsync($"/talks/{talk}/prepare")).Status);
        Assert.Contains("This part wants code", (await inner.GetAsync($"/talks/{talk}/prepare")).Text, StringComparison.Ordinal);

        var answer = await WriteAsync(inner, talk, (parts["Background"], "It began with **trees** <script>alert(1)</script> and $x^2$.", "new", true), (parts["Code"], "See the repository.", "new", false));
        Assert.Equal($"/talks/{talk}/prepare?done=saved", answer.Location);
        Assert.Equal(TalkState.Confirmed, (await house.TalkAsync(talk)).State);
        foreach (var reader in (Session[])[house.Visitor(), open])
        {
            var page = (await reader.GetAsync($"/talks/{talk}")).Text;
            Assert.Contains("<strong>trees</strong>", page, StringComparison.Ordinal);
            Assert.Contains("$x^2$", page, StringComparison.Ordinal);
            Assert.DoesNotContain("alert(1)", page, StringComparison.Ordinal);
            Assert.DoesNotContain("See the repository", page, StringComparison.Ordinal);
        }

        Assert.Contains("See the repository", (await committee.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);
        Assert.Contains("See the repository", (await inner.GetAsync($"/talks/{talk}")).Text, StringComparison.Ordinal);

        await house.Site.WithAsync(async db =>
        {
            (await db.Talks.Include(t => t.Materials).SingleAsync(t => t.Id == talk)).Attach(MaterialKind.Code, "code", "https://example.org/code", house.Site.Clock.GetCurrentInstant());
            await db.SaveChangesAsync();
        });
        await WriteAsync(inner, talk, (parts["Code"], "See the repository!", "0", false));
        var ready = await house.TalkAsync(talk);
        Assert.Equal(TalkState.Ready, ready.State);
        Assert.Contains(ready.Course, step => step.Kind is TalkStepKind.Prepared);
        // Another date asks for another yes; what is prepared stays prepared.
        await inner.SendAsync("PUT", $"/talks/{talk}/meeting", ("meeting", $"{(await house.DatesAsync(1, hour: 19, day: 13))[0]}"));
        Assert.Equal(TalkState.Claimed, (await house.TalkAsync(talk)).State);
        await inner.SendAsync("POST", $"/talks/{talk}/confirmation");
        Assert.Equal(TalkState.Ready, (await house.TalkAsync(talk)).State);
    }

    [Theory, BothEngines]
    public async Task Of_two_presenters_who_write_one_part_the_second_is_told_and_keeps_what_they_typed(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (inner, committee) = (await house.SignInAsync("inner"), await house.SignInAsync("committee"));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0], ("with", "committee"))).TalkNumber();
        var part = (await PartsAsync(house)).Values.First();
        await WriteAsync(inner, talk, (part, "What inner wrote", "new", false));
        var late = await WriteAsync(committee, talk, (part, "What committee wrote", "new", false));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Contains("What committee wrote", late.Text, StringComparison.Ordinal);
        Assert.Contains("Somebody else wrote", late.Text, StringComparison.Ordinal);
        Assert.Equal("What inner wrote", await house.Site.WithAsync(db => db.PreparedParts.Select(p => p.Text).SingleAsync()));
    }

    [Theory, BothEngines]
    public async Task What_was_written_stays_with_its_part_when_the_outline_changes(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var (organizer, inner) = (await house.SignInAsync("organizer"), await house.SignInAsync("inner"));
        await organizer.SendAsync("PUT", "/outline", ("titles", "Background"), ("least", ""), ("most", ""), ("titles", "Method"), ("least", ""), ("most", ""));
        var talk = (await inner.ClaimAsync((await house.PapersAsync(1))[0], (await house.DatesAsync(1))[0])).TalkNumber();
        var parts = await PartsAsync(house);
        await WriteAsync(inner, talk, (parts["Background"], "The background", "new", false), (parts["Method"], "The method", "new", false));
        Assert.NotNull((await house.TalkAsync(talk)).PreparedAt);

        // One comes between; then the first one goes.
        await organizer.SendAsync("PUT", "/outline", ("titles", "Background"), ("least", ""), ("most", ""), ("titles", "Motivation"), ("least", ""), ("most", ""), ("titles", "Method"), ("least", ""), ("most", ""));
        Assert.Null((await house.TalkAsync(talk)).PreparedAt);
        await organizer.SendAsync("PUT", "/outline", ("titles", "Motivation"), ("least", ""), ("most", ""), ("titles", "Method"), ("least", ""), ("most", ""));
        var written = await house.Site.WithAsync(db => db.PreparedParts.AsNoTracking().Include(p => p.Part).ToListAsync());
        Assert.Equal("Method", written.Single(p => p.Text is "The method").Part?.Title);
        Assert.Contains("The background", (await inner.GetAsync($"/talks/{talk}/prepare")).Text, StringComparison.Ordinal);
    }

    private static Task<Dictionary<string, int>> PartsAsync(Household house) => house.Site.WithAsync(db => db.OutlineParts.ToDictionaryAsync(p => p.Title, p => p.Id));

    private static Task<Answer> WriteAsync(Session session, int talk, params (int Part, string Text, string Version, bool Shown)[] parts) => session.SendAsync(
        "PUT", $"/talks/{talk}/preparation",
        [.. parts.SelectMany(p => new[] { ("parts", $"{p.Part}"), ("texts", p.Text), ("versions", p.Version) }), .. parts.Where(p => p.Shown).Select(p => ("shown", $"{p.Part}"))]);
}
