using Microsoft.EntityFrameworkCore;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;

namespace Whalepaper.Tests.People;

/// <summary>The forms of those who share a talk.</summary>
internal static class FormsOfMaterials
{
    private static readonly string[] addresses = ["abc", "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//example.org", "/talks/1", "https://"];

    private static readonly (string Field, string[] Values)[] material = [("kind", [.. BadWords.Choices, "Slides", "slides,notes"]), ("title", [" ", "\u3000"]), ("public", ["on", "YES", "true"])];

    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/talks/{id:int}/materials", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync();
            return new Filled(session, id, $"/talks/{await ShareAsync(stage.Site, id)}/materials", ("kind", "code"), ("title", "The model"), ("link", "https://example.org/model?a=b&c=d"), ("public", "yes"));
        })
        {
            ForPrograms = true, Needs = ["kind", "title", "link"], Wrong = [.. material, ("link", addresses)],
        },
        new("PUT", "/materials/{id:int}", async stage =>
        {
            var (session, id, material) = await LaidAsync(stage);
            return new Filled(session, id, $"/materials/{material}", ("kind", "notes"), ("title", "What I think"), ("public", "yes"));
        })
        {
            ForPrograms = true, Needs = ["kind", "title"], Wrong = material,
        },
        new("DELETE", "/materials/{id:int}", async stage =>
        {
            var (session, id, material) = await LaidAsync(stage);
            return new Filled(session, id, $"/materials/{material}");
        })
        { ForPrograms = true },
        new("POST", "/talks/{id:int}/files", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync();
            return new Filled(session, id, $"/talks/{await ShareAsync(stage.Site, id)}/files", ("fileKind", "notes"), ("fileTitle", "What I think"), ("filePublic", "yes")) { File = ("file", "# What I think\n"u8.ToArray()) };
        })
        {
            WithFileForPrograms = true, Needs = ["fileKind"], Wrong = [("fileKind", [.. BadWords.Choices, "Slides"]), ("filePublic", ["on", "YES", "true"])],
        },
    ];

    /// <summary>A talk that a member shares; gives its number.</summary>
    public static Task<int> ShareAsync(TestSite site, int memberId) => site.WithAsync(async db =>
    {
        var now = site.Clock.GetCurrentInstant();
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).OrderBy(l => l.TrackId).FirstAsync();
        var entry = new ReadingListEntry(list, new Paper($"Paper of {memberId}", null, PaperKind.Paper, now), 1000 + memberId, now);
        db.Add(entry);
        await db.SaveChangesAsync();
        var talk = new Talk(entry, [await db.Members.SingleAsync(m => m.Id == memberId)], now);
        db.Add(talk);
        await db.SaveChangesAsync();
        return talk.Id;
    });

    private static async Task<(Session Session, int Id, int Material)> LaidAsync(Stage stage)
    {
        var (session, id, _) = await stage.ComeAsync();
        var talk = await ShareAsync(stage.Site, id);
        await session.SendAsync("POST", $"/talks/{talk}/materials", ("kind", "slides"), ("title", "Slides"), ("link", "https://example.org/slides"));
        return (session, id, await stage.Site.WithAsync(db => db.Materials.Where(m => m.TalkId == talk).Select(m => m.Id).SingleAsync()));
    }
}
