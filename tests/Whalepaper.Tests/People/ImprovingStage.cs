using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Improving.Suggestions;

namespace Whalepaper.Tests.People;

/// <summary>Suggestions and looks back of a <see cref="Household"/>, without the pages for them.</summary>
internal static class ImprovingStage
{
    /// <summary>Somebody suggests something; gives its number.</summary>
    public static Task<int> SuggestAsync(this Household house, int memberId, string title = "Begin earlier", string text = "Half an hour.") => house.Site.WithAsync(async db =>
    {
        var suggestion = new Suggestion(memberId, title, text, $"planted{await db.Suggestions.CountAsync()}", house.Site.Clock.GetCurrentInstant());
        db.Add(suggestion);
        await db.SaveChangesAsync();
        return suggestion.Id;
    });

    /// <summary>Somebody says something of a suggestion; gives the comment's number.</summary>
    public static Task<int> CommentAsync(this Household house, int suggestionId, int memberId, string text = "Why not?") => house.Site.WithAsync(async db =>
    {
        var comment = new SuggestionComment(await db.Suggestions.SingleAsync(s => s.Id == suggestionId), memberId, text, $"planted{await db.SuggestionComments.CountAsync()}", house.Site.Clock.GetCurrentInstant());
        db.Add(comment);
        await db.SaveChangesAsync();
        return comment.Id;
    });

    /// <summary>Somebody more of the inner group, who reads English; gives their number.</summary>
    public static async Task<int> InnerAsync(this Household house, string name)
    {
        var id = await house.AddAsync(name, Whalepaper.Members.Standing.Inner);
        await house.Site.WithAsync(async db =>
        {
            (await db.Members.SingleAsync(m => m.Id == id)).LiveIn("en", null);
            await db.SaveChangesAsync();
        });
        return id;
    }

    /// <summary>As an inner member who is there for this alone.</summary>
    public static async Task<(Session Session, int Id)> InnerAsync(this Stage stage)
    {
        var (session, id, _) = await stage.ComeAsync(Whalepaper.Members.Standing.Inner);
        return (session, id);
    }

    /// <summary>A look back on topic 5 in place of whatever there was, open to all of the inner group; gives its number.</summary>
    public static async Task<int> LookBackAsync(this Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<WhalepaperDb>();
        await house.NoLookBackAsync();
        var now = house.Site.Clock.GetCurrentInstant();
        var invited = await db.Members.Where(m => m.Standing == Whalepaper.Members.Standing.Inner && m.LeftAt == null && m.ClaimedAt != null).Select(m => m.Id).ToListAsync();
        var retrospective = new Retrospective(await db.Topics.Where(t => t.Number == 5).Select(t => t.Id).SingleAsync(), invited, now + Duration.FromDays(10), house["committee"], now);
        scope.ServiceProvider.GetRequiredService<RetrospectiveChanges>().Open(retrospective);
        await db.SaveChangesAsync();
        return retrospective.Id;
    }

    /// <summary>Takes away whatever look back there is.</summary>
    public static Task NoLookBackAsync(this Household house) => house.Site.WithAsync(async db =>
    {
        await db.RetrospectiveBoxes.ExecuteDeleteAsync();
        await db.RetrospectiveInvitees.ExecuteDeleteAsync();
        await db.Retrospectives.ExecuteDeleteAsync();
    });

    /// <summary>Somebody answers, without the page.</summary>
    public static async Task<AnswerTaking> AnswerAsync(this Household house, int retrospectiveId, int memberId, AnswerSheet sheet)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<RetrospectiveChanges>().AnswerAsync(retrospectiveId, memberId, sheet, house.Site.Clock.GetCurrentInstant(), CancellationToken.None);
    }

    /// <summary>A look back that is closed, with three answers.</summary>
    public static async Task<int> ClosedLookBackAsync(this Household house)
    {
        var id = await house.LookBackAsync();
        foreach (var place in new[] { "inner", "committee", "organizer" })
            await house.AnswerAsync(id, house[place], new AnswerSheet([4, 5, 3], $"Keep {place}", $"Change {place}"));
        await house.Site.WithAsync(async db =>
        {
            // Its hour is over, and the clock of the house stays where it is.
            var retrospective = await db.Retrospectives.SingleAsync(r => r.Id == id);
            db.Entry(retrospective).Property(r => r.ClosesAt).CurrentValue = house.Site.Clock.GetCurrentInstant();
            await db.SaveChangesAsync();
        });
        await house.LookAfterImprovingAsync();
        return id;
    }

    /// <summary>Does what the clock of looking back does.</summary>
    public static async Task LookAfterImprovingAsync(this Household house)
    {
        await using var scope = house.Site.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<RetrospectiveWork>().RunAsync(CancellationToken.None);
    }
}
