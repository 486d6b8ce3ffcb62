using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Participation;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Ui;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>The page of looking back on a topic.</summary>
/// <param name="TopicId">The topic's database number.</param>
/// <param name="Number">What the group counts it as.</param>
/// <param name="Title">Its title.</param>
/// <param name="Retrospective">The look back, with what the reader may see of it; null while there is none.</param>
/// <param name="IsInvited">Whether the reader may answer.</param>
/// <param name="HasAnswered">Whether they did.</param>
/// <param name="PublishedBy">Who published it.</param>
public sealed record RetrospectiveView(int TopicId, int Number, string? Title, Retrospective? Retrospective, bool IsInvited, bool HasAnswered, PersonSign? PublishedBy);

/// <summary>A topic of which the committee has something to do, looking back.</summary>
/// <param name="Number">What the group counts it as.</param>
/// <param name="State">How far looking back on it is; null where it was not begun.</param>
public sealed record RetrospectiveOnDesk(int Number, RetrospectiveState? State);

/// <summary>A look back that waits for somebody's answer.</summary>
/// <param name="Number">What the group counts the topic as.</param>
/// <param name="ClosesAt">Until when answers are taken.</param>
public sealed record LookBackSign(int Number, Instant ClosesAt);

/// <summary>What looking back asks: always the same few questions.</summary>
public static class RetrospectiveQueries
{
    /// <summary>So long after its end, a topic is worth looking back on without being asked.</summary>
    public static readonly Duration Fresh = Duration.FromDays(60);

    /// <summary>The page.</summary>
    /// <returns>Null if there is no such topic.</returns>
    public static async Task<RetrospectiveView?> RetrospectivePageAsync(this WhalepaperDb db, int number, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        if (await db.Topics.Where(t => t.Number == number).Select(t => new { t.Id, t.Title }).SingleOrDefaultAsync(cancellation) is not { } topic)
            return null;
        if (await db.Retrospectives.AsNoTracking().SingleOrDefaultAsync(r => r.TopicId == topic.Id, cancellation) is not { } retrospective)
            return new RetrospectiveView(topic.Id, number, topic.Title, null, false, false, null);
        var me = who.MemberId;
        var own = await db.RetrospectiveInvitees.Where(i => i.RetrospectiveId == retrospective.Id && i.MemberId == me).Select(i => (bool?)i.HasAnswered).SingleOrDefaultAsync(cancellation);
        var by = retrospective.PublishedById is { } publisher ? await db.Members.Where(m => m.Id == publisher).Select(m => new { m.Name, m.Handle }).SingleAsync(cancellation) : null;
        return new RetrospectiveView(topic.Id, number, topic.Title, retrospective, own is not null, own is true, by is null ? null : MemberSigns.Sign(by.Name, by.Handle));
    }

    /// <summary>The look back that waits for somebody's answer, the first to close; null for none.</summary>
    public static Task<LookBackSign?> LookBackWaitingForAsync(this WhalepaperDb db, int memberId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return (
            from retrospective in db.Retrospectives
            join topic in db.Topics on retrospective.TopicId equals topic.Id
            where retrospective.ClosedAt == null && retrospective.ClosesAt > now && db.RetrospectiveInvitees.Any(i => i.RetrospectiveId == retrospective.Id && i.MemberId == memberId && !i.HasAnswered)
            orderby retrospective.ClosesAt, retrospective.Id
            select new LookBackSign(topic.Number, retrospective.ClosesAt)).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Whether somebody may read what came out: the committee once it is closed, the rest of the inner group once it is published.</summary>
    public static bool MayRead(this Actor who, Retrospective retrospective)
    {
        ArgumentNullException.ThrowIfNull(retrospective);
        return retrospective.State switch
        {
            RetrospectiveState.Published => who.May(Act.Improve),
            RetrospectiveState.Closed => who.May(Act.DoCommitteeWork),
            _ => false,
        };
    }

    /// <summary>What the committee has to do, looking back: to open it where a topic was over not long ago, to publish it where it is closed.</summary>
    public static async Task<IReadOnlyList<RetrospectiveOnDesk>> RetrospectivesOnDeskAsync(this WhalepaperDb db, Instant now, LocalDate today, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var closed = await db.Retrospectives.Where(r => r.ClosedAt != null && r.PublishedAt == null).Join(db.Topics, r => r.TopicId, t => t.Id, (_, t) => t.Number).ToListAsync(cancellation);
        var over = await db.OverTopics(now, today, Fresh).Where(t => !db.Retrospectives.Any(r => r.TopicId == t.Id)).Select(t => t.Number).ToListAsync(cancellation);
        return [.. closed.Select(number => new RetrospectiveOnDesk(number, RetrospectiveState.Closed)).Concat(over.Select(number => new RetrospectiveOnDesk(number, null))).OrderByDescending(one => one.Number)];
    }

    /// <summary>The topics that were opened, and that were closed or passed their last day not longer ago than so.</summary>
    internal static IQueryable<Topic> OverTopics(this WhalepaperDb db, Instant now, LocalDate today, Duration since)
    {
        var (closed, ended) = (now - since, today.PlusDays(-(int)since.TotalDays));
        return db.Topics.Where(t => t.OpenedAt != null && ((t.ClosedAt != null && t.ClosedAt > closed) || (t.ClosedAt == null && t.Ends != null && t.Ends < today && t.Ends > ended)));
    }

    /// <summary>The numbers of a topic, as they stand.</summary>
    internal static async Task<TopicNumbers> NumbersOfAsync(this WhalepaperDb db, int topicId, Instant now, CancellationToken cancellation)
    {
        var talks = await db.Talks.Where(t => t.TopicId == topicId && t.State != TalkState.Asked).Select(t => new { t.Id, t.State }).ToListAsync(cancellation);
        var held = db.Meetings.Where(m => m.TopicId == topicId).HeldUntil(db, now);
        var meetings = await held.CountAsync(cancellation);
        var attendances = await db.Attendances.CountAsync(a => held.Any(m => m.Id == a.MeetingId), cancellation);
        // What failed is little, and kept for half a year: of which talk it was stands in the row.
        var failed = await db.Deliveries.Where(d => d.State == DeliveryState.Dead && d.Kind == ReminderKinds.Talk).AsNoTracking().ToListAsync(cancellation);
        var ids = talks.Select(t => t.Id).ToHashSet();
        return new TopicNumbers(
            talks.Count, talks.Count(t => t.State is TalkState.Given), talks.Count(t => t.State is TalkState.Missed), meetings, attendances,
            failed.Count(d => ReminderAbout.Of(d) is { } about && ids.Contains(about.Id)));
    }
}
