using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;

namespace Whalepaper.Participation.Closing;

/// <summary>
/// What those hold who are moved: talks to come in tracks in which they cannot share any more, papers they wait for, meetings they stand by, panels they sit on. It is taken from them, and
/// what is kept of it is enough to give it back. Papers are free for everybody at once, and nobody moves up to them by themselves until it cannot be undone any more.
/// </summary>
internal static class ClaimsAtStake
{
    /// <summary>Takes it, with the next save; gives what each held. Asked in a few questions, and then for each talk to come.</summary>
    /// <param name="db">The data.</param>
    /// <param name="cases">Who moves, with their members at hand; some hundred.</param>
    /// <param name="by">Who moves them.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<Dictionary<int, HeldClaims>> TakeClaimsAsync(this WhalepaperDb db, IReadOnlyCollection<ClosingCase> cases, Member by, Instant now, CancellationToken cancellation)
    {
        int[] ids = [.. cases.Select(c => c.MemberId)], former = [.. cases.Where(c => c.Decision is ClosingDecision.ToFormer).Select(c => c.MemberId)];
        var talks = await TalksAsync(db, ids, former, by, now, cancellation);
        // In an open track, who moves to the open group goes on as before.
        var closed = db.Tracks.Where(track => !track.IsOpen).Select(track => track.Id);
        await db.Handovers.Where(h => h.End == null && (EF.Parameter(former).Contains(h.FromId) || EF.Parameter(former).Contains(h.ToId ?? 0) || EF.Parameter(former).Contains(h.TakenById ?? 0)
            || (closed.Contains(h.Talk.TrackId) && (EF.Parameter(ids).Contains(h.FromId) || EF.Parameter(ids).Contains(h.ToId ?? 0) || EF.Parameter(ids).Contains(h.TakenById ?? 0)))))
            .ForEachAsync(h => h.Lapse(now), cancellation);
        var waiting = await db.WaitingPlaces.Where(w => EF.Parameter(ids).Contains(w.MemberId)
            && (EF.Parameter(former).Contains(w.MemberId) || db.Entries.Any(e => e.Id == w.EntryId && closed.Contains(e.TrackId)))).ToListAsync(cancellation);
        var standbys = await db.Standbys.Where(s => EF.Parameter(ids).Contains(s.MemberId) && db.Meetings.Any(m => m.Id == s.MeetingId && m.StartsAt > now && (EF.Parameter(former).Contains(s.MemberId) || closed.Contains(m.TrackId))))
            .ToListAsync(cancellation);
        // They go with the office, whoever ends it; here they are only remembered.
        var seats = await db.PanelSeats.AsNoTracking().Where(s => EF.Parameter(ids).Contains(s.MemberId) && db.Applications.Any(a => a.Id == s.ApplicationId && a.EndedAt == null)).ToListAsync(cancellation);
        db.RemoveRange(waiting);
        db.RemoveRange(standbys);
        var held = ids.ToDictionary(id => id, id => new HeldClaims(
            [.. talks[id]],
            [.. waiting.Where(w => w.MemberId == id).Select(w => new HeldPlace(w.EntryId, w.At.ToUnixTimeMilliseconds()))],
            [.. standbys.Where(s => s.MemberId == id).Select(s => new HeldPlace(s.MeetingId, s.At.ToUnixTimeMilliseconds()))],
            [.. seats.Where(s => s.MemberId == id).Select(s => new HeldPlace(s.ApplicationId, s.At.ToUnixTimeMilliseconds(), s.Note))]));
        return held.Where(one => !one.Value.IsEmpty).ToDictionary(one => one.Key, one => one.Value);
    }

    /// <summary>Gives it back, with the next save, as far as it is still to be had.</summary>
    /// <param name="db">The data.</param>
    /// <param name="cases">Who is put back, with their members at hand; some hundred.</param>
    /// <param name="by">Who puts them back.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task GiveClaimsBackAsync(this WhalepaperDb db, IReadOnlyCollection<ClosingCase> cases, Member by, Instant now, CancellationToken cancellation)
    {
        var held = cases.Select(c => (c.Member, Held: HeldClaims.Read(c.BeforeClaims))).Where(one => one.Held is not null).ToList();
        foreach (var (member, talk) in held.SelectMany(one => one.Held!.Talks.Select(talk => (one.Member, talk))))
            await RestoreAsync(db, member, talk, by, now, cancellation);
        await PlacesAsync(db, [.. held.SelectMany(one => one.Held!.Waiting.Select(place => (one.Member, place)))], [.. held.SelectMany(one => one.Held!.Standbys.Select(place => (one.Member, place)))], now, cancellation);
        await SeatsAsync(db, [.. held.SelectMany(one => one.Held!.Seats.Select(place => (one.Member, place)))], cancellation);
    }

    private static async Task<ILookup<int, HeldTalk>> TalksAsync(WhalepaperDb db, int[] ids, int[] former, Member by, Instant now, CancellationToken cancellation)
    {
        var ahead = await (
            from place in db.TalkPresenters
            join talk in db.Talks.Ahead() on place.TalkId equals talk.Id
            join track in db.Tracks on talk.TrackId equals track.Id
            where EF.Parameter(ids).Contains(place.MemberId) && (EF.Parameter(former).Contains(place.MemberId) || !track.IsOpen)
            orderby place.TalkId, place.Position
            select new { place.TalkId, place.MemberId, place.Position }).ToListAsync(cancellation);
        List<(int Member, HeldTalk Talk)> held = [];
        foreach (var one in ahead.GroupBy(place => place.TalkId))
        {
            var talk = (await db.TalkForChangeAsync(one.Key, cancellation))!;
            var isAlone = talk.Presenters.All(p => one.Any(place => place.MemberId == p.MemberId));
            held.AddRange(one.Select(place => (place.MemberId, new HeldTalk(
                talk.Id, place.Position, isAlone, talk.State, talk.MeetingId, talk.Seat, talk.Confirmation?.MemberId, talk.Confirmation?.At.ToUnixTimeMilliseconds()))));
            if (isAlone)
            {
                talk.Cancel(by, now, null);
                var id = talk.Id;
                await db.Handovers.Where(h => h.End == null && (h.TalkId == id || h.SwapId == id)).ForEachAsync(h => h.Lapse(now), cancellation);
                continue;
            }

            foreach (var place in one)
                talk.StepOut(talk.PresenterOf(place.MemberId)!, by, now, late: false);
        }

        return held.ToLookup(one => one.Member, one => one.Talk);
    }

    private static async Task RestoreAsync(WhalepaperDb db, Member member, HeldTalk held, Member by, Instant now, CancellationToken cancellation)
    {
        if (await db.TalkForChangeAsync(held.TalkId, cancellation) is not { } talk)
            return;
        // It went on with others; or it ended with several who shared it, and goes on since another of them was put back.
        if (talk.IsAhead)
        {
            talk.Restore(member, held.Position, by, now);
            if (held is { ConfirmedById: { } yes, ConfirmedAt: { } since } && yes == member.Id && talk.MeetingId == held.MeetingId)
                talk.Reconfirm(member, Instant.FromUnixTimeMilliseconds(since), held.State);
            return;
        }

        // Somebody else has the paper by now.
        int[] entries = [.. talk.Papers.Select(paper => paper.EntryId)];
        if (!held.WasAlone || talk.Ending is not { Kind: EndingKind.Cancelled } || await db.TalkPapers.AnyAsync(paper => EF.Parameter(entries).Contains(paper.EntryId) && paper.ReleasedAt == null, cancellation))
            return;
        var (meetingId, seat) = (held.MeetingId, held.Seat);
        var meeting = await db.Meetings.SingleOrDefaultAsync(m => m.Id == meetingId && m.CancelledAt == null && m.StartsAt > now && !db.Talks.Any(t => t.MeetingId == meetingId && t.Seat == seat), cancellation);
        talk.Restore(held.State, meeting, seat, by, now);
        // Whom somebody else moved since cannot share it any more.
        foreach (var other in talk.Presenters.Select(p => p.Member).Where(other => other.Id != member.Id && !other.CanShareIn(talk.Papers[0].Entry.List.Track.IsOpen)).ToList())
            talk.StepOut(other, by, now, late: false);
    }

    private static async Task PlacesAsync(WhalepaperDb db, List<(Member Member, HeldPlace Place)> waiting, List<(Member Member, HeldPlace Place)> standbys, Instant now, CancellationToken cancellation)
    {
        int[] entries = [.. waiting.Select(one => one.Place.Id)], meetings = [.. standbys.Select(one => one.Place.Id)];
        var there = await db.Entries.Where(e => EF.Parameter(entries).Contains(e.Id)).Select(e => e.Id).ToListAsync(cancellation);
        var taken = (await db.WaitingPlaces.Where(w => EF.Parameter(entries).Contains(w.EntryId)).Select(w => new { w.EntryId, w.MemberId }).ToListAsync(cancellation)).ConvertAll(w => (w.EntryId, w.MemberId));
        db.AddRange(waiting.Where(one => there.Contains(one.Place.Id) && !taken.Contains((one.Place.Id, one.Member.Id))).Select(one => new WaitingPlace(one.Place.Id, one.Member, Instant.FromUnixTimeMilliseconds(one.Place.At))));
        var free = await db.Meetings.Where(m => EF.Parameter(meetings).Contains(m.Id) && m.CancelledAt == null && m.StartsAt > now && !db.Standbys.Any(s => s.MeetingId == m.Id)).Select(m => m.Id).ToListAsync(cancellation);
        db.AddRange(standbys.Where(one => free.Contains(one.Place.Id)).Select(one => new Standby(one.Place.Id, one.Member, Instant.FromUnixTimeMilliseconds(one.Place.At))));
    }

    private static async Task SeatsAsync(WhalepaperDb db, List<(Member Member, HeldPlace Place)> seats, CancellationToken cancellation)
    {
        int[] applications = [.. seats.Select(one => one.Place.Id)];
        var running = await db.Applications.Where(a => EF.Parameter(applications).Contains(a.Id) && a.EndedAt == null).Select(a => a.Id).ToListAsync(cancellation);
        var taken = (await db.PanelSeats.Where(s => EF.Parameter(applications).Contains(s.ApplicationId)).Select(s => new { s.ApplicationId, s.MemberId }).ToListAsync(cancellation)).ConvertAll(s => (s.ApplicationId, s.MemberId));
        foreach (var (member, place) in seats.Where(one => running.Contains(one.Place.Id) && !taken.Contains((one.Place.Id, one.Member.Id))))
        {
            var seat = new PanelSeat(place.Id, member.Id, Instant.FromUnixTimeMilliseconds(place.At));
            seat.Keep(place.Note);
            db.Add(seat);
        }
    }
}
