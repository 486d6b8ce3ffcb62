using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Live;

/// <summary>At the end of an hour, what was spoken about was shared: nobody has to write it down once more.</summary>
internal static class SpokenTalks
{
    /// <summary>
    /// Records the talks of an hour that just ended that were on and are still to come, if somebody saw them who does not present them: of those who were there, or the committee's who ends it.
    /// Saves nothing.
    /// </summary>
    public static async Task GiveSpokenAsync(this WhalepaperDb db, Session session, int byId, CancellationToken cancellation)
    {
        var now = session.EndedAt!.Value;
        var talks = await SpokenAsync(db, session, cancellation);
        // What only waits for the committee's word, or was tried out before its hour, was not shared.
        talks.RemoveAll(talk => !talk.IsAhead || talk.State is TalkState.Asked || !talk.HasBegun(now) || talk.Presenters.Count == 0);
        if (talks.Count == 0)
            return;
        var by = await db.Members.SingleAsync(member => member.Id == byId, cancellation);
        // Nor does a word of its presenters alone make it shared: the committee finds what nobody else was at, and says how it went.
        var there = await db.Attendances.Where(attendance => attendance.MeetingId == session.MeetingId).Select(attendance => attendance.MemberId).ToListAsync(cancellation);
        // Of a candidate it is written down all the same: the committee is asked before anything follows from a trial.
        talks.RemoveAll(talk => !Saw(talk, by.Role is Role.None ? there : [byId, .. there]) && talk.Presenters.Any(presenter => presenter.Member.Standing is not Standing.Candidate));
        var said = (await db.PartWords.Where(word => word.MeetingId == session.MeetingId).ToListAsync(cancellation)).ToLookup(word => word.TalkId);
        foreach (var talk in talks)
        {
            talk.Give(GivingSource.Meeting, now, by);
            talk.Follow(Coverage.Of(said[talk.Id].Select(word => word.Position), [], said[talk.Id]));
            db.Add(new AuditEntry(AuditActs.TalkGiven, byId, talk.Presenters[0].MemberId, talk.TitleOf(), null, null, now));
        }
    }

    /// <summary>Takes back what an end recorded that is taken back itself, so that the hour goes on as it was; before the session forgets that end. Saves nothing.</summary>
    public static async Task TakeBackSpokenAsync(this WhalepaperDb db, Session session, int byId, Instant now, CancellationToken cancellation)
    {
        if (session.EndedAt is not { } ended)
            return;
        var by = await db.Members.SingleAsync(member => member.Id == byId, cancellation);
        foreach (var talk in await SpokenAsync(db, session, cancellation))
        {
            if (talk.GoOn(ended, by, now))
                db.Add(new AuditEntry(AuditActs.TalkGoesOn, byId, talk.Presenters[0].MemberId, talk.TitleOf(), null, null, now));
        }
    }

    // Whether one of these does not present it.
    private static bool Saw(Talk talk, IEnumerable<int> there) => there.Any(member => talk.PresenterOf(member) is null);

    private static async Task<List<Talk>> SpokenAsync(WhalepaperDb db, Session session, CancellationToken cancellation)
    {
        List<int> spoken = [.. session.Spoken.Select(stretch => stretch.TalkId).Distinct()];
        var talks = await db.Talks.Include(talk => talk.Giving).Include(talk => talk.Ending).Include(talk => talk.Meeting).Include(talk => talk.Confirmation)
            .Where(talk => EF.Parameter(spoken).Contains(talk.Id) && talk.MeetingId == session.MeetingId).ToListAsync(cancellation);
        await db.TalkPresenters.Include(presenter => presenter.Member).Where(presenter => EF.Parameter(spoken).Contains(presenter.TalkId)).OrderBy(presenter => presenter.Position).LoadAsync(cancellation);
        await db.TalkPapers.Include(paper => paper.Paper).Where(paper => EF.Parameter(spoken).Contains(paper.TalkId)).OrderBy(paper => paper.Position).LoadAsync(cancellation);
        return talks;
    }
}
