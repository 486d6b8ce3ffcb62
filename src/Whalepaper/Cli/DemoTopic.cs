using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;

namespace Whalepaper.Cli;

/// <summary>The running topic of the demonstration: two weeks old whenever it is made, with talks given, confirmed, claimed and open.</summary>
internal sealed class DemoTopic(WhalepaperDb db, IClock clock)
{
    private const int WeeksBehind = 2;
    private const int WeeksInAll = 12;

    public async Task AddAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        await using var transaction = await db.BeginWritingAsync(cancellation);
        var topic = await OpenAsync(now, cancellation);
        var talks = await ReadAsync(topic, now, cancellation);
        await MeetingPlanning.PlanAsync(db, clock, cancellation);
        await ScheduleAsync(talks, topic.Id, now, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<Topic> OpenAsync(Instant now, CancellationToken cancellation)
    {
        var group = await db.Groups.SingleAsync(g => g.Id == Group.TheOne, cancellation);
        foreach (var older in await db.Topics.Where(t => t.ClosedAt == null).ToListAsync(cancellation))
            older.Close(now);
        db.RemoveRange(await db.Meetings.ToListAsync(cancellation));
        // The group meets at the weekend: from Saturday on the week to come counts as this one, or what is shown as to come would be over.
        var monday = now.InZone(group.Zone).Date.PlusDays(2).With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday));
        var topic = new Topic(DemoReading.Topic);
        topic.Run(monday.PlusWeeks(-WeeksBehind), monday.PlusWeeks(WeeksInAll - WeeksBehind).PlusDays(-1));
        topic.Open(now - Duration.FromDays(7 * WeeksBehind));
        var tracks = await db.Tracks.ToDictionaryAsync(t => t.Code, StringComparer.Ordinal, cancellation);
        foreach (var list in DemoReading.Lists)
            topic.Include(tracks[list.Track], list.Theme);
        db.Add(topic);
        await db.SaveChangesAsync(cancellation);
        return topic;
    }

    private async Task<List<Talk>> ReadAsync(Topic topic, Instant now, CancellationToken cancellation)
    {
        var members = await db.Members.ToDictionaryAsync(m => m.Name, StringComparer.Ordinal, cancellation);
        var talks = new List<Talk>();
        foreach (var (list, place) in DemoReading.Lists.Zip(topic.Tracks))
        {
            for (var position = 0; position < list.Entries.Count; position++)
            {
                var reading = list.Entries[position];
                var paper = new Paper(reading.Title, $"https://arxiv.org/abs/{reading.ArxivId}", PaperKind.Paper, now);
                paper.Publish([], reading.Venue, reading.Year);
                paper.Identify(reading.ArxivId, null, null);
                var entry = new ReadingListEntry(place, paper, position, now);
                db.Add(entry);
                if (reading.Presenters.Length > 0)
                    talks.Add(new Talk(entry, reading.Presenters.Select(name => members[name]), now, members[reading.Presenters[0]]));
            }
        }

        db.AddRange(talks);
        await db.SaveChangesAsync(cancellation);
        return talks;
    }

    // One talk a week and track from the topic's first week on: those behind us were given, the next are confirmed, later ones claimed.
    private async Task ScheduleAsync(List<Talk> talks, int topicId, Instant now, CancellationToken cancellation)
    {
        var meetings = (await db.Meetings.Where(m => m.TopicId == topicId).OrderBy(m => m.StartsAt).ToListAsync(cancellation)).ToLookup(m => m.TrackId);
        foreach (var track in talks.GroupBy(t => t.TrackId))
        {
            foreach (var (talk, meeting) in track.Zip(meetings[track.Key]))
            {
                talk.ScheduleAt(meeting, 0, now);
                if (meeting.EndsAt < now)
                    talk.Give(GivingSource.Meeting, meeting.EndsAt);
                else if (meeting.StartsAt < now + Duration.FromDays(8))
                    talk.Confirm(talk.Presenters[0].Member, now);
                if (meeting.EndsAt < now)
                    talk.Attach(MaterialKind.Slides, "Slides", "https://example.org/slides.pdf", meeting.EndsAt);
            }
        }

        await db.SaveChangesAsync(cancellation);
    }
}
