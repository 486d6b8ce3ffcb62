using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Settings;

namespace Whalepaper.Talks.Claiming;

/// <summary>What must be known to judge a claim, a take-over or another date.</summary>
public static class ClaimQueries
{
    /// <summary>The talks, given and to come, that these members have in running topics, and their days off.</summary>
    /// <param name="db">The database.</param>
    /// <param name="memberIds">Whose.</param>
    /// <param name="topicId">The topic in which talks are counted.</param>
    /// <param name="meeting">The meeting in question; null while there is no date.</param>
    /// <param name="besides">A talk that is moved itself and so is in nobody's way; 0 for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<ClaimFacts> FactsAsync(this WhalepaperDb db, IReadOnlyCollection<int> memberIds, int topicId, Meeting? meeting, int besides, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(memberIds);
        var settings = await db.SettingsAsync(cancellation);
        // A day around the meeting is more than any two can overlap in.
        var (since, until) = meeting is null ? (Instant.MaxValue, Instant.MinValue) : (meeting.StartsAt - Duration.FromDays(1), meeting.EndsAt + Duration.FromDays(1));
        var engagements = await (
            from presenter in db.TalkPresenters
            where memberIds.Contains(presenter.MemberId)
            join talk in db.Talks on presenter.TalkId equals talk.Id
            where talk.Id != besides && talk.Ending == null
                && (talk.TopicId == topicId || (talk.Giving == null && talk.Meeting != null && talk.Meeting.StartsAt > since && talk.Meeting.StartsAt < until))
            select new
            {
                presenter.MemberId,
                talk.Id,
                talk.TopicId,
                Given = talk.Giving != null,
                At = talk.Meeting == null || talk.Meeting.CancelledAt != null ? null : (Instant?)talk.Meeting.StartsAt,
                Minutes = talk.Meeting == null ? 0 : talk.Meeting.Minutes,
            }).AsNoTracking().ToListAsync(cancellation);
        var meetingId = meeting?.Id ?? 0;
        return new ClaimFacts(
            false,
            await db.Talks.Where(talk => talk.MeetingId == meetingId && talk.Id != besides && talk.Seat != null).Select(talk => talk.Seat!.Value).ToListAsync(cancellation),
            (int)SettingsCatalogue.TalksAtMeeting.Of(settings),
            (int)SettingsCatalogue.MostTalks.Of(settings),
            engagements.ConvertAll(e => new Engagement(e.MemberId, e.Id, e.TopicId, e.Given ? null : e.At, e.Given ? null : e.At + Duration.FromMinutes(e.Minutes))),
            await db.AwayDays.AsNoTracking().Where(days => memberIds.Contains(days.MemberId)).ToListAsync(cancellation));
    }

    /// <summary>The day of an hour in the group's zone: days off and weekly hours are said in it.</summary>
    public static async Task<LocalDate> GroupDayAsync(this WhalepaperDb db, Instant instant, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var zone = await db.Groups.Where(group => group.Id == Group.TheOne).Select(group => group.ZoneId).SingleAsync(cancellation);
        return instant.InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
    }

    /// <summary>
    /// Whether giving a talk up counts as late: its date is near, by the group's setting, and its presenters had said yes to it, chose it themselves or knew it in
    /// time. Who was given a near date by others and never said yes is not late.
    /// </summary>
    public static async Task<bool> IsLateAsync(this WhalepaperDb db, Talk talk, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(talk);
        var near = Duration.FromDays((int)SettingsCatalogue.LateDays.Of(await db.SettingsAsync(cancellation)));
        if (talk.Meeting is not { CancelledAt: null } meeting || meeting.StartsAt - now >= near)
            return false;
        if (talk.Confirmation is not null)
            return true;
        var steps = await db.Set<TalkStep>().Where(step => step.TalkId == talk.Id && (step.Kind == TalkStepKind.Claimed || step.Kind == TalkStepKind.Asked || step.Kind == TalkStepKind.Dated || step.Kind == TalkStepKind.HandedOver))
            .OrderBy(step => step.Id).Select(step => new { step.Kind, step.At, step.ById }).ToListAsync(cancellation);
        var set = steps.FindLastIndex(step => step.Kind is TalkStepKind.Dated or TalkStepKind.HandedOver);
        // What is older than its history is known for long.
        return set < 0 || meeting.StartsAt - steps[set].At >= near || steps[set].Kind is TalkStepKind.HandedOver
            || (steps[set].ById is { } by ? talk.PresenterOf(by) is not null : steps.Exists(step => step.Kind is TalkStepKind.Claimed or TalkStepKind.Asked));
    }
}
