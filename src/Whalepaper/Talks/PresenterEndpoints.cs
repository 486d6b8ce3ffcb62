using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks;

/// <summary>What presenters change about their own talk, and the committee about any: its date, and who shares it.</summary>
public static class PresenterEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapPresenters(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/talks/{id:int}/meeting", Act.TakePart, "dateTalk", "Move a talk to another date of its list that is free", DateAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("POST", "/talks/{id:int}/presenters", Act.TakePart, "joinTalk", "Name somebody who shares a talk too", JoinAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("DELETE", "/talks/{id:int}/presenters/{handle}", Act.TakePart, "leaveTalk", "Share a talk no longer that others share too", StepOutAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> DateAsync(int id, Submission<DateForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<TalkTexts> words, IStringLocalizer<ClaimTexts> claims)
    {
        if (await OwnAsync(id, http, db) is not { } talk)
            return TypedResults.NotFound();
        var page = talk.PageOfChanges();
        var number = int.TryParse(sent.Form.Meeting, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var meeting = await db.Meetings.SingleOrDefaultAsync(m => m.Id == number && m.TopicId == talk.TopicId && m.TrackId == talk.TrackId, http.RequestAborted);
        var now = clock.GetCurrentInstant();
        MustBeAhead(sent, talk, now, http, words);
        await MustBeNoTrialAsync(sent, id, db, words, http.RequestAborted);
        if (meeting is null)
            sent.Refuse("meeting", claims["Meeting.Missing"]);
        else if (meeting.StartsAt <= now || meeting.CancelledAt is not null)
            sent.Refuse("meeting", claims["Against.NoMeeting"]);
        if (!sent.IsSound || meeting is null)
            return sent.Refused(http, page);
        var facts = await db.FactsAsync([.. talk.Presenters.Select(p => p.MemberId)], talk.TopicId, meeting, talk.Id, http.RequestAborted);
        var day = await db.GroupDayAsync(meeting.StartsAt, http.RequestAborted);
        var me = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        if (facts.FreeSeat is null)
            sent.Refuse("meeting", claims["Against.Full"]);
        sent.Weigh(talk.Presenters.SelectMany(p => Claim.Engaged(p.Member, null, meeting, day, facts)), me, http.Actor(), facts, claims);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        if (throttle.Stop(sent, http, page) is { } stopped)
            return stopped;
        var late = talk.PresenterOf(me.Id) is not null && await db.IsLateAsync(talk, now, http.RequestAborted);
        talk.ScheduleAt(meeting, facts.FreeSeat!.Value, now, me, late);
        await db.LapseOffersOfDatesAsync([talk.Id], now, http.RequestAborted);
        foreach (var presenter in talk.Presenters)
            presenter.Member.TakeTurn();
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=dated");
    }

    private static async Task<IResult> JoinAsync(int id, Submission<JoinTalkForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<TalkTexts> words, IStringLocalizer<ClaimTexts> claims)
    {
        if (await OwnAsync(id, http, db) is not { } talk)
            return TypedResults.NotFound();
        var page = talk.PageOfChanges();
        MustBeAhead(sent, talk, clock.GetCurrentInstant(), http, words);
        await MustBeNoTrialAsync(sent, id, db, words, http.RequestAborted);
        var found = sent.Form.With is { Length: > 0 } name ? await db.NamedAsync(name, http.RequestAborted) : [];
        if (found is not [var joiner])
            sent.Refuse("with", claims[found.Count == 0 ? "With.Unknown" : "With.Several", sent.Form.With ?? ""]);
        else if (talk.Presenters.Count >= NamedPeople.Most)
            sent.Refuse("with", claims["With.TooMany", NamedPeople.Most]);
        else if (talk.PresenterOf(joiner.Id) is null && sent.IsSound)
        {
            await WeighAsync(sent, talk, joiner, http.Actor(), db, claims, http.RequestAborted);
            if (sent.IsSound)
            {
                if (throttle.Stop(sent, http, page) is { } stopped)
                    return stopped;
                talk.Join(joiner, await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted), clock.GetCurrentInstant());
                await db.SaveChangesAsync(http.RequestAborted);
            }
        }

        return sent.IsSound ? sent.Done($"/talks/{id}?done=joined") : sent.Refused(http, page);
    }

    private static async Task WeighAsync(Submission sent, Talk talk, Member joiner, Actor who, WhalepaperDb db, IStringLocalizer<ClaimTexts> claims, CancellationToken cancellation)
    {
        var facts = await db.FactsAsync([joiner.Id], talk.TopicId, talk.Meeting, talk.Id, cancellation);
        var day = talk.Meeting is { } meeting ? await db.GroupDayAsync(meeting.StartsAt, cancellation) : default;
        var objections = Claim.Engaged(joiner, talk.TopicId, talk.Meeting, day, facts).ToList();
        if (!joiner.CanShareIn(talk.Papers[0].Entry.List.Track.IsOpen))
            objections.Add(new Objection(Obstacle.NotOpen, joiner));
        sent.Weigh(objections, null, who, facts, claims);
    }

    private static async Task<IResult> StepOutAsync(int id, string handle, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<TalkTexts> words)
    {
        var talk = await OwnAsync(id, http, db);
        if (talk?.Presenters.FirstOrDefault(p => string.Equals(p.Member.Handle, handle, StringComparison.Ordinal))?.Member is not { } leaver)
            return TypedResults.NotFound();
        var actor = http.Actor();
        // Presenters name each other; only oneself, and the committee anybody, takes off.
        if (!actor.Is(leaver.Id) && !actor.May(Act.DoCommitteeWork))
            return TypedResults.StatusCode(StatusCodes.Status403Forbidden);
        var now = clock.GetCurrentInstant();
        MustBeAhead(sent, talk, now, http, words);
        if (sent.IsSound && talk.Presenters.Count == 1)
            sent.Refuse(Submission.Whole, words["StepOut.Last"]);
        if (!sent.IsSound)
            return sent.Refused(http, talk.PageOfChanges());
        if (throttle.Stop(sent, http, talk.PageOfChanges()) is { } stopped)
            return stopped;
        talk.StepOut(leaver, await db.Members.SingleAsync(m => m.Id == actor.MemberId, http.RequestAborted), now, await db.IsLateAsync(talk, now, http.RequestAborted));
        await db.Handovers.Where(h => h.End == null && h.TalkId == id && h.FromId == leaver.Id).ForEachAsync(h => h.Lapse(now), http.RequestAborted);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/talks/{id}?done=left");
    }

    // Once its hour has come, only the committee sets right who shared it and when.
    private static void MustBeAhead(Submission sent, Talk talk, Instant now, HttpContext http, IStringLocalizer<TalkTexts> words)
    {
        if (!talk.IsAhead)
            sent.Refuse(Submission.Whole, words["Over"]);
        else if (talk.HasBegun(now) && !http.Actor().May(Act.DoCommitteeWork))
            sent.Refuse(Submission.Whole, words["Begun"]);
    }

    // The committee sets the date of a trial talk where its panel stands, and nobody else shares one.
    private static async Task MustBeNoTrialAsync(Submission sent, int talk, WhalepaperDb db, IStringLocalizer<TalkTexts> words, CancellationToken cancellation)
    {
        if (await db.IsTrialAsync(talk, cancellation))
            sent.Refuse(Submission.Whole, words["Trial"]);
    }

    // A talk that is one's own, or any for the committee.
    private static async Task<Talk?> OwnAsync(int id, HttpContext http, WhalepaperDb db)
    {
        var talk = await db.TalkForChangeAsync(id, http.RequestAborted);
        return talk is not null && (talk.PresenterOf(http.Actor().MemberId) is not null || http.Actor().May(Act.DoCommitteeWork)) ? talk : null;
    }
}

/// <summary>Another date.</summary>
/// <param name="Meeting">The meeting's number.</param>
/// <param name="Anyway"><c>yes</c> to move although something warns.</param>
public sealed record DateForm(string? Meeting, string? Anyway);

/// <summary>Who shares a talk too.</summary>
/// <param name="With">Their name, or the name in the address of their page.</param>
/// <param name="Anyway"><c>yes</c> although something warns.</param>
public sealed record JoinTalkForm(string? With, string? Anyway);
