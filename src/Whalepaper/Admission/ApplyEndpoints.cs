using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Panels;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission;

/// <summary>Applying for the inner group, and taking it back.</summary>
public static class ApplyEndpoints
{
    private const string Page = "/apply";

    /// <summary>Adds the commands.</summary>
    public static void MapApplying(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/me/application", Act.Apply, "saveApplication", "Write one's application for the inner group: keep it as a draft, or send it", SaveAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
        doors.Open("DELETE", "/me/application", Act.TakePart, "withdrawApplication", "Throw one's draft away, or take back what was sent", WithdrawAsync).ProducesValidationProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> SaveAsync(Submission<ApplyForm> sent, HttpContext http, WhalepaperDb db, IClock clock, TellingThrottle throttle, IStringLocalizer<ApplicationTexts> words)
    {
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        var application = await db.Applications.Include(a => a.Member).SingleOrDefaultAsync(a => a.RunsFor == me, http.RequestAborted);
        if (application is null && await db.RetryAsync(me, now, http.RequestAborted) is not null)
            sent.Refuse(Submission.Whole, words["Apply.TooEarly"]);
        if (application is { State: > ApplicationState.Applied })
            sent.Refuse(Submission.Whole, words["Apply.Begun"]);
        if (sent.Form.Step is not (null or "" or "draft" or "send"))
            sent.Refuse("step", words["Apply.Step.Wrong"]);
        var isSent = sent.Form.Step is "send" || application is { State: ApplicationState.Applied };
        var answers = await ReadAsync(sent, db, words, http.RequestAborted);
        if (isSent)
            Complete(sent, answers, words);
        if (!sent.IsSound)
            return sent.Refused(http, Page);
        var sends = isSent && application is not { State: ApplicationState.Applied };
        // The committee is told of each that is sent.
        if (sends && throttle.Stop(sent, http, Page) is { } stopped)
            return stopped;
        await using var unit = await db.BeginWritingAsync(http.RequestAborted);
        application ??= await BeginAsync(db, me, now, http.RequestAborted);
        application.Answer(answers);
        if (sends)
            application.Send(now);
        await db.SaveChangesAsync(http.RequestAborted);
        await unit.CommitAsync(http.RequestAborted);
        return sent.Done(isSent ? $"/applications/{application.Id}?done=sent" : $"{Page}?done=kept");
    }

    // What is known of ties is known before the committee is told of it.
    private static async Task<Application> BeginAsync(WhalepaperDb db, int me, Instant now, CancellationToken cancellation)
    {
        var application = new Application(await db.Members.SingleAsync(m => m.Id == me, cancellation), now);
        db.Add(application);
        await db.SaveChangesAsync(cancellation);
        await db.CarryTiesAsync(application, now, cancellation);
        return application;
    }

    // What is wrong in a draft as well; gaps are for what is sent.
    private static async Task<ApplicationAnswers> ReadAsync(Submission<ApplyForm> sent, WhalepaperDb db, IStringLocalizer<ApplicationTexts> words, CancellationToken cancellation)
    {
        var form = sent.Form;
        var codes = (form.Tracks ?? []).Distinct(StringComparer.Ordinal).ToArray();
        var tracks = await db.Tracks.Where(track => EF.Parameter(codes).Contains(track.Code)).OrderBy(track => track.Position).Select(track => track.Id).ToListAsync(cancellation);
        if (tracks.Count != codes.Length)
            sent.Refuse("tracks", words["Apply.Tracks.Unknown"]);
        var link = Trimmed(form.PaperLink);
        if (link is not null && (!SafeLink.IsWeb(link) || !SafeLink.IsSafe(link)))
            sent.Refuse("paperLink", words["Apply.Link.Wrong"]);
        int? hours = null;
        if (Trimmed(form.Hours) is { } typed)
        {
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= ApplicationAnswers.HoursMaximum)
                hours = number;
            else
                sent.Refuse("hours", words["Apply.Hours.Wrong", ApplicationAnswers.HoursMaximum]);
        }

        if (form.Promise is not (null or "" or "yes" or "no"))
            sent.Refuse("promise", words["Apply.Promise.Wrong"]);
        return new ApplicationAnswers(tracks, Trimmed(form.Why), Trimmed(form.PaperTitle), link, hours, form.Promise is "yes");
    }

    private static void Complete(Submission<ApplyForm> sent, ApplicationAnswers answers, IStringLocalizer<ApplicationTexts> words)
    {
        if (answers.TrackIds.Count == 0 && sent.Fault("tracks") is null)
            sent.Refuse("tracks", words["Apply.Tracks.Missing"]);
        if (answers.Why is null)
            sent.Refuse("why", words["Apply.Why.Missing"]);
        if (answers.PaperTitle is null)
            sent.Refuse("paperTitle", words["Apply.Paper.Missing"]);
        if (answers.Hours is null && sent.Fault("hours") is null)
            sent.Refuse("hours", words["Apply.Hours.Missing"]);
        if (!answers.Promises && sent.Fault("promise") is null)
            sent.Refuse("promise", words["Apply.Promise.Missing"]);
    }

    private static async Task<IResult> WithdrawAsync(Submission<NoForm> sent, HttpContext http, WhalepaperDb db, BallotChanges ballots, IClock clock, TellingThrottle throttle)
    {
        var (me, now) = (http.Actor().MemberId, clock.GetCurrentInstant());
        if (await db.Applications.Include(a => a.Member).Include(a => a.Ballot).SingleOrDefaultAsync(a => a.RunsFor == me, http.RequestAborted) is not { } application)
            return TypedResults.NotFound();
        if (application.State is ApplicationState.Draft)
        {
            // Who was asked to apply was asked: what they wrote goes, and who asked them stays bound.
            if (application.InvitedById is null)
                db.Remove(application);
            else
                application.Answer(new ApplicationAnswers([], null, null, null, null, false));
            await db.SaveChangesAsync(http.RequestAborted);
            return sent.Done($"{Page}?done=thrown");
        }

        if (throttle.Stop(sent, http, $"/applications/{application.Id}") is { } stopped)
            return stopped;

        // Nobody goes on voting on somebody who took it back, and what lies in the box is gone unread.
        await using var unit = await db.BeginWritingAsync(http.RequestAborted);
        if (application.Ballot is { ClosedAt: null } open)
            await ballots.CallOffAsync(open.Id, now, http.RequestAborted);
        var days = (int)SettingsCatalogue.RetryDays.Of(await db.SettingsAsync(http.RequestAborted));
        application.Withdraw(now + Duration.FromDays(days), now);
        await db.SaveChangesAsync(http.RequestAborted);
        await LeaveTrialAsync(db, application, now, http.RequestAborted);
        await unit.CommitAsync(http.RequestAborted);
        return sent.Done($"/applications/{application.Id}?done=withdrawn");
    }

    // The trial talk goes as any talk that is taken back: its paper and its seat are free again. Taken back after the application, it asks for no other date.
    private static async Task LeaveTrialAsync(WhalepaperDb db, Application application, Instant now, CancellationToken cancellation)
    {
        if (application.TalkId is not { } trial || await db.TalkForChangeAsync(trial, cancellation) is not { IsAhead: true } talk || talk.PresenterOf(application.MemberId) is not { } presenter)
            return;
        var late = await db.IsLateAsync(talk, now, cancellation);
        await db.EndTalkAsync(talk, () => talk.Withdraw(presenter, now, null, late), now, cancellation);
    }

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } typed ? typed : null;
}

/// <summary>An application.</summary>
/// <param name="Tracks">The codes of the tracks in which they want to take part.</param>
/// <param name="Why">Why they want to join.</param>
/// <param name="PaperTitle">The paper that they would share on trial.</param>
/// <param name="PaperLink">Where it is; may be left out.</param>
/// <param name="Hours">How many hours a week they have for it.</param>
/// <param name="Promise"><c>yes</c>: they promise the time.</param>
/// <param name="Step"><c>draft</c> keeps it, and is meant where nothing is said; <c>send</c> sends it.</param>
public sealed record ApplyForm(
    string[]? Tracks, [Longest(ApplicationAnswers.WhyMaximum), Lines] string? Why, [Longest(ApplicationAnswers.TitleMaximum)] string? PaperTitle, [Longest(ApplicationAnswers.LinkMaximum)] string? PaperLink,
    [Longest(5)] string? Hours, string? Promise, string? Step);
