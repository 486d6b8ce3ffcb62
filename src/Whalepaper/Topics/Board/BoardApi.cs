using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Api;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Topics.Board;

/// <summary>A topic's plan as its board shows it: what is real, with the draft laid over it.</summary>
/// <param name="Topic">What the group counts it as.</param>
/// <param name="Draft">The draft's number; send it with an act to be told if somebody else was faster.</param>
/// <param name="Changes">How many talks publishing would change.</param>
/// <param name="Zone">The tzdb zone of its times.</param>
/// <param name="Meetings">The meetings, in order of time.</param>
/// <param name="Cards">What is or shall be shared, in the order of the lists.</param>
/// <param name="Unclaimed">What nobody has and nobody shall have.</param>
/// <param name="Problems">What somebody should look at.</param>
public sealed record BoardResource(
    int Topic, int Draft, int Changes, string Zone, IReadOnlyList<BoardMeetingResource> Meetings, IReadOnlyList<CardResource> Cards, IReadOnlyList<BoardEntryResource> Unclaimed,
    IReadOnlyList<ProblemOfBoard> Problems);

/// <summary>A meeting of the board.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="Track">The track's code.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="Cancelled">Whether it does not take place.</param>
public sealed record BoardMeetingResource(int Id, string Track, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Cancelled);

/// <summary>A line of a reading list, by which the board's acts know it.</summary>
/// <param name="Entry">Its number.</param>
/// <param name="Track">On the list of which track.</param>
/// <param name="Paper">What is to be read.</param>
public sealed record BoardEntryResource(int Entry, string Track, PaperMention Paper);

/// <summary>A paper with who shares it.</summary>
/// <param name="Entry">The number of its line, by which the board's acts know it.</param>
/// <param name="Track">On the list of which track.</param>
/// <param name="Paper">What is shared.</param>
/// <param name="Talk">The talk; null where only the draft says so.</param>
/// <param name="Meeting">At which meeting, as the draft means it; null without a date.</param>
/// <param name="Presenters">Who shares it, in order.</param>
/// <param name="Changed">Whether publishing changes it.</param>
/// <param name="Pinned">Whether a suggestion leaves it where it is.</param>
/// <param name="Word">Why somebody is to share at two meetings at once, if that was said.</param>
public sealed record CardResource(
    int Entry, string Track, PaperMention Paper, TalkOfCard? Talk, int? Meeting, IReadOnlyList<MemberMention> Presenters, bool Changed, bool Pinned, string? Word);

/// <summary>The talk of a card.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="State">How far it is.</param>
public sealed record TalkOfCard(int Id, TalkState State);

/// <summary>A problem of the plan.</summary>
/// <param name="Problem">What it is.</param>
/// <param name="Entry">The card that has it, by its line; null for one of a meeting.</param>
/// <param name="Meeting">At which meeting.</param>
/// <param name="Member">Whom it concerns, by the name in their address.</param>
/// <param name="Other">The other card that it is about, by its line.</param>
/// <param name="Stops">Whether the draft cannot be published with it.</param>
public sealed record ProblemOfBoard(BoardProblem Problem, int? Entry, int? Meeting, string? Member, int? Other, bool Stops);

/// <summary>A plan that was published.</summary>
/// <param name="Number">Its number within the topic, from 1.</param>
/// <param name="By">Who published it.</param>
/// <param name="At">When.</param>
/// <param name="Word">A word with it.</param>
/// <param name="Changes">What it changed.</param>
public sealed record ReleaseResource(int Number, MemberMention By, DateTimeOffset At, string? Word, IReadOnlyList<ReleaseChangeResource> Changes);

/// <summary>What a release did to a talk.</summary>
/// <param name="Kind">What was done.</param>
/// <param name="Talk">The talk's number.</param>
/// <param name="Paper">What it is about.</param>
/// <param name="Presenters">Who shares it, in order.</param>
/// <param name="From">The date before, as it was then.</param>
/// <param name="To">The date after, as it was then.</param>
public sealed record ReleaseChangeResource(ReleaseChangeKind Kind, int Talk, PaperMention Paper, IReadOnlyList<MemberMention> Presenters, DateTimeOffset? From, DateTimeOffset? To);

/// <summary>The plans of a topic for programs.</summary>
public static class BoardApi
{
    /// <summary>Adds the board, for the committee, and what was published, for everybody.</summary>
    public static void MapBoardApi(this IEndpointRouteBuilder api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapOne("/topics/{number:int}/board", BoardAsync).WithMetadata(new RequiresAttribute(Act.DoCommitteeWork)).WithName("getBoard").WithTags("Topics")
            .WithSummary("A topic's plan with its draft, for the committee")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        api.MapList("/topics/{number:int}/releases", ReleasesAsync).WithName("listReleases").WithTags("Topics")
            .WithSummary("The published plans of a topic, newest first").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Ok<BoardResource>, ProblemHttpResult>> BoardAsync(int number, WhalepaperDb db, IClock clock, Masthead masthead, CancellationToken cancellation) =>
        await db.BoardAsync(number, BoardPeople.Concerned, clock.GetCurrentInstant(), cancellation) is var (plan, draft) ? TypedResults.Ok(Shown(plan, draft, masthead.Zone)) : NoTopic(number);

    private static async Task<Results<Ok<Listing<ReleaseResource>>, ProblemHttpResult>> ReleasesAsync(
        int number, Asked asked, HttpContext http, WhalepaperDb db, Masthead masthead, CancellationToken cancellation)
    {
        if (await db.Topics.Where(topic => topic.Number == number).Select(topic => (int?)topic.Id).SingleOrDefaultAsync(cancellation) is not { } id)
            return NoTopic(number);
        var releases = db.PlanReleases.Where(release => release.TopicId == id).OrderByDescending(release => release.Number);
        var listing = await releases.ListAsync(asked, async page => (await db.ReleaseLinesAsync(page, cancellation)).ConvertAll(release => Shown(release, masthead.Zone)), cancellation);
        return http.ShowList(listing, ChangeTags.Topics, ChangeTags.Topic(id), ChangeTags.Papers, ChangeTags.Members);
    }

    private static ProblemHttpResult NoTopic(int number) => TypedResults.Problem($"There is no topic {number}.", statusCode: StatusCodes.Status404NotFound);

    private static BoardResource Shown(BoardPlan plan, PlanDraft draft, DateTimeZone zone)
    {
        var tracks = plan.Facts.Tracks.ToDictionary(track => track.Id, track => track.Track.Code);
        return new BoardResource(
            plan.Facts.Number, draft.Count, plan.Cards.Count(card => card.IsChanged), zone.Id,
            [.. plan.Facts.Meetings.Select(meeting => new BoardMeetingResource(meeting.Id, tracks[meeting.TrackId], meeting.StartsAt.In(zone), meeting.EndsAt.In(zone), meeting.IsCancelled))],
            [.. plan.Cards.Select(card => new CardResource(
                card.Entry.Id, tracks[card.Entry.TrackId], Paper(card.Entry), card.Talk is { } talk ? new TalkOfCard(talk.Id, talk.State) : null, card.MeetingId, [.. card.Presenters.Select(plan.Member).OfType<BoardMember>().Select(Mention)],
                card.IsChanged, card.IsPinned, card.Applies ? card.Intention?.Word : null))],
            [.. plan.Unclaimed.Select(entry => new BoardEntryResource(entry.Id, tracks[entry.TrackId], Paper(entry)))],
            [.. plan.Warnings().Select(one => new ProblemOfBoard(one.What, one.EntryId, one.MeetingId, one.MemberId is { } member ? plan.Member(member)?.Handle : null, one.OtherId, one.Stops))]);
    }

    private static ReleaseResource Shown(ReleaseLine release, DateTimeZone zone) => new(
        release.Number, release.By, release.At.In(zone), release.Word,
        [.. release.Changes.Select(change => new ReleaseChangeResource(
            change.Kind, change.TalkId, new PaperMention(change.PaperId, change.Title), change.Presenters, change.FromAt?.In(zone), change.ToAt?.In(zone)))]);

    private static PaperMention Paper(BoardEntry entry) => new(entry.PaperId, entry.Title);

    private static MemberMention Mention(BoardMember member) => new(member.Handle, member.Name);
}
