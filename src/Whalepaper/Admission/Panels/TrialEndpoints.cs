using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission.Panels;

/// <summary>The talk on which a candidate is heard: its date is set by the committee, and by nobody else.</summary>
public static class TrialEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapTrials(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/applications/{id:int}/trial", Act.DoCommitteeWork, "planTrial", "Plan a candidate's trial talk at a meeting, or move it there", PlanAsync);
        doors.Open("DELETE", "/applications/{id:int}/trial", Act.DoCommitteeWork, "callTrialOff", "Call a planned trial talk off: another one is to be planned", CallOffAsync);
    }

    private static async Task<IResult> PlanAsync(int id, Submission<TrialForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        var talk = await TalkAsync(db, application, http.RequestAborted);
        int[] panel = [.. (await db.PanelPeopleAsync(application, http.RequestAborted)).Where(person => person.Counts).Select(person => person.Id)];
        if (!application.IsBeforeTrial)
            sent.Refuse(Submission.Whole, words["Trial.Over"]);
        else if (MustBeRecorded(talk, now))
            sent.Refuse(Submission.Whole, words["Trial.Begun"]);
        else if (panel.Length < PanelSeat.Least)
            sent.Refuse(Submission.Whole, words["Trial.Panel", PanelSeat.Least, panel.Length]);
        var meeting = await MeetingAsync(sent, db, application, panel, now, words, http.RequestAborted);
        var facts = meeting is null ? null : await db.FactsAsync([application.MemberId], meeting.TopicId, meeting, talk?.Id ?? 0, http.RequestAborted);
        if (meeting is not null && facts?.FreeSeat is null)
            sent.Refuse("meeting", words["Trial.Full"]);
        if (!sent.IsSound || meeting is null || facts?.FreeSeat is not { } seat)
            return sent.Refused(http, $"/applications/{id}");
        // Pressed twice it is one date.
        if (application.State is not ApplicationState.Planned || talk?.MeetingId != meeting.Id)
            await SaveAsync(db, application, talk, meeting, seat, http.Actor().MemberId!.Value, now, http.RequestAborted);
        return sent.Done($"/applications/{id}?done=planned#trial");
    }

    // The talk needs its number before the application can name it: both or neither.
    private static async Task SaveAsync(WhalepaperDb db, Application application, Talk? talk, Meeting meeting, int seat, int me, Instant now, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        var (by, before) = (await db.Members.SingleAsync(m => m.Id == me, cancellation), talk?.Meeting?.StartsAt);
        application.Plan(await db.PlanTrialAsync(application, talk, meeting, seat, by, now, cancellation), me, now);
        db.Add(new AuditEntry(AuditActs.TrialPlanned, me, application.MemberId, Application.SubjectOf(application.Id), Say(before), Say(meeting.StartsAt), now));
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
    }

    private static async Task<IResult> CallOffAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PanelTexts> words)
    {
        if (await db.ApplicationForChangeAsync(id, http.Actor(), http.RequestAborted) is not var (application, sight) || sight is not Sight.Whole)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        var talk = await TalkAsync(db, application, http.RequestAborted);
        if (application.State is not ApplicationState.Planned)
            sent.Refuse(Submission.Whole, words["Trial.None"]);
        else if (MustBeRecorded(talk, now))
            sent.Refuse(Submission.Whole, words["Trial.Begun"]);
        if (!sent.IsSound)
            return sent.Refused(http, $"/applications/{id}");
        var me = await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted);
        if (talk is { IsAhead: true })
        {
            db.Add(new AuditEntry(AuditActs.TalkCancelled, me.Id, application.MemberId, talk.TitleOf(), null, null, now));
            // That the application goes back with it, follows from the end of its talk.
            await db.EndTalkAsync(talk, () => talk.Cancel(me, now, null), now, http.RequestAborted);
        }
        else
        {
            application.Unplan(me.Id, now);
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"/applications/{id}?done=unplanned#trial");
    }

    // One that was recorded as given, and the committee does not say so, does not stand in the way of another.
    private static bool MustBeRecorded(Talk? talk, Instant now) => talk is { IsAhead: true } && talk.HasBegun(now);

    private static async Task<Talk?> TalkAsync(WhalepaperDb db, Application application, CancellationToken cancellation) =>
        application.TalkId is { } number ? await db.TalkForChangeAsync(number, cancellation) : null;

    private static async Task<Meeting?> MeetingAsync(
        Submission<TrialForm> sent, WhalepaperDb db, Application application, int[] panel, Instant now, IStringLocalizer<PanelTexts> words, CancellationToken cancellation)
    {
        var number = int.TryParse(sent.Form.Meeting, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 0;
        var date = (await db.TrialDatesAsync(application, panel, now, cancellation)).FirstOrDefault(one => one.MeetingId == number);
        if (date is null)
            sent.Refuse("meeting", words["Trial.Missing"]);
        else if (date.IsFull)
            sent.Refuse("meeting", words["Trial.Full"]);
        else if (date.IsCandidateAway)
            sent.Refuse("meeting", words["Trial.Away"]);
        else if (date.Away > 0)
            sent.Refuse("meeting", words["Trial.PanelAway", date.Away]);
        return sent.IsSound ? await db.Meetings.SingleAsync(m => m.Id == number, cancellation) : null;
    }

    private static string? Say(Instant? at) => at is { } hour ? InstantPattern.General.Format(hour) : null;
}

/// <summary>A date for a trial talk.</summary>
/// <param name="Meeting">The meeting's number.</param>
public sealed record TrialForm(string? Meeting);
