using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks.Claiming;

/// <summary>Taking a paper and a date, in one step.</summary>
public static class ClaimEndpoints
{
    // Who lost a race looks again, and takes the next seat or is told who was faster. A race can be lost to each seat of a meeting, and to little else.
    private const int AttemptsBesidesSeats = 4;

    /// <summary>Adds the commands.</summary>
    public static void MapClaiming(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/topics/{number:int}/{code}/talks", Act.AskForTalk, "claimPaper", "Claim a paper of a list and a date, in one step", ClaimAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> ClaimAsync(
        int number, string code, Submission<ClaimForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<ClaimTexts> words)
    {
        var page = $"/topics/{number}/{code.ToLowerInvariant()}/claim";
        for (var attempt = 1; ; attempt++)
        {
            var (claim, facts) = await AskedAsync(number, code, sent, http, db, words);
            if (facts is null)
                return TypedResults.NotFound();
            var now = clock.GetCurrentInstant();
            if (claim is not null)
                sent.Weigh(claim.Against(facts, await db.GroupDayAsync(claim.Meeting.StartsAt, http.RequestAborted), now), claim.Presenters[0], http.Actor(), facts, words);
            if (claim is null || !sent.IsSound)
                return sent.Refused(http, page);
            if (attempt == 1 && throttle.Stop(sent, http, page) is { } stopped)
                return stopped;
            var talk = claim.Grant(facts, now);
            db.Add(talk);
            try
            {
                await db.SaveChangesAsync(http.RequestAborted);
                return sent.Done($"/talks/{talk.Id}?done={(talk.NeedsWord ? "asked" : "claimed")}", new ClaimedResource(talk.Id, talk.State));
            }
            catch (DbUpdateException failure) when (failure.IsLostRace() && attempt < AttemptsBesidesSeats + facts.Capacity)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>What is asked for; without a claim if the form does not name one, without facts if there is no such list.</summary>
    private static async Task<(Claim? Claim, ClaimFacts? Facts)> AskedAsync(int number, string code, Submission<ClaimForm> sent, HttpContext http, WhalepaperDb db, IStringLocalizer<ClaimTexts> words)
    {
        var lower = code.ToLowerInvariant();
        var list = await db.TopicTracks.Include(l => l.Topic).Include(l => l.Track).SingleOrDefaultAsync(l => l.Topic.Number == number && l.Track.Code == lower, http.RequestAborted);
        if (list is null)
            return default;
        var (paperId, meetingId) = (Number(sent.Form.Paper), Number(sent.Form.Meeting));
        // A paper may stand on a list twice; what is free goes first.
        var entry = await db.Entries.Include(e => e.Paper).Where(e => e.TopicId == list.TopicId && e.TrackId == list.TrackId && e.PaperId == paperId)
            .OrderBy(e => db.TalkPapers.Any(held => held.EntryId == e.Id && held.ReleasedAt == null) ? 1 : 0).ThenBy(e => e.Position).FirstOrDefaultAsync(http.RequestAborted);
        if (entry is null)
            sent.Refuse("paper", words["Paper.Missing"]);
        var meeting = await db.Meetings.SingleOrDefaultAsync(m => m.Id == meetingId && m.TopicId == list.TopicId && m.TrackId == list.TrackId, http.RequestAborted);
        if (meeting is null)
            sent.Refuse("meeting", words["Meeting.Missing"]);
        if (sent.Form.Anyway is not (null or "" or "yes" or "no"))
            sent.Refuse("anyway", words["YesOrNo"]);
        var presenters = await PresentersAsync(sent, http, db, words);
        var facts = await db.FactsAsync([.. presenters.Select(member => member.Id)], list.TopicId, meeting, 0, http.RequestAborted);
        if (entry is null || meeting is null || !sent.IsSound)
            return (null, facts);
        return (new Claim(entry, meeting, presenters), facts with { IsTaken = await db.TalkPapers.AnyAsync(held => held.EntryId == entry.Id && held.ReleasedAt == null, http.RequestAborted) });
    }

    private static async Task<List<Member>> PresentersAsync(Submission<ClaimForm> sent, HttpContext http, WhalepaperDb db, IStringLocalizer<ClaimTexts> words)
    {
        var me = http.Actor().MemberId;
        var presenters = new List<Member> { await db.Members.SingleAsync(m => m.Id == me, http.RequestAborted) };
        foreach (var name in NamedPeople.Split(sent.Form.With))
        {
            switch (await db.NamedAsync(name, http.RequestAborted))
            {
                case [var one] when presenters.Contains(one):
                    break;
                case [var one]:
                    presenters.Add(one);
                    break;
                case []:
                    sent.Refuse("with", words["With.Unknown", name]);
                    break;
                default:
                    sent.Refuse("with", words["With.Several", name]);
                    break;
            }
        }

        if (presenters.Count > NamedPeople.Most)
            sent.Refuse("with", words["With.TooMany", NamedPeople.Most]);
        return presenters;
    }

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A claim.</summary>
/// <param name="Paper">The paper's number.</param>
/// <param name="Meeting">The meeting's number.</param>
/// <param name="With">Who shares it too: names or handles, with commas between them.</param>
/// <param name="Anyway"><c>yes</c> to claim although something warns.</param>
public sealed record ClaimForm(string? Paper, string? Meeting, string? With, string? Anyway);

/// <summary>What was claimed.</summary>
/// <param name="TalkId">The talk's number.</param>
/// <param name="State"><c>claimed</c>, or <c>asked</c> while it waits for the committee.</param>
public sealed record ClaimedResource(int TalkId, TalkState State);
