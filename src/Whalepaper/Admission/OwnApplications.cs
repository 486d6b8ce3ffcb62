using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Admission.Ballots;
using Whalepaper.Admission.Panels;
using Whalepaper.Data;

namespace Whalepaper.Admission;

/// <summary>What the house knows of a member's own way into the inner group, for them alone: what they see on its page, and no more.</summary>
public static class OwnApplications
{
    /// <summary>
    /// Reads their applications, what they wrote, and what they stood for. Of a secret ballot that is over it says that they voted, and of none how: the house does not know it
    /// any more, and while it is open it tells nothing at all.
    /// </summary>
    public static async Task<object> ApplicationsOfAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var applications = await db.Applications.AsNoTracking().Where(a => a.MemberId == memberId).OrderBy(a => a.Id).ToListAsync(cancellation);
        var messages = await db.ApplicationMessages.AsNoTracking().Where(m => m.ById == memberId).OrderBy(m => m.Id).ToListAsync(cancellation);
        var tracks = applications.Count == 0 ? [] : await db.Tracks.AsNoTracking().Select(track => new { track.Id, track.Code }).ToDictionaryAsync(track => track.Id, track => track.Code, cancellation);
        return new
        {
            Applications = applications.ConvertAll(a => new
            {
                a.Id,
                State = $"{a.State}",
                Begun = Say(a.BegunAt),
                Applied = a.AppliedAt is { } applied ? Say(applied) : null,
                Ended = a.EndedAt is { } ended ? Say(ended) : null,
                Tracks = a.TrackIds.Select(track => tracks.GetValueOrDefault(track)),
                a.Why,
                a.PaperTitle,
                a.PaperLink,
                a.Hours,
                a.Promises,
                a.Feedback,
                MayApplyAgain = a.RetryAt is { } retry ? Say(retry) : null,
            }),
            Panel = await db.OwnPanelWorkAsync(memberId, cancellation),
            Messages = messages.ConvertAll(m => new { Application = m.ApplicationId, m.Text, At = Say(m.At) }),
            Candidacies = (await db.Candidacies.AsNoTracking().Where(candidacy => candidacy.MemberId == memberId).OrderBy(candidacy => candidacy.ElectionId).ToListAsync(cancellation))
                .ConvertAll(candidacy => new { Election = candidacy.ElectionId, Since = Say(candidacy.At), candidacy.Word }),
            Ballots = await BallotsAsync(db, memberId, cancellation),
        };
    }

    private static async Task<object> BallotsAsync(WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        var voted = await db.BallotVoters.Where(voter => voter.MemberId == memberId && voter.HasVoted)
            .Join(db.Ballots.Where(ballot => ballot.ClosedAt != null), voter => voter.BallotId, ballot => ballot.Id, (_, ballot) => new { ballot.Id, ballot.Kind, Closed = ballot.ClosedAt!.Value }).OrderBy(ballot => ballot.Id).ToListAsync(cancellation);
        return voted.ConvertAll(ballot => new { Ballot = ballot.Id, About = ballot.Kind is BallotKind.Admission ? "admission" : "election", Closed = Say(ballot.Closed), Voted = true });
    }

    private static string Say(Instant at) => InstantPattern.General.Format(at);
}
