using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Search;

/// <summary>
/// Keeps the index in step: whatever is saved, what it changes of any document is written in the same transaction. A document is not
/// patched but made anew from its rows, so that there is one way in which it comes to be.
/// </summary>
internal sealed class SearchIndexing(CharterSections charter) : ISequel, ISearchRebuilding
{
    // What a member's document is made of, and what takes it away.
    private static readonly string[] describing = [nameof(Member.Name), nameof(Member.Handle), nameof(Member.Bio), nameof(Member.Interests), nameof(Member.LeftAt), nameof(Member.MergedIntoId)];

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        var touched = new Touched();
        foreach (var entry in changed)
            Note(touched, entry);
        return touched.IsNothing ? null : cancellation => FollowAsync(db, touched, cancellation);
    }

    /// <inheritdoc />
    public async Task RebuildAsync(WhalepaperDb db, CancellationToken cancellation)
    {
        await using var transaction = await db.BeginWritingAsync(cancellation);
        await db.SearchTable.RecreateAsync(cancellation);
        var documents = new SearchDocuments(db, charter);
        foreach (var kind in SearchKinds.All)
        {
            var highest = await documents.HighestAsync(kind, cancellation);
            for (var from = 1; from <= highest; from += SearchDocuments.AtOnce)
                await PutAsync(db, await documents.BetweenAsync(kind, from, from + SearchDocuments.AtOnce - 1, cancellation), cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static void Note(Touched touched, EntityEntry entry)
    {
        switch (entry.Entity)
        {
            case Paper:
                touched.Add(SearchKind.Paper, entry, nameof(Paper.Id));
                if (IsModified(entry, nameof(Paper.Title)))
                    touched.Renamed.Add(entry.Entity);
                break;
            case SurveyedWork:
                touched.Add(SearchKind.Paper, entry, nameof(SurveyedWork.PaperId));
                break;
            // Where they stand and what they do for the group is not found by words: whom a closing moves stays as they are.
            case Member when entry.State is not EntityState.Modified || describing.Any(property => IsModified(entry, property)):
                touched.Add(SearchKind.Member, entry, nameof(Member.Id));
                if (IsModified(entry, nameof(Member.Name)))
                    touched.Renamed.Add(entry.Entity);
                break;
            case Track when entry.State == EntityState.Modified:
                touched.Renamed.Add(entry.Entity);
                break;
            case Topic:
                touched.Add(SearchKind.Topic, entry, nameof(Topic.Id));
                break;
            case TopicTrack:
                touched.Add(SearchKind.Topic, entry, nameof(TopicTrack.TopicId));
                break;
            case Talk:
                touched.Add(SearchKind.Talk, entry, nameof(Talk.Id));
                break;
            case TalkPresenter or TalkPaper:
                touched.Add(SearchKind.Talk, entry, nameof(TalkPaper.TalkId));
                break;
            case Material:
                touched.Add(SearchKind.Talk, entry, nameof(Material.TalkId));
                touched.Add(SearchKind.Material, entry, nameof(Material.Id));
                break;
            case FileText when IsModified(entry, nameof(FileText.Text)):
                touched.Add(SearchKind.Material, entry, nameof(FileText.MaterialId));
                break;
            case CharterRevision:
                touched.Charter = true;
                break;
        }
    }

    private static bool IsModified(EntityEntry entry, string property) => entry.State == EntityState.Modified && entry.Property(property).IsModified;

    private async Task FollowAsync(WhalepaperDb db, Touched touched, CancellationToken cancellation)
    {
        var documents = new SearchDocuments(db, charter);
        foreach (var renamed in touched.Renamed)
            await SpreadAsync(db, renamed, touched, cancellation);
        foreach (var (kind, numbers) in touched.Numbers())
        {
            foreach (var chunk in numbers.Chunk(SearchDocuments.AtOnce))
            {
                var found = await documents.OfAsync(kind, chunk, cancellation);
                var gone = chunk.Except(found.Select(document => document.Number)).Select(number => SearchTable.IdOf((int)kind, number)).ToList();
                if (gone.Count > 0)
                    await db.SearchTable.RemoveAsync(gone, cancellation);
                await PutAsync(db, found, cancellation);
            }
        }

        if (!touched.Charter)
            return;
        await db.SearchTable.RemoveKindAsync((int)SearchKind.Charter, cancellation);
        foreach (var sections in (await documents.BetweenAsync(SearchKind.Charter, 1, int.MaxValue, cancellation)).Chunk(SearchDocuments.AtOnce))
            await PutAsync(db, sections, cancellation);
    }

    /// <summary>What has another name is called by it in other documents too.</summary>
    private static async Task SpreadAsync(WhalepaperDb db, object renamed, Touched touched, CancellationToken cancellation)
    {
        switch (renamed)
        {
            case Paper paper:
                touched.Also(SearchKind.Talk, await db.TalkPapers.Where(p => p.PaperId == paper.Id).Select(p => p.TalkId).ToListAsync(cancellation));
                break;
            case Member member:
                touched.Also(SearchKind.Talk, await db.TalkPresenters.Where(p => p.MemberId == member.Id).Select(p => p.TalkId).ToListAsync(cancellation));
                break;
            case Track track:
                touched.Also(SearchKind.Talk, await db.Talks.Where(t => t.TrackId == track.Id).Select(t => t.Id).ToListAsync(cancellation));
                touched.Also(SearchKind.Topic, await db.TopicTracks.Where(t => t.TrackId == track.Id).Select(t => t.TopicId).ToListAsync(cancellation));
                break;
        }
    }

    private static async Task PutAsync(WhalepaperDb db, IReadOnlyList<SearchDocument> documents, CancellationToken cancellation)
    {
        if (documents.Count > 0)
            await db.SearchTable.PutAsync([.. documents.Select(document => document.Entry())], cancellation);
    }

    /// <summary>Which documents a save touches. A row that is new has its number only once it is saved, so numbers are read late.</summary>
    private sealed class Touched
    {
        private readonly List<(SearchKind Kind, PropertyEntry Number)> _coming = [];
        private readonly Dictionary<SearchKind, HashSet<int>> _numbers = [];

        public List<object> Renamed { get; } = [];

        public bool Charter { get; set; }

        public bool IsNothing => _coming.Count == 0 && _numbers.Count == 0 && Renamed.Count == 0 && !Charter;

        public void Add(SearchKind kind, EntityEntry entry, string property)
        {
            var number = entry.Property(property);
            if (entry.State != EntityState.Added)
                Also(kind, [(int)number.OriginalValue!]);
            if (entry.State != EntityState.Deleted)
                _coming.Add((kind, number));
        }

        public void Also(SearchKind kind, IEnumerable<int> numbers)
        {
            if (!_numbers.TryGetValue(kind, out var known))
                _numbers[kind] = known = [];
            known.UnionWith(numbers);
        }

        public IReadOnlyList<(SearchKind Kind, IReadOnlyCollection<int> Numbers)> Numbers()
        {
            foreach (var (kind, number) in _coming)
                Also(kind, [(int)number.CurrentValue!]);
            return [.. _numbers.Select(pair => (pair.Key, (IReadOnlyCollection<int>)pair.Value))];
        }
    }
}
