using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;

namespace Whalepaper.Meetings;

/// <summary>
/// Stamps a meeting anew when what is shared at it changes: a talk comes, goes or moves, its presenters or papers change, or one of them gets
/// another name. Calendars that have the meeting take a change only with a higher SEQUENCE and a newer LAST-MODIFIED. The stamp is set beside
/// the meeting's version, so that two people who claim different talks of one meeting do not get in each other's way.
/// </summary>
internal sealed class MeetingRevision(IClock clock) : IConsequence
{
    // Engines admit a limited number of values in one question; a re-import may rename a great many papers.
    private const int AtOnce = 500;

    public async Task FollowAsync(WhalepaperDb db, IReadOnlyList<EntityEntry> changed, CancellationToken cancellationToken)
    {
        var (meetings, talks, papers, members) = (new HashSet<int>(), new HashSet<int>(), new HashSet<int>(), new HashSet<int>());
        foreach (var entry in changed)
        {
            switch (entry.Entity)
            {
                case Talk when entry.State != EntityState.Modified || entry.Property(nameof(Talk.MeetingId)).IsModified:
                    Collect(meetings, entry, nameof(Talk.MeetingId));
                    break;
                case TalkPresenter or TalkPaper:
                    Collect(talks, entry, nameof(TalkPaper.TalkId));
                    break;
                case Paper paper when IsRenamed(entry, nameof(Paper.Title)):
                    papers.Add(paper.Id);
                    break;
                case Member member when IsRenamed(entry, nameof(Member.Name)):
                    members.Add(member.Id);
                    break;
            }
        }

        foreach (var ids in talks.Chunk(AtOnce))
            meetings.UnionWith(await IdsAsync(db.Talks.Where(talk => ids.Contains(talk.Id)), cancellationToken));
        foreach (var ids in papers.Chunk(AtOnce))
            meetings.UnionWith(await IdsAsync(db.Talks.Where(talk => talk.Papers.Any(paper => ids.Contains(paper.PaperId))), cancellationToken));
        foreach (var ids in members.Chunk(AtOnce))
            meetings.UnionWith(await IdsAsync(db.Talks.Where(talk => talk.Presenters.Any(presenter => ids.Contains(presenter.MemberId))), cancellationToken));
        // Who is saved himself just now has his stamp.
        meetings.ExceptWith(changed.Select(entry => entry.Entity).OfType<Meeting>().Select(meeting => meeting.Id));
        await StampAsync(db, meetings, cancellationToken);
    }

    /// <summary>The number as it was and as it will be; one that the database has yet to give belongs to something new.</summary>
    private static void Collect(HashSet<int> numbers, EntityEntry entry, string property)
    {
        var value = entry.Property(property);
        if (value.CurrentValue is int after && !value.IsTemporary && after > 0)
            numbers.Add(after);
        if (entry.State != EntityState.Added && value.OriginalValue is int before)
            numbers.Add(before);
    }

    private static bool IsRenamed(EntityEntry entry, string name) => entry.State == EntityState.Modified && entry.Property(name).IsModified;

    private static Task<List<int>> IdsAsync(IQueryable<Talk> talks, CancellationToken cancellation) =>
        talks.Where(talk => talk.MeetingId != null).Select(talk => talk.MeetingId!.Value).Distinct().ToListAsync(cancellation);

    private async Task StampAsync(WhalepaperDb db, HashSet<int> meetings, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var ids in meetings.Chunk(AtOnce))
        {
            await db.Meetings.Where(meeting => ids.Contains(meeting.Id)).ExecuteUpdateAsync(
                set => set.SetProperty(meeting => meeting.Sequence, meeting => meeting.Sequence + 1).SetProperty(meeting => meeting.ChangedAt, now), cancellation);
        }

        foreach (var entry in db.ChangeTracker.Entries<Meeting>().Where(entry => meetings.Contains(entry.Entity.Id)).ToList())
        {
            // What is loaded must not bring the old stamp back with its next change.
            Set(entry.Property(meeting => meeting.Sequence), entry.Entity.Sequence + 1);
            Set(entry.Property(meeting => meeting.ChangedAt), now);
        }
    }

    private static void Set<TValue>(PropertyEntry<Meeting, TValue> property, TValue value)
    {
        property.OriginalValue = value;
        property.CurrentValue = value;
        property.IsModified = false;
    }
}
