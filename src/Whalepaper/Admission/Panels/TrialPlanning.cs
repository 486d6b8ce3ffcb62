using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;

namespace Whalepaper.Admission.Panels;

/// <summary>Makes the talk on which a candidate is heard, with its paper on the list of the track; or moves it.</summary>
internal static class TrialPlanning
{
    /// <summary>
    /// Plans it, and saves it: the application that it is for is told of it afterwards. A talk that is planned already goes along to another date of its list; where
    /// the new date is on another list, it is called off, and another one made. To be done in a transaction.
    /// </summary>
    /// <param name="db">The data.</param>
    /// <param name="application">Whose.</param>
    /// <param name="planned">The talk that is planned already, with all that its rules look at; null for none.</param>
    /// <param name="meeting">The date.</param>
    /// <param name="seat">The seat there, which is free.</param>
    /// <param name="by">Who plans it.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<Talk> PlanTrialAsync(this WhalepaperDb db, Application application, Talk? planned, Meeting meeting, int seat, Member by, Instant now, CancellationToken cancellation)
    {
        if (planned is { IsAhead: true } && planned.TopicId == meeting.TopicId && planned.TrackId == meeting.TrackId)
        {
            planned.ScheduleAt(meeting, seat, now, by);
            await db.LapseOffersOfDatesAsync([planned.Id], now, cancellation);
            application.Member.TakeTurn();
            return planned;
        }

        if (planned is { IsAhead: true })
            await db.EndTalkAsync(planned, () => planned.Cancel(by, now, null), now, cancellation);
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleAsync(l => l.TopicId == meeting.TopicId && l.TrackId == meeting.TrackId, cancellation);
        var talk = Talk.Plan(await EntryAsync(db, list, application, now, cancellation), [application.Member], now, by);
        talk.ScheduleAt(meeting, seat, now, by);
        application.Member.TakeTurn();
        db.Add(talk);
        await db.SaveChangesAsync(cancellation);
        return talk;
    }

    // A paper that the group knows is that paper; and one that waits on the list for somebody is taken from there.
    private static async Task<ReadingListEntry> EntryAsync(WhalepaperDb db, TopicTrack list, Application application, Instant now, CancellationToken cancellation)
    {
        var title = application.PaperTitle!;
        var (details, name) = (PaperDetails.Read(title, application.PaperLink), NormalName.Of(title));
        var (arxiv, doi) = (details.ArxivId, details.Doi?.ToLowerInvariant());
        var known = await db.Papers.Where(p => p.NormalizedTitle == name || (arxiv != null && p.ArxivId == arxiv) || (doi != null && p.Doi == doi)).OrderBy(p => p.Id).FirstOrDefaultAsync(cancellation);
        var free = known is null ? null : await db.Entries.Include(e => e.Paper)
            .Where(e => e.TopicId == list.TopicId && e.TrackId == list.TrackId && e.PaperId == known.Id && !db.TalkPapers.Any(held => held.EntryId == e.Id && held.ReleasedAt == null))
            .OrderBy(e => e.Position).FirstOrDefaultAsync(cancellation);
        if (free is not null)
            return free;
        if (known is null)
        {
            known = new Paper(title, application.PaperLink, PaperKind.Paper, now);
            known.Publish([], details.Venue, details.Year);
            known.Identify(details.ArxivId, details.ArxivVersion, details.Doi);
            known.Classify(PaperKind.Paper, details.Repository);
        }

        var last = await db.Entries.Where(e => e.TopicId == list.TopicId && e.TrackId == list.TrackId).MaxAsync(e => (int?)e.Position, cancellation) ?? -1;
        var entry = new ReadingListEntry(list, known, last + 1, now);
        db.Add(entry);
        return entry;
    }
}
