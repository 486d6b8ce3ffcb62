using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Charter;

/// <summary>
/// Takes the entries of the reading lists in, some hundred at a time, so that a list of a hundred thousand needs no more memory than
/// its own names.
/// </summary>
internal sealed class EntryImport(WhalepaperDb db, ImportReport report, Instant now)
{
    private const int Chunk = 400;

    private readonly Dictionary<(string Title, string? Link), Paper> _papers = [];
    private readonly Dictionary<string, Member> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _handles = new(StringComparer.Ordinal);
    private bool _hadPapers;
    private int _pending;
    private int _done;

    public async Task RunAsync(
        CharterFacts facts, CharterFacts? last, Dictionary<int, Topic> topics, Dictionary<string, Track> tracks, IProgress<ImportProgress>? progress, CancellationToken cancellation)
    {
        // What is added says so itself; what else changed is looked for once, when it is saved.
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        await KnowPeopleAsync(cancellation);
        db.ChangeTracker.Clear();
        _hadPapers = await db.Papers.AnyAsync(cancellation);
        var total = facts.Topics.Sum(t => t.Lists.Sum(l => l.Entries.Count));
        foreach (var topic in facts.Topics)
        {
            var before = last?.Topics.FirstOrDefault(t => t.Number == topic.Number);
            foreach (var list in topic.Lists)
            {
                var was = before?.Lists.FirstOrDefault(l => string.Equals(l.Track, list.Track, StringComparison.Ordinal));
                var place = topics[topic.Number].Tracks.First(t => t.TrackId == tracks[list.Track].Id);
                await ListAsync(place, list, was, () => progress?.Report(new(_done, total)), cancellation);
            }
        }

        await FlushAsync(cancellation);
        db.ChangeTracker.AutoDetectChangesEnabled = true;
        progress?.Report(new(total, total));
    }

    // A name whose profile was merged means the person that it was merged into; who left is nobody's name any more.
    private async Task KnowPeopleAsync(CancellationToken cancellation)
    {
        var numbers = new Dictionary<int, Member>();
        var merged = new List<Member>();
        // A name means the profile of the archive before anybody who came later and bears it: whose credit it is, the committee says.
        await foreach (var member in db.Members.AsNoTracking().OrderBy(m => m.ClaimedAt != null).ThenBy(m => m.Id).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            _handles.Add(member.Handle);
            numbers.Add(member.Id, member);
            if (member.MergedIntoId is not null)
                merged.Add(member);
            else if (member.LeftAt is null)
                _members.TryAdd(member.NormalizedName, member);
        }

        foreach (var member in merged)
        {
            var into = numbers[member.MergedIntoId!.Value];
            for (var steps = 0; into.MergedIntoId is { } next && steps < merged.Count; steps++)
                into = numbers[next];
            if (into.LeftAt is null)
                _members[member.NormalizedName] = into;
        }
    }

    private async Task ListAsync(TopicTrack place, ListFact list, ListFact? was, Action tell, CancellationToken cancellation)
    {
        var living = await db.Entries.AsNoTracking().Where(e => e.TopicId == place.TopicId && e.TrackId == place.TrackId)
            .OrderBy(e => e.Position).ThenBy(e => e.Id).Select(e => new Living(e.Id, e.CharterKey, e.Paper.Title, e.Paper.Link, e.Position)).ToListAsync(cancellation);
        var plan = EntryMatching.Match(living, list.Entries, was?.Entries ?? []);
        for (var index = 0; index < plan.Wanted.Count; index++)
        {
            var (entry, old, existing) = plan.Wanted[index];
            if (existing is null)
                await AddAsync(place, entry, plan.Positions[index], cancellation);
            else if (await FollowAsync(existing, entry, old, plan.Positions[index], cancellation))
                report.Changed++;
            else
                report.Unchanged++;
            _done++;
            if (++_pending >= Chunk)
            {
                await FlushAsync(cancellation);
                tell();
            }
        }

        foreach (var (id, position) in plan.Moved)
            await db.Entries.Where(e => e.Id == id).ExecuteUpdateAsync(set => set.SetProperty(e => e.Position, position), cancellation);
        report.Vanished.AddRange(plan.Kept.Select(kept => kept.Title));
    }

    private async Task AddAsync(TopicTrack place, EntryFact fact, int position, CancellationToken cancellation)
    {
        var paper = await PaperOfAsync(fact, cancellation);
        var entry = new ReadingListEntry(Use(place), paper, position, now);
        entry.KnowAs(fact.Key);
        db.Add(entry);
        if (fact.Presenters.Count > 0)
            Share(entry, fact.Presenters);
        report.Added++;
    }

    /// <summary>Follows a line that the document changed; a line that says what it said changes nothing, whatever life did meanwhile.</summary>
    private async Task<bool> FollowAsync(Living living, EntryFact fact, EntryFact? old, int position, CancellationToken cancellation)
    {
        var presentersChanged = !SamePeople.Are(fact.Presenters, old?.Presenters ?? []);
        var paperChanged = !string.Equals(fact.Title, old?.Title ?? living.Title, StringComparison.Ordinal)
            || !string.Equals(fact.Link, old is null ? living.Link : old.Link, StringComparison.Ordinal);
        if (!presentersChanged && !paperChanged && string.Equals(living.Key, fact.Key, StringComparison.Ordinal))
            return false;
        var entry = await db.Entries.Include(e => e.Paper.Works).Include(e => e.List).SingleAsync(e => e.Id == living.Id, cancellation);
        var changed = false;
        if (paperChanged && (!string.Equals(entry.Paper.Title, fact.Title, StringComparison.Ordinal) || !string.Equals(entry.Paper.Link, fact.Link, StringComparison.Ordinal)))
        {
            await RepaperAsync(entry, fact, cancellation);
            changed = true;
        }

        if (presentersChanged)
            changed |= await RepresentAsync(entry, fact, cancellation);
        entry.KnowAs(fact.Key);
        entry.MoveTo(position);
        return changed;
    }

    // A paper that stands on another list too is not renamed there: this list gets a paper of its own.
    private async Task RepaperAsync(ReadingListEntry entry, EntryFact fact, CancellationToken cancellation)
    {
        if (await db.Entries.CountAsync(e => e.PaperId == entry.PaperId, cancellation) > 1)
        {
            entry.Replace(await PaperOfAsync(fact, cancellation));
            await db.TalkPapers.Where(p => p.EntryId == entry.Id).Include(p => p.Entry).ForEachAsync(p => p.Follow(), cancellation);
            return;
        }

        entry.Paper.Entitle(fact.Title);
        entry.Paper.LinkTo(fact.Link);
        PaperDetails.Read(fact.Title, fact.Link).Tell(entry.Paper);
    }

    private async Task<bool> RepresentAsync(ReadingListEntry entry, EntryFact fact, CancellationToken cancellation)
    {
        var talk = await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member)
            .SingleOrDefaultAsync(t => t.Papers.Any(p => p.EntryId == entry.Id && p.ReleasedAt == null), cancellation);
        if (talk is null)
        {
            if (fact.Presenters.Count > 0)
                Share(entry, fact.Presenters);
            return fact.Presenters.Count > 0;
        }

        if (SamePeople.Are(fact.Presenters, [.. talk.Presenters.OrderBy(p => p.Position).Select(p => p.Member.Name)]))
            return false;
        if (fact.Presenters.Count == 0)
        {
            report.Vanished.Add($"{entry.Paper.Title}: {string.Join("、", talk.Presenters.Select(p => p.Member.Name))}");
            return false;
        }

        var members = fact.Presenters.Select(name => talk.Presenters.Select(p => p.Member).FirstOrDefault(m => SamePeople.Is(m, name)) ?? MemberOf(name));
        talk.PresentBy([.. members]);
        return true;
    }

    private void Share(ReadingListEntry entry, IReadOnlyList<string> presenters)
    {
        var talk = new Talk(entry, presenters.Select(MemberOf), now);
        talk.Give(GivingSource.Charter, now);
        db.Add(talk);
    }

    // One paper on several lists is one paper, also where an earlier import or somebody here made it known.
    private async Task<Paper> PaperOfAsync(EntryFact fact, CancellationToken cancellation)
    {
        if (_papers.TryGetValue((fact.Title, fact.Link), out var paper))
            return Use(paper);
        var normal = NormalName.Of(fact.Title);
        paper = _hadPapers
            ? await db.Papers.OrderBy(p => p.Id).FirstOrDefaultAsync(p => p.NormalizedTitle == normal && p.Title == fact.Title && p.Link == fact.Link, cancellation)
            : null;
        if (paper is not null)
        {
            _papers.Add((fact.Title, fact.Link), paper);
            return paper;
        }

        paper = new Paper(fact.Title, fact.Link, PaperKind.Paper, now);
        PaperDetails.Read(fact.Title, fact.Link).Tell(paper);
        _papers.Add((fact.Title, fact.Link), paper);
        db.Add(paper);
        return paper;
    }

    private Member MemberOf(string name)
    {
        var key = Member.RecognisedAs(name);
        if (_members.TryGetValue(key, out var member))
            return Use(member);
        var handle = Member.HandleFor(name, _handles.Contains);
        member = new Member(name, handle, now);
        _handles.Add(handle);
        _members.Add(key, member);
        db.Add(member);
        return member;
    }

    // What was saved in an earlier chunk is known to the database, and must not be added to it again.
    private T Use<T>(T known) where T : class
    {
        if (db.Entry(known).State == EntityState.Detached)
            db.Entry(known).State = EntityState.Unchanged;
        return known;
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancellation);
        db.ChangeTracker.Clear();
        _pending = 0;
    }
}

/// <summary>Whether names mean the same people, whatever their letters' case and width.</summary>
internal static class SamePeople
{
    public static bool Are(IReadOnlyList<string> some, IReadOnlyList<string> others) =>
        some.Select(Member.RecognisedAs).Distinct(StringComparer.Ordinal).SequenceEqual(others.Select(Member.RecognisedAs).Distinct(StringComparer.Ordinal), StringComparer.Ordinal);

    public static bool Is(Member member, string name) =>
        string.Equals(member.NormalizedName, Member.RecognisedAs(name), StringComparison.Ordinal);
}
