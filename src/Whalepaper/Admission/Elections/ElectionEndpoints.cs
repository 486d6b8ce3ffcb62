using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Admission.Ballots;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Admission.Elections;

/// <summary>Calling an election of the committee, and standing in it. Voting is the same as on anybody who applies.</summary>
public static class ElectionEndpoints
{
    private const string Page = "/elections";

    // Who is asked whether they stand answers within a season.
    private const int MostDays = 90;

    // The last minute of a day: an hour past midnight would be read as the day after.
    private static readonly LocalTime last = new(23, 59);

    /// <summary>Adds the commands.</summary>
    public static void MapElections(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/elections", Act.RunInstallation, "callElection", "Call an election of the committee by the inner group", CallAsync);
        doors.Open("DELETE", "/elections/current", Act.RunInstallation, "callElectionOff", "Call the election that runs off, with a reason; what lies in its box is never read", CallOffAsync);
        doors.Open("PUT", "/elections/current/candidacy", Act.JoinInnerMeetings, "standForCommittee", "Stand for the committee in the election that runs, or say another word with it", StandAsync);
        doors.Open("DELETE", "/elections/current/candidacy", Act.JoinInnerMeetings, "stepAside", "Stand for the committee no longer", StepAsideAsync);
    }

    private static async Task<IResult> CallAsync(Submission<ElectionForm> sent, HttpContext http, WhalepaperDb db, IMastheadSource mastheads, IClock clock, IStringLocalizer<BallotTexts> words)
    {
        var (me, now, zone) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant(), (await mastheads.ReadAsync(http.RequestAborted)).Zone);
        if (await db.Elections.AnyAsync(e => e.Runs == true, http.RequestAborted))
            sent.Refuse(Submission.Whole, words["Call.Runs"]);
        else if (await db.InnerGroup().CountAsync(http.RequestAborted) < BallotTerms.LeastVoters)
            sent.Refuse(Submission.Whole, words["Call.Few", BallotTerms.LeastVoters]);
        var seats = Number(sent, "seats", sent.Form.Seats, Election.MostSeats, words);
        var months = Number(sent, "months", sent.Form.Months, Election.MostMonths, words);
        var today = now.InZone(zone).Date;
        var day = LocalDatePattern.Iso.Parse(sent.Form.StandUntil?.Trim() ?? "") is { Success: true, Value: var read } && read > today && read <= today.PlusDays(MostDays) ? read : today;
        if (day == today)
            sent.Refuse("standUntil", words["Call.Until.Wrong", MostDays]);
        if (!sent.IsSound)
            return sent.Refused(http, Page);
        db.Add(new Election(seats, months, day.At(last).InZoneLeniently(zone).ToInstant(), me, now));
        db.Add(new AuditEntry(AuditActs.ElectionCalled, me, null, null, null, string.Create(CultureInfo.InvariantCulture, $"{seats} · {months}"), now));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{Page}?done=called");
    }

    private static async Task<IResult> CallOffAsync(Submission<CallOffForm> sent, HttpContext http, WhalepaperDb db, BallotChanges ballots, IClock clock, IStringLocalizer<BallotTexts> words)
    {
        if (await RunningAsync(db, http.RequestAborted) is not { } election)
            return TypedResults.NotFound();
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Off.Missing"]);
        if (!sent.IsSound)
            return sent.Refused(http, Page);
        db.Add(new AuditEntry(AuditActs.ElectionCalledOff, me, null, null, null, sent.Form.Reason!.Trim(), now));
        if (election.BallotId is not { } ballot)
        {
            election.End(now);
            await db.SaveChangesAsync(http.RequestAborted);
        }
        else if (!await ballots.CallOffAsync(ballot, now, http.RequestAborted))
        {
            // It closed meanwhile, and with it the election.
            return TypedResults.NotFound();
        }

        return sent.Done($"{Page}?done=called-off");
    }

    private static async Task<IResult> StandAsync(Submission<CandidacyForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BallotTexts> words)
    {
        if (await RunningAsync(db, http.RequestAborted) is not { } election)
            return TypedResults.NotFound();
        var (me, now) = (http.Actor().MemberId!.Value, clock.GetCurrentInstant());
        if (!election.TakesCandidates(now))
            sent.Refuse(Submission.Whole, words["Stand.Late"]);
        else if (election.Candidacies.Count >= Ballot.MostOptions && !election.Candidacies.Any(candidacy => candidacy.MemberId == me))
            sent.Refuse(Submission.Whole, words["Stand.Most", Ballot.MostOptions]);
        if (!sent.IsSound)
            return sent.Refused(http, Page);
        election.Stand(me, sent.Form.Word, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{Page}?done=stood");
    }

    private static async Task<IResult> StepAsideAsync(Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BallotTexts> words)
    {
        if (await RunningAsync(db, http.RequestAborted) is not { } election)
            return TypedResults.NotFound();
        var now = clock.GetCurrentInstant();
        if (!election.TakesCandidates(now))
            sent.Refuse(Submission.Whole, words["Stand.Late"]);
        if (!sent.IsSound)
            return sent.Refused(http, Page);
        election.StepAside(http.Actor().MemberId!.Value, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{Page}?done=aside");
    }

    private static Task<Election?> RunningAsync(WhalepaperDb db, CancellationToken cancellation) => db.Elections.Include(e => e.Candidacies).SingleOrDefaultAsync(e => e.Runs == true, cancellation);

    // A whole number from 1 on.
    private static int Number(Submission sent, string field, string? typed, int most, IStringLocalizer<BallotTexts> words)
    {
        if (int.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        sent.Refuse(field, words["Call.Number.Wrong", most]);
        return 0;
    }
}

/// <summary>An election that is called.</summary>
/// <param name="Seats">How many are elected at most.</param>
/// <param name="Months">For how many months.</param>
/// <param name="StandUntil">The last day on which one may stand, such as <c>2026-12-24</c>, in the group's zone; then the ballot opens.</param>
public sealed record ElectionForm([Longest(5)] string? Seats, [Longest(5)] string? Months, string? StandUntil);

/// <summary>That one stands.</summary>
/// <param name="Word">What one wants to do, Markdown; may be left out.</param>
public sealed record CandidacyForm([Longest(Candidacy.WordMaximum), Lines] string? Word);
