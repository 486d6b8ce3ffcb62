using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Elections;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Reminders;

/// <summary>
/// An open ballot, as far as reminders look at it: all who may vote, those who did as well. A row for each of them tells nothing; who voted by then is asked
/// when it is sent.
/// </summary>
internal sealed record BallotToRemind(int Id, bool IsExtended, Instant Since, Instant ClosesAt, IReadOnlyList<Remembered> Voters);

/// <summary>Somebody who waits for the answer that follows a ballot, and who is to compose it.</summary>
internal sealed record AnswerToRemind(int ApplicationId, int BallotId, Instant Since, IReadOnlyList<Remembered> People);

/// <summary>A committee's term that is over, and those who can call an election.</summary>
internal sealed record TermToRemind(int ElectionId, Instant Over, IReadOnlyList<Remembered> Organizers);

/// <summary>A trial talk to come, and who is to hear it: each with the hour at which they were named.</summary>
internal sealed record TrialToRemind(int ApplicationId, Instant StartsAt, IReadOnlyList<PresenterToRemind> Panel);

/// <summary>A candidacy that expires, and whose it is.</summary>
internal sealed record ExpiryToRemind(int ApplicationId, Instant At, Remembered Candidate);

/// <summary>What reminders of applications, ballots and elections follow from.</summary>
internal sealed record AdmissionToRemind(
    IReadOnlyList<BallotToRemind> Ballots, IReadOnlyList<AnswerToRemind> Answers, TermToRemind? Term, IReadOnlyList<TrialToRemind> Trials, IReadOnlyList<ExpiryToRemind> Expiries)
{
    /// <summary>So long after a ballot its answer is waited for without a word.</summary>
    public static readonly Duration Patience = Duration.FromDays(3);

    /// <summary>How long such a reminder is worth sending.</summary>
    public static readonly Duration Lasts = Duration.FromDays(30);

    /// <summary>Reads them.</summary>
    public static async Task<AdmissionToRemind> ReadAsync(WhalepaperDb db, Instant now, Duration horizon, DateTimeZone zone, CancellationToken cancellation) => new(
        await BallotsAsync(db, now, zone, cancellation), await AnswersAsync(db, now, horizon, zone, cancellation), await TermAsync(db, now, horizon, zone, cancellation),
        await TrialsAsync(db, now, horizon, zone, cancellation), await ExpiriesAsync(db, now, horizon, zone, cancellation));

    private static async Task<List<BallotToRemind>> BallotsAsync(WhalepaperDb db, Instant now, DateTimeZone zone, CancellationToken cancellation)
    {
        var open = await db.Ballots.Where(ballot => ballot.ClosedAt == null && ballot.ClosesAt > now).OrderBy(ballot => ballot.Id).Select(ballot => new { ballot.Id, ballot.OpenedAt, ballot.ExtendedAt, ballot.ClosesAt }).ToListAsync(cancellation);
        if (open.Count == 0)
            return [];
        int[] ids = [.. open.Select(ballot => ballot.Id)];
        var voters = (await (
            from voter in db.BallotVoters
            join member in db.Members on voter.MemberId equals member.Id
            where EF.Parameter(ids).Contains(voter.BallotId) && member.ClaimedAt != null && member.LeftAt == null
            orderby voter.MemberId
            select new { voter.BallotId, voter.MemberId, member.ZoneId }).ToListAsync(cancellation)).ToLookup(voter => voter.BallotId, voter => new Remembered(voter.MemberId, OwnZone.Of(voter.ZoneId, zone)));
        return open.ConvertAll(ballot => new BallotToRemind(ballot.Id, ballot.ExtendedAt is not null, ballot.ExtendedAt ?? ballot.OpenedAt, ballot.ClosesAt, [.. voters[ballot.Id]]));
    }

    private static async Task<List<AnswerToRemind>> AnswersAsync(WhalepaperDb db, Instant now, Duration horizon, DateTimeZone zone, CancellationToken cancellation)
    {
        var (first, last) = (now - Patience - Lasts, now + horizon - Patience);
        var waiting = await db.Applications.Where(a => a.State == ApplicationState.Voting && a.BallotId != null && a.Ballot!.ClosedAt != null && a.StateSince > first && a.StateSince <= last)
            .OrderBy(a => a.Id).Select(a => new { a.Id, BallotId = a.BallotId!.Value, a.StateSince, IsDecided = a.Ballot!.End == BallotEnd.Decided }).ToListAsync(cancellation);
        if (waiting.Count == 0)
            return [];
        int[] ids = [.. waiting.Select(a => a.Id)];
        var people = (await db.Judges().Where(judge => EF.Parameter(ids).Contains(judge.Application.Id)).OrderBy(judge => judge.Member.Id)
            .Select(judge => new
            {
                judge.Application.Id,
                Member = judge.Member.Id,
                judge.Member.ZoneId,
                judge.Member.Role,
                Sits = db.PanelSeats.Any(seat => seat.ApplicationId == judge.Application.Id && seat.MemberId == judge.Member.Id),
            })
            .ToListAsync(cancellation)).ToLookup(one => one.Id);
        return waiting.ConvertAll(a =>
        {
            // What decided nothing is for the organizer too: they hold it once more, or nobody does.
            var called = people[a.Id].Where(one => one.Sits || (!a.IsDecided && one.Role is Role.Organizer)).ToList();
            return new AnswerToRemind(a.Id, a.BallotId, a.StateSince, [.. (called.Count > 0 ? called : people[a.Id]).Select(one => new Remembered(one.Member, OwnZone.Of(one.ZoneId, zone)))]);
        });
    }

    private static async Task<List<TrialToRemind>> TrialsAsync(WhalepaperDb db, Instant now, Duration horizon, DateTimeZone zone, CancellationToken cancellation)
    {
        var until = now + horizon + ReminderLadder.OfTrial[0].Before;
        var seats = await (
            from application in db.Applications
            join talk in db.Talks on application.TalkId equals talk.Id
            join seat in db.PanelSeats on application.Id equals seat.ApplicationId
            join member in db.Members on seat.MemberId equals member.Id
            where application.State == ApplicationState.Planned && talk.Meeting != null && talk.Meeting.CancelledAt == null && talk.Meeting.StartsAt > now && talk.Meeting.StartsAt <= until && member.LeftAt == null
            orderby application.Id, seat.MemberId
            select new { application.Id, talk.Meeting!.StartsAt, seat.MemberId, seat.At, member.ZoneId }).ToListAsync(cancellation);
        return [.. seats.GroupBy(seat => (seat.Id, seat.StartsAt)).Select(trial => new TrialToRemind(trial.Key.Id, trial.Key.StartsAt, [.. trial.Select(seat => new PresenterToRemind(new Remembered(seat.MemberId, OwnZone.Of(seat.ZoneId, zone)), seat.At))]))];
    }

    private static async Task<List<ExpiryToRemind>> ExpiriesAsync(WhalepaperDb db, Instant now, Duration horizon, DateTimeZone zone, CancellationToken cancellation) =>
        [.. (await db.ExpiriesAsync(db.Applications, cancellation)).Where(expiry => expiry.At > now && expiry.At <= now + horizon + ReminderLadder.OfExpiry[0].Before)
            .Select(expiry => new ExpiryToRemind(expiry.ApplicationId, expiry.At, new Remembered(expiry.MemberId, OwnZone.Of(expiry.ZoneId, zone))))];

    private static async Task<TermToRemind?> TermAsync(WhalepaperDb db, Instant now, Duration horizon, DateTimeZone zone, CancellationToken cancellation)
    {
        if (await db.TermAsync(zone, cancellation) is not { IsBeingElected: false } term || term.Over > now + horizon || term.Over <= now - Lasts)
            return null;
        var organizers = await db.Members.Where(m => m.Role == Role.Organizer && m.LeftAt == null).OrderBy(m => m.Id).Select(m => new { m.Id, m.ZoneId }).ToListAsync(cancellation);
        return new TermToRemind(term.ElectionId, term.Over, organizers.ConvertAll(m => new Remembered(m.Id, OwnZone.Of(m.ZoneId, zone))));
    }
}
