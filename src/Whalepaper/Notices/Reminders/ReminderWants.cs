using System.Globalization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Settings;
using Whalepaper.Talks;

namespace Whalepaper.Notices.Reminders;

/// <summary>Who is to be reminded of what and when, as things stand: worked out from the facts alone, so that whatever moves, its reminders move with it.</summary>
internal static class ReminderWants
{
    /// <summary>Every reminder of what is to come, on every way.</summary>
    public static IEnumerable<WantedReminder> Of(ReminderFacts facts) => facts.Talks.SelectMany(talk => OfTalk(facts, talk)).Concat(facts.Meetings.SelectMany(meeting => OfMeeting(facts, meeting))).Concat(facts.News.SelectMany(item => OfNews(facts, item))).Concat(AdmissionWants.Of(facts)).Concat(RetrospectiveToRemind.Wants(facts));

    private static IEnumerable<WantedReminder> OfTalk(ReminderFacts facts, TalkToRemind talk)
    {
        var (rungs, quiet) = (ReminderLadder.OfTalk(facts.Settings), ReminderLadder.Quiet(facts.Settings));
        foreach (var (person, since) in talk.Presenters)
        {
            foreach (var time in ReminderLadder.Times(rungs, talk.StartsAt, since, person.Zone, quiet))
            {
                foreach (var wanted in Ways(Occasion("talk", talk.Id, time.Word, talk.StartsAt, facts.Zone), ReminderKinds.Talk, new ReminderAbout(talk.Id, time.Word, talk.StartsAt), person.MemberId, time, talk.TrackId))
                    yield return wanted;
            }
        }

        if (talk.State is TalkState.Claimed && Find(rungs, ReminderLadder.Again) is { } again)
        {
            foreach (var wanted in ToThose(facts, talk, again, ReminderKinds.Unconfirmed, "unconfirmed", facts.Committee))
                yield return wanted;
            foreach (var wanted in ToThose(facts, talk, again, ReminderKinds.Standby, "unconfirmed", facts.Standbys[talk.MeetingId].ExceptBy(facts.Committee.Select(person => person.MemberId), person => person.MemberId)))
                yield return wanted;
        }

        if (!talk.IsPrepared && facts.HasOutline && Find(rungs, ReminderLadder.Eve) is { } eve)
        {
            foreach (var wanted in ToThose(facts, talk, eve, ReminderKinds.Unready, "unready", facts.Committee))
                yield return wanted;
        }
    }

    // Whoever presents it hears of it anyway, as its presenter.
    private static IEnumerable<WantedReminder> ToThose(ReminderFacts facts, TalkToRemind talk, Rung rung, string kind, string word, IEnumerable<Remembered> people) =>
        from person in people
        where !talk.Presenters.Any(presenter => presenter.Person.MemberId == person.MemberId)
        from time in ReminderLadder.Times([rung], talk.StartsAt, talk.Since, person.Zone, ReminderLadder.Quiet(facts.Settings))
        from wanted in Ways(Occasion("talk", talk.Id, word, talk.StartsAt, facts.Zone), kind, new ReminderAbout(talk.Id, rung.Word, talk.StartsAt), person.MemberId, time, talk.TrackId)
        select wanted;

    private static IEnumerable<WantedReminder> OfMeeting(ReminderFacts facts, MeetingToRemind meeting)
    {
        var (rungs, quiet) = (ReminderLadder.OfMeeting(facts.Settings), ReminderLadder.Quiet(facts.Settings));
        var observe = SettingsCatalogue.CandidatesObserve.Of(facts.Settings);
        var presenters = facts.Talks.Where(talk => talk.MeetingId == meeting.Id).SelectMany(talk => talk.Presenters).Select(presenter => presenter.Person.MemberId).ToHashSet();
        return
            from follower in facts.Followers[meeting.TrackId]
            where !presenters.Contains(follower.Person.MemberId)
                && (meeting.IsOpen || follower.Standing is Standing.Inner || (observe && follower.Standing is Standing.Candidate))
            from time in ReminderLadder.Times(rungs, meeting.StartsAt, Instant.MinValue, follower.Person.Zone, quiet)
            from wanted in Ways(Occasion("meeting", meeting.Id, time.Word, meeting.StartsAt, facts.Zone), ReminderKinds.Meeting, new ReminderAbout(meeting.Id, time.Word, meeting.StartsAt), follower.Person.MemberId, time, meeting.TrackId)
            select wanted;
    }

    // Told once, whichever of its tracks somebody follows and has not muted; at night it waits for the morning.
    private static IEnumerable<WantedReminder> OfNews(ReminderFacts facts, GroupNewsItem item) =>
        from follower in item.Tracks.SelectMany(track => facts.Followers[track]).Where(follower => !follower.IsMuted).DistinctBy(follower => follower.Person.MemberId)
        let due = Instant.Max(item.At, ReminderLadder.Quiet(facts.Settings).Shift(item.At, item.At + GroupNewsItem.Lasts, follower.Person.Zone))
        from channel in (string[])[ChannelNames.Inbox, ChannelNames.Mail]
        select new WantedReminder(item.Occasion, follower.Person.MemberId, channel, ReminderKinds.Plan, item.About, due, item.At + GroupNewsItem.Lasts, 0);

    private static Rung? Find(IReadOnlyList<Rung> rungs, string word) => rungs.FirstOrDefault(rung => string.Equals(rung.Word, word, StringComparison.Ordinal));

    // One a day of the group: a meeting that moves by an hour keeps its reminders, one that moves to another day has new ones.
    internal static string Occasion(string what, int id, string word, Instant startsAt, DateTimeZone zone) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}:{id}:{word}:{LocalDatePattern.Iso.Format(startsAt.InZone(zone).Date)}");

    private static IEnumerable<WantedReminder> Ways(string occasion, string kind, ReminderAbout about, int member, TimedRung time, int track) =>
        from channel in (string[])[ChannelNames.Inbox, ChannelNames.Mail]
        select new WantedReminder(occasion, member, channel, kind, about.ToString(), time.Due, time.Until, track);
}
