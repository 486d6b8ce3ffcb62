using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Admission.Ballots;

/// <summary>Calls those who may vote the moment that a ballot opens, those who have not voted when it gets more time, and tells the committee when one is over.</summary>
internal sealed class BallotNews(IClock clock) : ISequel
{
    private static readonly Duration lasts = Duration.FromDays(7);

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(db);
        // Not only what was changed at first: a ballot opens because a talk was given.
        List<EntityEntry<Ballot>> entries = [.. db.ChangeTracker.Entries<Ballot>()];
        var opened = entries.FindAll(entry => entry.State is EntityState.Added).ConvertAll(entry => entry.Entity);
        var closed = entries.FindAll(entry => entry.State is EntityState.Modified && entry.Property(ballot => ballot.ClosedAt).IsModified).ConvertAll(entry => entry.Entity);
        var extended = entries.FindAll(entry => entry.State is EntityState.Modified && entry.Property(ballot => ballot.ExtendedAt).IsModified).ConvertAll(entry => entry.Entity).Except(closed).ToList();
        return opened.Count + closed.Count + extended.Count == 0 ? null : cancellation => TellAsync(db, opened, extended, closed, cancellation);
    }

    private async Task TellAsync(WhalepaperDb db, List<Ballot> opened, List<Ballot> extended, List<Ballot> closed, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        int[] called = [.. opened.Concat(extended).Select(ballot => ballot.Id)];
        var voters = (await db.BallotVoters.AsNoTracking().Where(voter => EF.Parameter(called).Contains(voter.BallotId) && !voter.HasVoted).Select(voter => new { voter.BallotId, voter.MemberId }).ToListAsync(cancellation))
            .ToLookup(voter => voter.BallotId, voter => voter.MemberId);
        var decided = closed.FindAll(ballot => ballot.Kind is BallotKind.Admission);
        var committee = decided.Count == 0 ? null : await CommitteeAsync(db, [.. decided.Select(ballot => ballot.Id)], cancellation);
        await db.WriteAsync(
            [
                .. opened.Select(ballot => new Telling(BallotMessages.Call, Occasion(ballot, "open"), About(ballot), [.. voters[ballot.Id]], ballot.ClosesAt)),
                .. extended.Select(ballot => new Telling(BallotMessages.Call, Occasion(ballot, "more"), About(ballot), [.. voters[ballot.Id]], ballot.ClosesAt)),
                .. decided.Select(ballot => new Telling(BallotMessages.Closed, Occasion(ballot, "closed"), About(ballot), [.. committee![ballot.Id]], now + lasts)),
            ],
            now, cancellation);
    }

    // Whoever sees the page.
    private static async Task<ILookup<int, int>> CommitteeAsync(WhalepaperDb db, int[] ballots, CancellationToken cancellation) =>
        (await db.Judges().Where(judge => judge.Application.BallotId != null && EF.Parameter(ballots).Contains(judge.Application.BallotId.Value))
            .OrderBy(judge => judge.Member.Id).Select(judge => new { Ballot = judge.Application.BallotId!.Value, Member = judge.Member.Id }).ToListAsync(cancellation)).ToLookup(one => one.Ballot, one => one.Member);

    private static string Occasion(Ballot ballot, string word) => string.Create(CultureInfo.InvariantCulture, $"ballot:{ballot.Id}:{word}");

    private static string About(Ballot ballot) => ballot.Id.ToString(CultureInfo.InvariantCulture);
}
