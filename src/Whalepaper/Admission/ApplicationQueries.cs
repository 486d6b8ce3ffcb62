using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Tracks;
using Whalepaper.Ui;

namespace Whalepaper.Admission;

/// <summary>What everybody of the committee may see of an application.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Who">Who applies.</param>
/// <param name="Tracks">For which tracks.</param>
/// <param name="PaperTitle">With which paper.</param>
/// <param name="Sight">How much the reader sees.</param>
public sealed record ApplicationHead(int Id, PersonSign Who, IReadOnlyList<Track> Tracks, string? PaperTitle, Sight Sight);

/// <summary>A line of the committee's queue. What stands behind the head is told to those without a tie alone.</summary>
/// <param name="Head">What everybody of the committee sees.</param>
/// <param name="State">How far it is; null where the reader is not told.</param>
/// <param name="Since">Since when it is so; where the reader is not told how far it is, since when it is with the committee.</param>
/// <param name="Seats">How many sit on the panel.</param>
/// <param name="At">When the trial talk is, or the ballot closes.</param>
/// <param name="IsBallotClosed">Whether its ballot is closed.</param>
public sealed record ApplicationLine(ApplicationHead Head, ApplicationState? State, Instant Since, int Seats, Instant? At, bool IsBallotClosed)
{
    /// <summary>Whether the reader's vote is missing in its open ballot.</summary>
    public bool OwesVote { get; init; }

    /// <summary>Whether its trial talk is recorded as given, and the committee has not said so yet.</summary>
    public bool IsToConfirm { get; init; }

    /// <summary>How many may vote on it; asked of who was heard alone, else null.</summary>
    public int? Voters { get; init; }

    /// <summary>Whether somebody of the committee has to do something about it by now, be it only to say whether they have a tie.</summary>
    public bool IsWaiting => Head.Sight is Sight.Head || State switch
    {
        ApplicationState.Applied or ApplicationState.Candidate or ApplicationState.Presented => true,
        ApplicationState.Planned => IsToConfirm || Seats < PanelSeat.Least,
        ApplicationState.Voting => IsBallotClosed || OwesVote,
        _ => false,
    };
}

/// <summary>Something that happened, in the words of its page.</summary>
/// <param name="Kind">What.</param>
/// <param name="By">Who did it; null for the program, and where the reader is not told.</param>
/// <param name="At">When.</param>
public sealed record CourseLine(ApplicationStepKind Kind, PersonSign? By, Instant At);

/// <summary>A message, in the words of its page.</summary>
/// <param name="Id">Its number.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Text">The text, Markdown.</param>
/// <param name="At">When.</param>
public sealed record MessageLine(int Id, PersonSign By, string Text, Instant At);

/// <summary>What those see who are in it: the applicant, and the committee without a tie.</summary>
/// <param name="Application">The application itself.</param>
/// <param name="Course">What happened.</param>
/// <param name="Messages">What was written.</param>
/// <param name="Panel">Who hears them.</param>
/// <param name="TrialAt">When the trial talk is.</param>
/// <param name="Ballot">The ballot, as far as the reader is told of it.</param>
public sealed record ApplicationInside(Application Application, IReadOnlyList<CourseLine> Course, IReadOnlyList<MessageLine> Messages, IReadOnlyList<PersonSign> Panel, Instant? TrialAt, BallotView? Ballot);

/// <summary>An application's page.</summary>
/// <param name="Head">What everybody of the committee sees.</param>
/// <param name="Inside">The rest; null for those who are not in it.</param>
/// <param name="Ballot">The open ballot, for who is on its list and not in the rest; else null.</param>
public sealed record ApplicationView(ApplicationHead Head, ApplicationInside? Inside, BallotView? Ballot);

/// <summary>An application that ended.</summary>
/// <param name="Id">Its number.</param>
/// <param name="State">How.</param>
/// <param name="At">When.</param>
public sealed record LastApplication(int Id, ApplicationState State, Instant At);

/// <summary>What the pages of admission ask: always the same few questions.</summary>
public static class ApplicationQueries
{
    /// <summary>How many ended applications stand on a page.</summary>
    public const int OfPage = 20;

    private const int Most = 200;

    /// <summary>From when on somebody may apply again; null where nothing stands against it.</summary>
    public static async Task<Instant?> RetryAsync(this WhalepaperDb db, int memberId, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Applications.Where(a => a.MemberId == memberId && a.RetryAt > now).MaxAsync(a => a.RetryAt, cancellation);
    }

    /// <summary>The application of somebody that ended last; null for none.</summary>
    public static async Task<LastApplication?> LastApplicationAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Applications.AsNoTracking().Where(a => a.MemberId == memberId && a.EndedAt != null).OrderByDescending(a => a.Id)
            .Select(a => new LastApplication(a.Id, a.State, a.EndedAt!.Value)).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The applications that run, those that wait longest first; without drafts, and without the reader's own.</summary>
    public static async Task<IReadOnlyList<ApplicationLine>> QueueAsync(this WhalepaperDb db, int me, CancellationToken cancellation) =>
        await LinesAsync(db, Sent(db, me).Where(a => a.EndedAt == null).OrderBy(a => a.StateSince).ThenBy(a => a.Id).Take(Most), me, cancellation);

    /// <summary>Those of them of which somebody of the committee has to do something by now.</summary>
    public static async Task<IReadOnlyList<ApplicationLine>> WaitingApplicationsAsync(this WhalepaperDb db, int me, CancellationToken cancellation) =>
        [.. (await db.QueueAsync(me, cancellation)).Where(line => line.IsWaiting)];

    /// <summary>The applications that ended, the last first.</summary>
    public static async Task<(IReadOnlyList<ApplicationLine> Lines, int Count)> EndedAsync(this WhalepaperDb db, int me, int page, CancellationToken cancellation)
    {
        var ended = Sent(db, me).Where(a => a.EndedAt != null);
        return (await LinesAsync(db, ended.OrderByDescending(a => a.EndedAt).ThenByDescending(a => a.Id).Skip((page - 1) * OfPage).Take(OfPage), me, cancellation), await ended.CountAsync(cancellation));
    }

    /// <summary>An application's page.</summary>
    /// <returns>Null where there is none for whoever asks.</returns>
    public static async Task<ApplicationView?> ApplicationPageAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        if (await db.SightAsync(id, who, cancellation) is not { } sight)
            return null;
        var application = await db.Applications.AsNoTracking().Include(a => a.Member).Include(a => a.Ballot).Include(a => a.Course.OrderBy(step => step.Id)).AsSplitQuery().SingleAsync(a => a.Id == id, cancellation);
        int[] wanted = [.. application.TrackIds];
        var tracks = await db.Tracks.AsNoTracking().Where(track => EF.Parameter(wanted).Contains(track.Id)).OrderBy(track => track.Position).ToListAsync(cancellation);
        var head = new ApplicationHead(id, MemberSigns.Sign(application.Member.Name, application.Member.Handle), tracks, application.PaperTitle, sight);
        return new ApplicationView(
            head, sight.IsIn() ? await InsideAsync(db, application, sight, who, cancellation) : null,
            sight is Sight.Voter && application.BallotId is { } ballot ? await db.BallotViewAsync(ballot, application.MemberId, sight, who, cancellation) : null);
    }

    private static async Task<ApplicationInside> InsideAsync(WhalepaperDb db, Application application, Sight sight, Actor who, CancellationToken cancellation)
    {
        var id = application.Id;
        int[] acted = [.. application.Course.Select(step => step.ById).OfType<int>().Distinct()];
        var names = await db.Members.AsNoTracking().Where(m => EF.Parameter(acted).Contains(m.Id)).Select(m => new { m.Id, m.Name, m.Handle }).ToDictionaryAsync(m => m.Id, m => MemberSigns.Sign(m.Name, m.Handle), cancellation);
        var messages = await (
            from message in db.ApplicationMessages.AsNoTracking()
            join writer in db.Members on message.ById equals writer.Id
            where message.ApplicationId == id
            orderby message.Id
            select new { message.Id, writer.Name, writer.Handle, message.Text, message.At }).ToListAsync(cancellation);
        var panel = await db.PanelSeats.AsNoTracking().Where(seat => seat.ApplicationId == id).Join(db.Members, seat => seat.MemberId, m => m.Id, (seat, m) => new { seat.At, m.Id, m.Name, m.Handle })
            .OrderBy(seat => seat.At).ThenBy(seat => seat.Id).ToListAsync(cancellation);
        var trial = application.TalkId is { } talk ? await db.Talks.Where(t => t.Id == talk).Select(t => t.Meeting == null ? null : (Instant?)t.Meeting.StartsAt).SingleOrDefaultAsync(cancellation) : null;
        return new ApplicationInside(
            application,
            [.. application.Course.Where(step => sight is Sight.Whole || IsToldToApplicant(step.Kind)).Select(step => new CourseLine(step.Kind, sight is Sight.Whole && step.ById is { } by ? names.GetValueOrDefault(by) : null, step.At))],
            messages.ConvertAll(m => new MessageLine(m.Id, MemberSigns.Sign(m.Name, m.Handle), m.Text, m.At)),
            panel.ConvertAll(m => MemberSigns.Sign(m.Name, m.Handle)),
            trial,
            application.BallotId is { } ballot ? await db.BallotViewAsync(ballot, application.MemberId, sight, who, cancellation) : null);
    }

    // How many of the committee voted, and when, is the committee's own matter; that it votes, and until when, is not.
    private static bool IsToldToApplicant(ApplicationStepKind kind) => kind is not (ApplicationStepKind.BallotExtended or ApplicationStepKind.BallotClosed or ApplicationStepKind.BallotCalledOff);

    private static IQueryable<Application> Sent(WhalepaperDb db, int me) => db.Applications.AsNoTracking().Where(a => a.AppliedAt != null && a.MemberId != me);

    private static async Task<IReadOnlyList<ApplicationLine>> LinesAsync(WhalepaperDb db, IQueryable<Application> applications, int me, CancellationToken cancellation)
    {
        var rows = await applications.Select(a => new
        {
            a.Id,
            a.Member.Name,
            a.Member.Handle,
            a.State,
            a.StateSince,
            a.AppliedAt,
            a.TrackIds,
            a.PaperTitle,
            Tie = db.TieWords.Where(word => word.ApplicationId == a.Id && word.MemberId == me).Select(word => (Tie?)word.Tie).FirstOrDefault(),
            Seats = db.PanelSeats.Count(seat => seat.ApplicationId == a.Id),
            Trial = db.Talks.Where(talk => talk.Id == a.TalkId).Select(talk => talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt).FirstOrDefault(),
            Closes = a.Ballot == null ? null : (Instant?)a.Ballot.ClosesAt,
            IsClosed = a.Ballot != null && a.Ballot.ClosedAt != null,
            OwesVote = db.BallotVoters.Any(voter => voter.BallotId == a.BallotId && voter.MemberId == me && !voter.HasVoted),
            IsGiven = db.Talks.Any(talk => talk.Id == a.TalkId && talk.State == TalkState.Given),
            Voters = a.State == ApplicationState.Presented ? db.Judges().Count(judge => judge.Application.Id == a.Id) : (int?)null,
        }).ToListAsync(cancellation);
        var tracks = rows.Count == 0 ? [] : await db.Tracks.AsNoTracking().OrderBy(track => track.Position).ToListAsync(cancellation);
        return rows.ConvertAll(row =>
        {
            var sight = AdmissionRights.Of(row.Tie);
            var head = new ApplicationHead(row.Id, MemberSigns.Sign(row.Name, row.Handle), tracks.FindAll(track => row.TrackIds.Contains(track.Id)), row.PaperTitle, sight);
            return sight is Sight.Whole
                ? new ApplicationLine(head, row.State, row.StateSince, row.Seats, row.State is ApplicationState.Voting ? row.Closes : row.Trial, row.IsClosed)
                {
                    OwesVote = row.OwesVote,
                    IsToConfirm = row.State is ApplicationState.Planned && row.IsGiven,
                    Voters = row.Voters,
                }
                : new ApplicationLine(head, null, row.AppliedAt ?? row.StateSince, 0, null, false);
        });
    }
}
