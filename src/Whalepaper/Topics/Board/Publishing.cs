using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Topics.Board;

/// <summary>Makes a draft real, all or nothing.</summary>
internal static class Publishing
{
    /// <summary>
    /// Makes the talks that a draft means to have, moves the others, and writes down what was done. Whoever claims one of its papers or seats
    /// meanwhile makes it fail as a whole, by the database's own constraints.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="plan">The plan, of which nothing stands against publishing.</param>
    /// <param name="draft">Its draft, which ends.</param>
    /// <param name="by">Who publishes.</param>
    /// <param name="word">A word with it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The release; null, with nothing done, if somebody sat down meanwhile where there is no room left, or something else is not as it was judged.</returns>
    public static async Task<PlanRelease?> PublishAsync(this WhalepaperDb db, BoardPlan plan, PlanDraft draft, Member by, string? word, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        var (now, cards) = (plan.Facts.Now, plan.Cards.Where(card => card.IsChanged).ToList());
        var meetings = await MeetingsAsync(db, cards, cancellation);
        var talks = await TalksAsync(db, cards, cancellation);
        if (!IsAsJudged(cards, talks, meetings, now))
            return null;
        var before = talks.Values.ToDictionary(talk => talk.Id, talk => talk.Meeting?.StartsAt);
        // Seats are free in the database before others sit down there: two may change places.
        foreach (var card in cards.Where(card => card.Talk is not null))
            Leave(talks[card.Talk!.Id], card.MeetingId, by, now);
        draft.End(now);
        await db.LapseOffersOfDatesAsync(talks.Keys, now, cancellation);
        await db.SaveChangesAsync(cancellation);

        var seats = await SeatsAsync(db, [.. meetings.Keys], cancellation);
        var made = await MakeAsync(db, cards, by, now, cancellation);
        foreach (var card in cards.Where(card => card.MeetingId is not null))
        {
            var seat = Sit(seats[card.MeetingId!.Value]);
            if (seat >= plan.Facts.Capacity)
                return null;
            (card.Talk is null ? made[card.Entry.Id] : talks[card.Talk.Id]).ScheduleAt(meetings[card.MeetingId.Value], seat, now, by);
        }

        foreach (var member in made.Values.Concat(talks.Values).SelectMany(talk => talk.Presenters).Select(presenter => presenter.Member).Distinct())
            member.TakeTurn();
        await db.SaveChangesAsync(cancellation);

        var number = (await db.PlanReleases.Where(r => r.TopicId == draft.TopicId).MaxAsync(r => (int?)r.Number, cancellation) ?? 0) + 1;
        var release = new PlanRelease(draft.TopicId, number, by, word, now, cards.Select(card => Line(card, card.Talk?.Id ?? made[card.Entry.Id].Id, before, meetings)));
        db.Add(release);
        db.Add(new AuditEntry(AuditActs.PlanPublished, by.Id, null, $"topic {plan.Facts.Number}", null, $"release {number}: {cards.Count} talks", now));
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return release;
    }

    private static void Leave(Talk talk, int? meetingId, Member by, Instant now)
    {
        if (meetingId is null)
            talk.Unschedule(by, now);
        else
            talk.GetUp();
    }

    private static async Task<Dictionary<int, Meeting>> MeetingsAsync(WhalepaperDb db, List<Card> cards, CancellationToken cancellation)
    {
        var ids = cards.Select(card => card.MeetingId).OfType<int>().Distinct().ToList();
        return await db.Meetings.Where(meeting => ids.Contains(meeting.Id)).ToDictionaryAsync(meeting => meeting.Id, cancellation);
    }

    private static async Task<Dictionary<int, Talk>> TalksAsync(WhalepaperDb db, List<Card> cards, CancellationToken cancellation)
    {
        var ids = cards.Select(card => card.Talk?.Id).OfType<int>().ToList();
        return await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Include(t => t.Meeting).Include(t => t.Confirmation).Include(t => t.Giving).Include(t => t.Course)
            .AsSingleQuery().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, cancellation);
    }

    // The plan was read before anything was held: what changed in between has to be judged anew.
    private static bool IsAsJudged(List<Card> cards, Dictionary<int, Talk> talks, Dictionary<int, Meeting> meetings, Instant now) => cards.TrueForAll(card =>
        (card.Talk is not { } judged || (talks.TryGetValue(judged.Id, out var talk) && talk.MeetingId == judged.MeetingId && talk.State == judged.State
            && talk.Presenters.OrderBy(presenter => presenter.Position).Select(presenter => presenter.MemberId).SequenceEqual(judged.Presenters)))
        && (card.MeetingId is not { } date || (meetings.TryGetValue(date, out var meeting) && meeting.CancelledAt is null && meeting.StartsAt > now)));

    private static async Task<Dictionary<int, HashSet<int>>> SeatsAsync(WhalepaperDb db, List<int> meetings, CancellationToken cancellation)
    {
        var taken = (await db.Talks.Where(talk => talk.Seat != null && talk.MeetingId != null && meetings.Contains(talk.MeetingId.Value)).Select(talk => new { talk.MeetingId, talk.Seat }).ToListAsync(cancellation))
            .ToLookup(talk => talk.MeetingId!.Value, talk => talk.Seat!.Value);
        return meetings.ToDictionary(meeting => meeting, meeting => taken[meeting].ToHashSet());
    }

    private static int Sit(HashSet<int> taken)
    {
        var seat = Enumerable.Range(0, taken.Count + 1).First(free => !taken.Contains(free));
        taken.Add(seat);
        return seat;
    }

    private static async Task<Dictionary<int, Talk>> MakeAsync(WhalepaperDb db, List<Card> cards, Member by, Instant now, CancellationToken cancellation)
    {
        var fresh = cards.Where(card => card.Talk is null).ToList();
        var (entryIds, memberIds) = (fresh.ConvertAll(card => card.Entry.Id), fresh.SelectMany(card => card.Presenters).Distinct().ToList());
        var entries = await db.Entries.Include(e => e.Paper).Where(e => entryIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellation);
        var members = await db.Members.Where(m => memberIds.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellation);
        var made = fresh.ToDictionary(card => card.Entry.Id, card => Talk.Plan(entries[card.Entry.Id], card.Presenters.Select(id => members[id]), now, by));
        db.AddRange(made.Values);
        return made;
    }

    private static ReleaseChange Line(Card card, int talkId, Dictionary<int, Instant?> before, Dictionary<int, Meeting> meetings)
    {
        var (from, to) = (card.Talk is { } talk ? before[talk.Id] : null, card.MeetingId is { } id ? meetings[id].StartsAt : (Instant?)null);
        var kind = card.Talk is null ? ReleaseChangeKind.Planned : to is null ? ReleaseChangeKind.Undated : from is null ? ReleaseChangeKind.Dated : ReleaseChangeKind.Moved;
        return new ReleaseChange(kind, talkId, card.Entry.PaperId, from, to, card.Presenters);
    }
}
