using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;

namespace Whalepaper.Improving;

/// <summary>What the house knows of what a member did to improve the group, for them alone.</summary>
public static class OwnImproving
{
    /// <summary>Reads what they proposed, said and support, and where they may still answer. What they answered the house does not know.</summary>
    public static async Task<object> ImprovingOfAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var suggestions = await db.Suggestions.AsNoTracking().Where(s => s.ById == memberId).OrderBy(s => s.Id).ToListAsync(cancellation);
        var comments = await db.SuggestionComments.AsNoTracking().Where(c => c.ById == memberId).OrderBy(c => c.Id).ToListAsync(cancellation);
        var supports = await db.SuggestionSupports.AsNoTracking().Where(s => s.MemberId == memberId).OrderBy(s => s.SuggestionId).ToListAsync(cancellation);
        var words = await db.SuggestionSteps.AsNoTracking().Where(s => s.ById == memberId).OrderBy(s => s.Id).ToListAsync(cancellation);
        return new
        {
            Suggestions = suggestions.ConvertAll(s => new { s.Id, s.Title, s.Text, At = Say(s.At), State = $"{s.State}", StateSince = Say(s.StateSince) }),
            Comments = comments.ConvertAll(c => new { Suggestion = c.SuggestionId, c.Text, At = Say(c.At), HiddenBecause = c.HiddenWhy }),
            Supports = supports.ConvertAll(s => new { Suggestion = s.SuggestionId, At = Say(s.At) }),
            Decisions = words.ConvertAll(s => new { Suggestion = s.SuggestionId, State = $"{s.State}", s.Word, At = Say(s.At) }),
            AskedToLookBackOnTopics = await (
                from invitee in db.RetrospectiveInvitees
                join retrospective in db.Retrospectives on invitee.RetrospectiveId equals retrospective.Id
                join topic in db.Topics on retrospective.TopicId equals topic.Id
                where invitee.MemberId == memberId
                orderby topic.Number
                select topic.Number).ToListAsync(cancellation),
        };
    }

    private static string Say(Instant at) => InstantPattern.General.Format(at);
}
