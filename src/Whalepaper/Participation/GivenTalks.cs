using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Talks;

namespace Whalepaper.Participation;

/// <summary>The entries of talks that were given: one for each who shares it, and one more for who stepped in. See <see cref="LedgerKeeping"/>.</summary>
internal static class GivenTalks
{
    /// <summary>Brings the entries in line.</summary>
    /// <param name="db">The data.</param>
    /// <param name="anew">The records that are about to be saved.</param>
    /// <param name="changed">The numbers of talks whose presenters change.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task SettleAsync(WhalepaperDb db, List<Giving> anew, List<int> changed, CancellationToken cancellation)
    {
        // A talk that was not given at a meeting has no entries; most changes of presenters are of such.
        if (changed.Count > 0)
            await db.Set<Giving>().Where(giving => EF.Parameter(changed).Contains(giving.TalkId) && giving.Source == GivingSource.Meeting).LoadAsync(cancellation);
        var givings = db.ChangeTracker.Entries<Giving>().Where(entry => entry.State is not (EntityState.Deleted or EntityState.Detached) && entry.Entity.Source is GivingSource.Meeting).Select(entry => entry.Entity)
            .Where(giving => anew.Contains(giving) || changed.Contains(giving.TalkId)).ToList();
        if (givings.Count == 0)
            return;
        var talks = await TalksAsync(db, givings.Select(giving => giving.TalkId).Where(id => id != 0), cancellation);
        int[] ids = [.. talks.Keys];
        await db.TalkPresenters.Where(presenter => EF.Parameter(ids).Contains(presenter.TalkId)).LoadAsync(cancellation);
        await db.Ledger.Where(entry => entry.TalkId != null && EF.Parameter(ids).Contains(entry.TalkId.Value)).LoadAsync(cancellation);
        var meetings = await LedgerKeeping.MeetingsAsync(db, talks.Values.Select(talk => talk.MeetingId).OfType<int>(), cancellation);
        var entries = db.ChangeTracker.Entries<LedgerEntry>().Where(entry => entry.State is not EntityState.Deleted).Select(entry => entry.Entity).Where(entry => entry.TalkId is not null).ToLookup(entry => entry.TalkId!.Value);
        var substitutes = await SubstitutesAsync(db, ids, cancellation);
        foreach (var giving in givings)
        {
            // What is saved together with its talk finds it through that.
            var talk = giving.TalkId != 0 && talks.TryGetValue(giving.TalkId, out var known) ? known : db.ChangeTracker.Entries<Talk>().Select(entry => entry.Entity).First(other => ReferenceEquals(other.Giving, giving));
            var meeting = talk.Meeting ?? (talk.MeetingId is { } id ? meetings[id] : null);
            Settle(db, talk, giving, LedgerPlace.Of(talk, meeting, giving.RecordedAt), [.. entries[talk.Id]], [.. substitutes[talk.Id]]);
        }
    }

    /// <summary>The talks of these numbers, as they are at hand; read where they are not.</summary>
    public static async Task<Dictionary<int, Talk>> TalksAsync(WhalepaperDb db, IEnumerable<int> numbers, CancellationToken cancellation)
    {
        var wanted = numbers.ToHashSet();
        var found = db.ChangeTracker.Entries<Talk>().Select(entry => entry.Entity).Where(talk => wanted.Contains(talk.Id)).ToDictionary(talk => talk.Id);
        int[] missing = [.. wanted.Where(id => !found.ContainsKey(id))];
        if (missing.Length > 0)
            await db.Talks.Where(talk => EF.Parameter(missing).Contains(talk.Id)).ForEachAsync(talk => found.Add(talk.Id, talk), cancellation);
        return found;
    }

    private static void Settle(WhalepaperDb db, Talk talk, Giving giving, LedgerPlace place, List<LedgerEntry> entries, HashSet<int> substitutes)
    {
        var people = talk.Presenters.Select(presenter => new LedgerMember(presenter.MemberId == 0 ? presenter.Member.Id : presenter.MemberId, presenter.Member)).ToList();
        var wanted = people.Select(member => (Kind: LedgerKind.Given, Member: member))
            .Concat(people.Where(member => member.Id != 0 && substitutes.Contains(member.Id)).Select(member => (Kind: LedgerKind.Substituted, Member: member))).ToList();
        db.RemoveRange(entries.Where(entry => !wanted.Exists(one => one.Kind == entry.Kind && one.Member.Id == entry.MemberId)));
        db.AddRange(wanted.Where(one => !entries.Exists(entry => entry.Kind == one.Kind && entry.MemberId == one.Member.Id)).Select(one => new LedgerEntry(one.Kind, giving, one.Member, place)));
    }

    // Who stepped in at which talk; under the profile that stands for them today, or will once this is saved.
    private static async Task<ILookup<int, int>> SubstitutesAsync(WhalepaperDb db, int[] talks, CancellationToken cancellation)
    {
        var steps = await db.TalkSteps.AsNoTracking().Where(step => EF.Parameter(talks).Contains(step.TalkId) && step.Kind == TalkStepKind.SteppedIn && step.WhomId != null)
            .Select(step => new { step.TalkId, WhomId = step.WhomId!.Value }).ToListAsync(cancellation);
        steps.AddRange(db.ChangeTracker.Entries<TalkStep>().Where(entry => entry.State is EntityState.Added && entry.Entity is { Kind: TalkStepKind.SteppedIn, Whom: not null })
            .Select(entry => new { entry.Entity.TalkId, WhomId = entry.Entity.Whom!.Id }));
        if (steps.Count == 0)
            return steps.ToLookup(step => step.TalkId, step => step.WhomId);
        var into = await db.Members.Where(member => member.MergedIntoId != null).Select(member => new { member.Id, member.MergedIntoId }).ToDictionaryAsync(member => member.Id, member => member.MergedIntoId, cancellation);
        foreach (var member in db.ChangeTracker.Entries<Member>().Select(entry => entry.Entity).Where(member => member.Id != 0))
            into[member.Id] = member.MergedIntoId;
        return steps.ToLookup(step => step.TalkId, step => End(step.WhomId, into));
    }

    private static int End(int member, Dictionary<int, int?> into)
    {
        for (var steps = 0; steps < into.Count && into.TryGetValue(member, out var next) && next is { } further; steps++)
            member = further;
        return member;
    }
}
