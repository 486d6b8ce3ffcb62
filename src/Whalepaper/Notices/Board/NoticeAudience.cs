using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;

namespace Whalepaper.Notices.Board;

/// <summary>Who is told what, and who may read what.</summary>
public static class NoticeAudience
{
    /// <summary>Everybody that a notice is for.</summary>
    /// <param name="db">The database.</param>
    /// <param name="audience">For whom it is.</param>
    /// <param name="since">When it goes out: whoever joins later is not told.</param>
    public static IQueryable<Member> AudienceOf(this WhalepaperDb db, Audience audience, Instant since)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(audience);
        var here = db.Members.Where(m => m.ClaimedAt != null && m.ClaimedAt <= since && m.LeftAt == null && m.MergedIntoId == null);
        if (audience.People.Count > 0)
        {
            int[] people = [.. audience.People];
            return here.Where(m => people.Contains(m.Id));
        }

        Standing?[] standings = [.. AudienceWords.In(audience.Standings).Select(place => (Standing?)place)];
        here = here.Where(m => standings.Contains(m.Standing));
        if (audience.TrackId is { } track)
            here = here.Where(m => m.Follows.Any(f => f.TrackId == track));
        if (audience.TopicId is { } topic)
            here = here.Where(m => db.TalkPresenters.Any(p => p.MemberId == m.Id && db.Talks.Any(t => t.Id == p.TalkId && t.TopicId == topic && t.Ending == null)));
        return here;
    }

    /// <summary>The notices that went out and that somebody may read: all for the committee, else those that are for them and those for everybody.</summary>
    /// <param name="db">The database.</param>
    /// <param name="who">Who asks.</param>
    public static IQueryable<GroupNotice> NoticesOpenTo(this WhalepaperDb db, Actor who)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Notices.Where(n => n.State == NoticeState.Published).OpenTo(db, who);
    }

    /// <summary>Of some notices, those that somebody may read.</summary>
    internal static IQueryable<GroupNotice> OpenTo(this IQueryable<GroupNotice> notices, WhalepaperDb db, Actor who)
    {
        ArgumentNullException.ThrowIfNull(who);
        if (who.May(Act.SendNotices))
            return notices;
        return who.MemberId is null ? notices.Where(n => n.IsPublic) : notices.For(db, who, orPublic: true);
    }

    /// <summary>Of some notices, those that are for a member.</summary>
    /// <param name="notices">The notices.</param>
    /// <param name="db">The database.</param>
    /// <param name="who">The member.</param>
    /// <param name="orPublic">Whether those count too that everybody may read.</param>
    internal static IQueryable<GroupNotice> For(this IQueryable<GroupNotice> notices, WhalepaperDb db, Actor who, bool orPublic = false)
    {
        ArgumentNullException.ThrowIfNull(who);
        var me = who.MemberId;
        var place = AudienceWords.Only(who.Standing);
        return notices.Where(n => (orPublic && n.IsPublic) || n.People.Any(p => p.MemberId == me)
            || ((n.Standings & place) != AudienceStandings.None
                && (n.TrackId == null || db.Set<FollowedTrack>().Any(f => f.MemberId == me && f.TrackId == n.TrackId))
                && (n.TopicId == null || db.TalkPresenters.Any(p => p.MemberId == me && db.Talks.Any(t => t.Id == p.TalkId && t.TopicId == n.TopicId && t.Ending == null)))));
    }
}
