using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Ui;

namespace Whalepaper.Topics.Proposals;

/// <summary>A paper that waits for the committee, or that nobody has taken yet, with who wishes for it.</summary>
/// <param name="PaperId">The paper's number.</param>
/// <param name="Title">Its title.</param>
/// <param name="Source">Its authors, where and when it appeared.</param>
/// <param name="Link">Where it is read, as written.</param>
/// <param name="Hearers">How many want to hear it.</param>
/// <param name="Mine">The reader's own wish: whether they would present it; null without.</param>
public sealed record WishedPaper(int PaperId, string Title, (IReadOnlyList<string> Authors, string? Venue, int? Year) Source, string? Link, int Hearers, bool? Mine)
{
    /// <summary>Who would present it.</summary>
    public IReadOnlyList<PersonSign> Presenters { get; init; } = [];

    /// <summary>The proposal; null for a paper on the list.</summary>
    public WaitingProposal? Proposal { get; init; }

    /// <summary>What a proposed survey goes through, in its order.</summary>
    public IReadOnlyList<SurveyedWork> Works { get; init; } = [];

    /// <summary>The surveys that go through what is proposed.</summary>
    public IReadOnlyList<NamingSurvey> Surveys { get; init; } = [];
}

/// <summary>A proposal that waits.</summary>
public sealed record WaitingProposal(int Id, PersonSign By, bool IsOwn, string? Why, Instant At);

/// <summary>A list as its members work on it.</summary>
/// <param name="List">The list.</param>
/// <param name="Proposed">What waits, most wished for first.</param>
/// <param name="Open">What stands on the list and nobody has taken, in its order.</param>
public sealed record ProposalsView(TopicTrack List, IReadOnlyList<WishedPaper> Proposed, IReadOnlyList<WishedPaper> Open);

/// <summary>What the page of a list's proposals asks: always the same few questions.</summary>
public static class ProposalQueries
{
    private const int Most = 200;

    /// <summary>A list, with its topic and track; null if there is none.</summary>
    public static Task<TopicTrack?> ListAsync(this WhalepaperDb db, int number, string code, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(code);
        var lower = code.ToLowerInvariant();
        return db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleOrDefaultAsync(l => l.Topic.Number == number && l.Track.Code == lower, cancellation);
    }

    /// <summary>Reads the page; null if there is no such list.</summary>
    public static async Task<ProposalsView?> ProposalsAsync(this WhalepaperDb db, int number, string code, int me, CancellationToken cancellation)
    {
        if (await db.ListAsync(number, code, cancellation) is not { } list)
            return null;
        var wishes = (await db.Wishes.AsNoTracking().Where(w => w.TopicId == list.TopicId && w.TrackId == list.TrackId).OrderBy(w => w.At)
            .Select(w => new { w.PaperId, w.MemberId, w.Presents, w.Member.Name, w.Member.Handle, Left = w.Member.LeftAt != null }).ToListAsync(cancellation)).ToLookup(w => w.PaperId);
        WishedPaper With(WishedPaper paper) => paper with
        {
            Hearers = wishes[paper.PaperId].Count(w => !w.Left),
            Mine = wishes[paper.PaperId].Where(w => w.MemberId == me).Select(w => (bool?)w.Presents).FirstOrDefault(),
            Presenters = [.. wishes[paper.PaperId].Where(w => w.Presents && !w.Left).Select(w => MemberSigns.Sign(w.Name, w.Handle))],
        };
        var proposed = await db.Proposals.AsNoTracking().Where(p => p.TopicId == list.TopicId && p.TrackId == list.TrackId && p.End == null).OrderBy(p => p.At).Take(Most)
            .Select(p => new { p.Id, p.PaperId, p.Paper.Title, p.Paper.Authors, p.Paper.Venue, p.Paper.Year, p.Paper.Link, p.Paper.Kind, p.Paper.NormalizedTitle, p.Paper.ArxivId, p.Paper.Doi, p.ById, p.By.Name, p.By.Handle, p.Why, p.At }).ToListAsync(cancellation);
        var works = await db.WorksOfAsync(proposed.Where(p => p.Kind is PaperKind.Survey).Select(p => p.PaperId), cancellation);
        var named = await db.NamedAsync(LikenessKeys.Of(proposed.Select(p => ((string?)p.NormalizedTitle, p.ArxivId, p.Doi))), cancellation);
        var open = await db.Entries.AsNoTracking()
            .Where(e => e.TopicId == list.TopicId && e.TrackId == list.TrackId && !db.TalkPapers.Any(held => held.EntryId == e.Id && held.ReleasedAt == null))
            .OrderBy(e => e.Position).Take(Most).Select(e => new { e.PaperId, e.Paper.Title, e.Paper.Authors, e.Paper.Venue, e.Paper.Year, e.Paper.Link }).ToListAsync(cancellation);
        return new(
            list,
            [
                .. proposed.Select(p => With(new(p.PaperId, p.Title, (p.Authors, p.Venue, p.Year), p.Link, 0, null)
                {
                    Proposal = new(p.Id, MemberSigns.Sign(p.Name, p.Handle), p.ById == me, p.Why, p.At),
                    Works = [.. works[p.PaperId]],
                    Surveys = [.. named.Where(work => work.Survey.Id != p.PaperId && work.Is(p.NormalizedTitle, p.ArxivId, p.Doi)).Select(work => work.Survey).Distinct()],
                }))
                    .OrderByDescending(p => p.Hearers),
            ],
            [.. open.Select(e => With(new(e.PaperId, e.Title, (e.Authors, e.Venue, e.Year), e.Link, 0, null)))]);
    }
}
