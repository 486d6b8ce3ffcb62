using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;

namespace Whalepaper.Topics.Board;

/// <summary>Whom a plan knows.</summary>
public enum BoardPeople
{
    /// <summary>Who shares in the topic, or shall by the draft: enough to show and to publish it, however large the group is.</summary>
    Concerned,

    /// <summary>Everybody to whom a talk can go as well: to name somebody, or to choose among all.</summary>
    Everybody,
}

/// <summary>Somebody to whom a paper could go, and what they said of it.</summary>
/// <param name="Name">What the group calls them.</param>
/// <param name="Handle">The name in the address of their page.</param>
/// <param name="Standing">Where they are on the ladder.</param>
/// <param name="Presents">Whether they would present it, or only hear it; null if they said nothing.</param>
public sealed record PersonToChoose(string Name, string Handle, Standing? Standing, bool? Presents);

/// <summary>What the board asks about people.</summary>
internal static class BoardPeopleQueries
{
    /// <summary>These people, by name.</summary>
    public static Task<List<BoardMember>> PeopleAsync(this WhalepaperDb db, IReadOnlyCollection<int> ids, CancellationToken cancellation) =>
        MembersAsync(db, db.Members.Where(m => EF.Parameter(ids).Contains(m.Id)), db.TalkPresenters.Where(p => EF.Parameter(ids).Contains(p.MemberId)), cancellation);

    /// <summary>Everybody to whom a talk can go, and these people besides, by name.</summary>
    public static Task<List<BoardMember>> EverybodyAsync(this WhalepaperDb db, IReadOnlyCollection<int> besides, CancellationToken cancellation)
    {
        var able = db.CanShare();
        return MembersAsync(db, db.Members.Where(m => able.Any(one => one.Id == m.Id) || EF.Parameter(besides).Contains(m.Id)), db.TalkPresenters, cancellation);
    }

    /// <summary>
    /// To whom a paper could go: who would present it stands first, then who would hear it, then the inner group before the open one, and there who
    /// has not shared for longest. Nobody looks through thousands of names: whoever is not among the first is typed.
    /// </summary>
    /// <param name="db">The database.</param>
    /// <param name="entry">The paper; null before one is chosen.</param>
    /// <param name="isOpen">Whether the open group may share at its track.</param>
    /// <param name="topicId">The topic's database number.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<List<PersonToChoose>> ToChooseAsync(this WhalepaperDb db, BoardEntry? entry, bool isOpen, int topicId, int most, CancellationToken cancellation)
    {
        var able = db.CanShare().Where(m => isOpen || m.Standing == Standing.Inner);
        var (paper, track) = (entry?.PaperId ?? 0, entry?.TrackId ?? 0);
        var wishes = await db.Wishes.Where(w => w.TopicId == topicId && w.PaperId == paper && w.TrackId == track && able.Any(m => m.Id == w.MemberId))
            .OrderBy(w => w.Presents ? 0 : 1).ThenBy(w => w.At).ThenBy(w => w.MemberId).Take(most)
            .Select(w => new { w.MemberId, Person = new PersonToChoose(w.Member.Name, w.Member.Handle, w.Member.Standing, w.Presents) }).ToListAsync(cancellation);
        List<int> wishing = [.. wishes.Select(w => w.MemberId)];
        var others = able.Where(m => !EF.Parameter(wishing).Contains(m.Id));
        var given = Given(db.TalkPresenters, db);
        // Asked for as a list and not one by one: SQLite would look through all talks for each member.
        var sharers = given.Select(one => one.MemberId);
        var found = await others.Where(m => !sharers.Contains(m.Id)).OrderBy(m => m.Standing == Standing.Inner ? 0 : 1).ThenBy(m => m.Id).Take(most)
            .Select(m => new PersonToChoose(m.Name, m.Handle, m.Standing, null)).ToListAsync(cancellation);
        if (found.Count(person => person.Standing is Standing.Inner) + wishes.Count < most)
        {
            var last = given.GroupBy(one => one.MemberId).Select(one => new { MemberId = one.Key, At = one.Max(talk => talk.At) });
            found.AddRange(await others.Join(last, m => m.Id, one => one.MemberId, (m, one) => new { Member = m, one.At })
                .OrderBy(one => one.Member.Standing == Standing.Inner ? 0 : 1).ThenBy(one => one.At).ThenBy(one => one.Member.Id).Take(most)
                .Select(one => new PersonToChoose(one.Member.Name, one.Member.Handle, one.Member.Standing, null)).ToListAsync(cancellation));
        }

        return [.. wishes.Select(w => w.Person).Concat(found.OrderBy(person => person.Standing is Standing.Inner ? 0 : 1)).Take(most)];
    }

    private static async Task<List<BoardMember>> MembersAsync(WhalepaperDb db, IQueryable<Member> whom, IQueryable<TalkPresenter> theirs, CancellationToken cancellation)
    {
        var last = await Given(theirs, db).GroupBy(one => one.MemberId).Select(one => new { one.Key, At = one.Max(talk => talk.At) }).ToDictionaryAsync(one => one.Key, one => one.At, cancellation);
        var able = db.CanShare();
        var members = await whom.AsNoTracking().OrderBy(m => m.Name).ThenBy(m => m.Id)
            .Select(m => new { m.Id, m.Name, m.Handle, m.Standing, Can = able.Any(one => one.Id == m.Id), Follows = m.Follows.Select(f => f.TrackId).ToList() }).AsSplitQuery().ToListAsync(cancellation);
        return members.ConvertAll(m => new BoardMember(m.Id, m.Name, m.Handle, m.Standing, m.Can, last.TryGetValue(m.Id, out var at) ? at : null, m.Follows));
    }

    private static IQueryable<GivenTalk> Given(IQueryable<TalkPresenter> presenters, WhalepaperDb db) =>
        from presenter in presenters
        join talk in db.Talks on presenter.TalkId equals talk.Id
        where talk.State == TalkState.Given && talk.Meeting != null
        select new GivenTalk { MemberId = presenter.MemberId, At = talk.Meeting!.StartsAt };

    private sealed class GivenTalk
    {
        public int MemberId { get; init; }

        public Instant At { get; init; }
    }
}
