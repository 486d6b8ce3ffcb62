using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Tracks;
using Whalepaper.Ui;

namespace Whalepaper.Members;

/// <summary>A page of the list of people.</summary>
/// <param name="Tracks">All tracks, in their order.</param>
/// <param name="Lines">The people of this page: who shared most comes first.</param>
/// <param name="Count">How many there are on all pages.</param>
public sealed record PeopleView(IReadOnlyList<Track> Tracks, IReadOnlyList<PersonLine> Lines, int Count)
{
    /// <summary>How many people stand on a page.</summary>
    public const int PageSize = 60;

    /// <summary>How many pages there are; at least one.</summary>
    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);
}

/// <summary>Which people are asked for; null for all.</summary>
/// <param name="Track">The code of the track in which they share, or which they follow.</param>
/// <param name="Standing">Where they are on the ladder.</param>
/// <param name="Name">What stands in their name; case, width and punctuation do not matter.</param>
public sealed record PeopleFilter(string? Track, Standing? Standing, string? Name);

/// <summary>A person in the list.</summary>
/// <param name="Id">The database's number.</param>
/// <param name="Name">What the group calls this person.</param>
/// <param name="Handle">The name in addresses.</param>
/// <param name="Given">How many talks this person shared.</param>
/// <param name="Ahead">How many more this person has claimed.</param>
public sealed record PersonLine(int Id, string Name, string Handle, int Given, int Ahead)
{
    /// <summary>The tracks in which this person shares, by database number.</summary>
    public IReadOnlyList<int> Tracks { get; init; } = [];
}

/// <summary>A person's own page.</summary>
/// <param name="Member">Who it is.</param>
/// <param name="Tracks">The tracks in which this person shares.</param>
/// <param name="Topics">What they shared and will, newest topic first.</param>
public sealed record MemberView(Member Member, IReadOnlyList<Track> Tracks, IReadOnlyList<TopicOfMember> Topics)
{
    /// <summary>What the group calls this person.</summary>
    public string Name => Member.Name;

    /// <summary>Whether an account has taken the profile.</summary>
    public bool IsClaimed => Member.ClaimedAt is not null;

    /// <summary>How many talks were shared.</summary>
    public int Given => Topics.Sum(topic => topic.Talks.Count(talk => talk.State is TalkState.Given));

    /// <summary>How many are still to come.</summary>
    public int Ahead => Topics.Sum(topic => topic.Talks.Count) - Given;
}

/// <summary>What a person shared in one topic.</summary>
public sealed record TopicOfMember(int Number, string? Title, IReadOnlyList<TalkOfMember> Talks);

/// <summary>A talk on the page of who shares it.</summary>
public sealed record TalkOfMember(int Id, int TrackId, TalkState State, Instant? At, IReadOnlyList<string> Titles, IReadOnlyList<PersonSign> Others);

/// <summary>What the pages of people ask: always the same questions.</summary>
public static class MemberQueries
{
    /// <summary>Reads a page of the list of people.</summary>
    /// <param name="db">The database.</param>
    /// <param name="filter">Whom.</param>
    /// <param name="page">Which page, from 1.</param>
    /// <param name="who">Who asks: whom they may not see is not counted.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<PeopleView> PeopleAsync(this WhalepaperDb db, PeopleFilter filter, int page, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentNullException.ThrowIfNull(who);
        var tracks = await db.Tracks.AsNoTracking().OrderBy(t => t.Position).ToListAsync(cancellation);
        var trackId = tracks.Find(t => string.Equals(t.Code, filter.Track, StringComparison.OrdinalIgnoreCase))?.Id;
        var (standing, name) = (filter.Standing, filter.Name is null ? null : Member.RecognisedAs(filter.Name));
        // A talk that was withdrawn is neither shared nor to come.
        var shares = from presenter in db.TalkPresenters join talk in db.Talks.Living() on presenter.TalkId equals talk.Id select new { presenter.MemberId, talk.TrackId, IsGiven = talk.State == TalkState.Given };
        var asked = db.Members.AsNoTracking().Where(who.ProfilesOpenTo())
            .Where(m => trackId == null || shares.Any(s => s.MemberId == m.Id && s.TrackId == trackId) || m.Follows.Any(f => f.TrackId == trackId))
            .Where(m => standing == null || m.Standing == standing)
            .Where(m => name == null || m.NormalizedName.Contains(name));
        var count = await asked.CountAsync(cancellation);
        // Counted for all at once: asked for each, PostgreSQL expects a million steps among some thousand people. Who looks for a few does not pay for the others.
        var theirs = filter == new PeopleFilter(null, null, null) ? shares : shares.Where(s => asked.Any(m => m.Id == s.MemberId));
        var counted = theirs.GroupBy(s => s.MemberId).Select(own => new { MemberId = own.Key, Given = own.Sum(s => s.IsGiven ? 1 : 0), All = own.Count() });
        var lines = (await asked
            .LeftJoin(counted, m => m.Id, own => own.MemberId, (m, own) => new { m.Id, m.Name, m.Handle, Given = (int?)own!.Given ?? 0, Ahead = (int?)(own.All - own.Given) ?? 0 })
            .OrderByDescending(m => m.Given).ThenByDescending(m => m.Ahead).ThenBy(m => m.Id)
            .Skip((page - 1) * PeopleView.PageSize).Take(PeopleView.PageSize).ToListAsync(cancellation))
            .ConvertAll(m => new PersonLine(m.Id, m.Name, m.Handle, m.Given, m.Ahead));
        var shown = lines.ConvertAll(line => line.Id);
        var at = (await shares.Where(s => shown.Contains(s.MemberId)).Select(s => new { s.MemberId, s.TrackId }).Distinct().ToListAsync(cancellation))
            .ToLookup(s => s.MemberId, s => s.TrackId);
        return new PeopleView(tracks, lines.ConvertAll(line => line with { Tracks = [.. at[line.Id]] }), count);
    }

    /// <summary>
    /// The handle of the profile into which the one of this handle was merged; null if none was, or if it is one that this reader may not open. An
    /// archive name does not tell who keeps to members, nor who left.
    /// </summary>
    public static Task<string?> TakenOverByAsync(this WhalepaperDb db, string handle, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        var into = db.Members.Where(m => m.Handle == handle && m.MergedIntoId != null).Join(db.Members, m => m.MergedIntoId, other => other.Id, (_, other) => other).Where(m => m.LeftAt == null);
        // One that was merged itself leads on.
        return into.Where(who.ProfilesOpenTo()).Select(m => m.Handle).Union(into.Where(m => m.MergedIntoId != null).Select(m => m.Handle)).SingleOrDefaultAsync(cancellation);
    }

    /// <summary>Reads the page of a person; null if nobody has this handle, or none whom this reader may see.</summary>
    public static async Task<MemberView?> MemberPageAsync(this WhalepaperDb db, string handle, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        var member = await db.Members.AsNoTracking().Where(who.ProfilesOpenTo()).SingleOrDefaultAsync(m => m.Handle == handle, cancellation);
        if (member is null)
            return null;
        var talks = await db.Talks.AsNoTracking().AsSplitQuery()
            .Where(talk => talk.Presenters.Any(p => p.MemberId == member.Id) && talk.Papers.Any(p => p.ReleasedAt == null))
            .OrderBy(talk => talk.Id)
            .Select(talk => new
            {
                talk.Id,
                talk.TopicId,
                talk.TrackId,
                talk.State,
                At = talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt,
                Titles = talk.Papers.Where(p => p.ReleasedAt == null).OrderBy(p => p.Position).Select(p => p.Paper.Title).ToList(),
                Others = talk.Presenters.Where(p => p.MemberId != member.Id).OrderBy(p => p.Position).Select(p => new { p.Member.Name, p.Member.Handle }).ToList(),
            })
            .ToListAsync(cancellation);
        var topics = await db.Topics.AsNoTracking().Where(t => talks.Select(talk => talk.TopicId).Contains(t.Id)).OrderByDescending(t => t.Number)
            .Select(t => new { t.Id, t.Number, t.Title }).ToListAsync(cancellation);
        var tracks = await db.Tracks.AsNoTracking().Where(t => talks.Select(talk => talk.TrackId).Contains(t.Id)).OrderBy(t => t.Position).ToListAsync(cancellation);
        var byTopic = talks.ToLookup(talk => talk.TopicId, talk => new TalkOfMember(
            talk.Id, talk.TrackId, talk.State, talk.At, talk.Titles,
            talk.Others.ConvertAll(other => MemberSigns.Sign(other.Name, other.Handle))));
        return new MemberView(
            member, tracks,
            [.. topics.Select(t => new TopicOfMember(t.Number, t.Title, [.. byTopic[t.Id].OrderByDescending(talk => talk.At ?? Instant.MinValue)]))]);
    }
}
