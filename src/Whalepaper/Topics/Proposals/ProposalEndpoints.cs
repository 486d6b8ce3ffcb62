using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Papers;
using Whalepaper.Settings;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Topics.Proposals;

/// <summary>Papers for a reading list: proposed by members, put on it or declined by the committee.</summary>
public static class ProposalEndpoints
{
    // Of a list that is wrong from top to bottom nobody reads more.
    private const int MostFaults = 5;

    /// <summary>Adds the commands.</summary>
    public static void MapProposals(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/topics/{number:int}/{code}/proposals", Act.TakePart, "proposePaper", "Propose a paper for a reading list", ProposeAsync);
        doors.Open("DELETE", "/proposals/{id:int}", Act.TakePart, "withdrawProposal", "Take one's proposal back", WithdrawAsync);
        doors.Pages.MapOnDemand("GET", "/proposals/likenesses", LikenessesAsync, described: false).WithMetadata(new RequiresAttribute(Act.TakePart)).ExcludeFromDescription();
        doors.Open("POST", "/proposals/{id:int}/acceptance", Act.DoCommitteeWork, "acceptProposal", "Put a proposed paper on its list", AcceptAsync);
        doors.Open("POST", "/proposals/{id:int}/refusal", Act.DoCommitteeWork, "declineProposal", "Decline a proposal, with a word", DeclineAsync);
    }

    // A piece of the page for the script that asks while somebody types.
    private static async Task<IResult> LikenessesAsync(string? pasted, string? title, string? link, string? kind, string? works, HttpContext http, WhalepaperDb db)
    {
        var proposed = ProposedPaper.Of(new ProposalForm(pasted, title, link, kind, works, null, null, null));
        return new RazorComponentResult<LikenessList>(new { Known = await db.KnownAsync(proposed, http.RequestAborted) });
    }

    private static async Task<IResult> ProposeAsync(
        int number, string code, Submission<ProposalForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ProposalTexts> words)
    {
        if (await db.ListAsync(number, code, http.RequestAborted) is not { } list)
            return TypedResults.NotFound();
        var page = $"/topics/{number}/{list.Track.Code}/proposals";
        var proposed = ProposedPaper.Of(sent.Form);
        Check(sent, proposed, words);
        if (list.Topic.State == TopicState.Closed)
            sent.Refuse(Submission.Whole, words["Propose.Closed"]);
        var me = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        var most = (int)SettingsCatalogue.OpenProposals.Of(await db.SettingsAsync(http.RequestAborted));
        if (await db.Proposals.CountAsync(p => p.ById == me.Id && p.End == null, http.RequestAborted) >= most)
            sent.Refuse(Submission.Whole, words["Propose.TooMany", most]);
        var known = sent.IsSound ? await db.KnownAsync(proposed, http.RequestAborted) : KnownAlready.Nothing;
        var paper = await ChosenAsync(sent, known.Papers, list, proposed, db, clock, words, http.RequestAborted);
        if (paper is null)
            return sent.Refused(http, page);

        db.Add(new Proposal(list, paper, me, sent.Form.Why, clock.GetCurrentInstant()));
        try
        {
            await db.SaveChangesAsync(http.RequestAborted);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            sent.Refuse("title", words["Propose.Waits"]);
            return sent.Refused(http, page);
        }

        return sent.Done($"{page}?done=proposed");
    }

    private static void Check(Submission<ProposalForm> sent, ProposedPaper proposed, IStringLocalizer<ProposalTexts> words)
    {
        if (proposed.Title.Length == 0)
            sent.Refuse("title", words[proposed is { Kind: PaperKind.Survey, Several: not null } ? "Propose.Title.OfSurvey" : sent.Form.Pasted is { Length: > 0 } ? "Propose.Title.NotInPasted" : "Propose.Title.Missing"]);
        else if (proposed.Title.Length > ProposedPaper.TitleMaximum)
            sent.Refuse("title", words["Propose.Title.TooLong", ProposedPaper.TitleMaximum]);
        if (sent.Form.Kind is not (null or "" or "paper" or "survey" or "open-source"))
            sent.Refuse("kind", words["Propose.Kind.Wrong"]);
        if (proposed.Link is { } link && (!SafeLink.IsWeb(link) || !SafeLink.IsSafe(link)))
            sent.Refuse("link", words["Propose.Link.Wrong"]);
        if (proposed.Repository is { } repository && (!SafeLink.IsWeb(repository) || !SafeLink.IsSafe(repository)))
            sent.Refuse("repository", words["Propose.Link.Wrong"]);
        else if (proposed is { Kind: PaperKind.OpenSource, Repository: null } && PaperDetails.Read("", proposed.Link).Repository is null)
            sent.Refuse("repository", words["Propose.Repository.Missing"]);
        if (sent.Fault("kind") is null)
            CheckWorks(sent, proposed, words);
    }

    private static void CheckWorks(Submission<ProposalForm> sent, ProposedPaper proposed, IStringLocalizer<ProposalTexts> words)
    {
        if (proposed.Kind is not PaperKind.Survey)
        {
            if (proposed.Several is not null)
                sent.Refuse("pasted", words["Propose.Pasted.Several"]);
            if (!string.IsNullOrWhiteSpace(sent.Form.Works))
                sent.Refuse("works", words["Propose.Works.NoSurvey"]);
            return;
        }

        foreach (var (field, works) in (ReadOnlySpan<(string, PastedWorks?)>)[("works", proposed.Works), ("pasted", proposed.Several)])
        {
            foreach (var (line, fault) in works?.Faults.Take(MostFaults) ?? [])
                sent.Refuse(field, words[$"Propose.Works.{fault}", line, SurveyedWork.TitleMaximum, SurveyedWork.LinkMaximum]);
        }

        if (proposed.GoesThrough.Count > Paper.MostWorks)
            sent.Refuse(proposed.Works.Works.Count > 0 ? "works" : "pasted", words["Propose.Works.TooMany", Paper.MostWorks, proposed.GoesThrough.Count]);
    }

    /// <summary>The paper that is meant: a new one, or one that is known already and that somebody recognised; null after a fault.</summary>
    private static async Task<Paper?> ChosenAsync(
        Submission<ProposalForm> sent, IReadOnlyList<Likeness> known, TopicTrack list, ProposedPaper proposed, WhalepaperDb db, IClock clock, IStringLocalizer<ProposalTexts> words, CancellationToken cancellation)
    {
        if (!sent.IsSound)
            return null;
        var here = known.SelectMany(like => like.Places).FirstOrDefault(place => place.Topic == list.Topic.Number && string.Equals(place.Track, list.Track.Code, StringComparison.Ordinal));
        if (here is not null)
            sent.Refuse("title", words[here.IsProposed ? "Propose.Waits" : "Propose.Listed"]);
        else if (known.Count == 0 || sent.Form.Paper is "new")
            return proposed.Make(clock.GetCurrentInstant());
        else if (known.FirstOrDefault(like => string.Equals(like.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), sent.Form.Paper, StringComparison.Ordinal)) is { } same)
            return await db.Papers.SingleAsync(p => p.Id == same.Id, cancellation);
        else
            sent.Refuse("paper", words["Propose.Known"]);
        return null;
    }

    private static async Task<IResult> WithdrawAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock)
    {
        var me = http.Actor().MemberId;
        var proposal = await db.Proposals.Include(p => p.List.Topic).Include(p => p.List.Track).SingleOrDefaultAsync(p => p.Id == id && p.ById == me, http.RequestAborted);
        if (proposal is null)
            return TypedResults.NotFound();
        if (proposal.End is null)
            proposal.Withdraw(clock.GetCurrentInstant());
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{PageOf(proposal)}?done=withdrawn");
    }

    private static async Task<IResult> AcceptAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ProposalTexts> words)
    {
        if (await WaitingAsync(id, sent, db, words, http.RequestAborted) is not { } proposal)
            return TypedResults.NotFound();
        if (proposal.List.Topic.State == TopicState.Closed)
            sent.Refuse(Submission.Whole, words["Propose.Closed"]);
        if (!sent.IsSound)
            return sent.Refused(http, PageOf(proposal));
        var decider = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        var last = await db.Entries.Where(e => e.TopicId == proposal.TopicId && e.TrackId == proposal.TrackId).MaxAsync(e => (int?)e.Position, http.RequestAborted) ?? -1;
        var now = clock.GetCurrentInstant();
        db.Add(proposal.Accept(last + 1, decider, now));
        db.Add(new AuditEntry(AuditActs.ProposalAccepted, decider.Id, proposal.ById, proposal.Paper.Title, null, null, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{PageOf(proposal)}?done=accepted");
    }

    private static async Task<IResult> DeclineAsync(int id, Submission<RefusalForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ProposalTexts> words)
    {
        if (await WaitingAsync(id, sent, db, words, http.RequestAborted) is not { } proposal)
            return TypedResults.NotFound();
        if (!sent.IsSound)
            return sent.Refused(http, PageOf(proposal));
        var decider = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        var now = clock.GetCurrentInstant();
        proposal.Decline(sent.Form.Answer, decider, now);
        db.Add(new AuditEntry(AuditActs.ProposalDeclined, decider.Id, proposal.ById, proposal.Paper.Title, null, proposal.Answer, now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{PageOf(proposal)}?done=declined");
    }

    private static async Task<Proposal?> WaitingAsync(int id, Submission sent, WhalepaperDb db, IStringLocalizer<ProposalTexts> words, CancellationToken cancellation)
    {
        var proposal = await db.Proposals.Include(p => p.Paper).Include(p => p.List.Topic).Include(p => p.List.Track).SingleOrDefaultAsync(p => p.Id == id, cancellation);
        if (proposal?.End is not null)
            sent.Refuse(Submission.Whole, words["Propose.Decided"]);
        return proposal;
    }

    private static string PageOf(Proposal proposal) => $"/topics/{proposal.List.Topic.Number}/{proposal.List.Track.Code}/proposals";
}

/// <summary>A paper for a reading list.</summary>
/// <param name="Pasted">BibTeX, a link, an arXiv number or a DOI; several of them are the works of a survey.</param>
/// <param name="Title">The title, if it was not pasted.</param>
/// <param name="Link">Where it is read, if it was not pasted.</param>
/// <param name="Kind"><c>paper</c>, <c>survey</c> or <c>open-source</c>.</param>
/// <param name="Works">What a survey goes through, one a line; see <see cref="PastedWorks"/>.</param>
/// <param name="Repository">The repository of an open-source solution.</param>
/// <param name="Why">Why it is worth an hour.</param>
/// <param name="Paper">Where the group knows such papers: the number of the one that is meant, or <c>new</c>.</param>
public sealed record ProposalForm(
    [Longest(10_000), Lines] string? Pasted, [Longest(600)] string? Title, [Longest(2000)] string? Link, string? Kind, [Longest(ProposedPaper.WorksMaximum), Lines] string? Works,
    [Longest(2000)] string? Repository, [Longest(Proposal.WordMaximum), Lines] string? Why, [Unseen] string? Paper);

/// <summary>A word to who proposed.</summary>
/// <param name="Answer">The word.</param>
public sealed record RefusalForm([Longest(Proposal.WordMaximum), Lines] string? Answer);
