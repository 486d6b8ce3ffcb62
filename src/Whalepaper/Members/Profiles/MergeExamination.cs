using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Participation;

namespace Whalepaper.Members.Profiles;

/// <summary>A profile that was merged leads to one that stands for itself, by a merge that is written down, and nothing is left behind with it.</summary>
internal sealed class MergeExamination(WhalepaperDb db, IClock clock) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var found = new MemberFindings();
        var ways = await WaysAsync(cancellation);
        var merges = await db.ProfileMerges.AsNoTracking().Where(m => m.UndoneAt == null).Select(m => new { m.Id, m.FromId, m.IntoId }).ToDictionaryAsync(m => m.FromId, cancellation);
        found.Note(
            [.. ways.From.Where(from => !merges.ContainsKey(from)).Order()], "Merged into another, but by no merge that is written down: member",
            "Let them stand for themselves.", (numbers, repair) => MemberFindings.EachAsync(db, numbers, m => m.Part(), repair));
        found.Note(
            [.. merges.Values.Where(m => ways.Into(m.FromId) != m.IntoId || ways.IsRound(m.FromId)).Select(m => m.FromId).Order()], "A merge that leads elsewhere, or in a circle: member",
            "Part them again: every credit goes back to where it was.", PartAsync);
        found.Note(await NamedAsync(ways, cancellation), "Merged into somebody who left, but still named: member", "Forget the name.", ForgetAsync);
        await CreditsAsync(found, ways, cancellation);
        await ClaimsAsync(found, cancellation);
        return found.Or("Merged profiles and claims fit together.");
    }

    private async Task<Ways> WaysAsync(CancellationToken cancellation) =>
        new(await db.Members.Where(m => m.MergedIntoId != null).Select(m => new { m.Id, Into = m.MergedIntoId!.Value }).ToDictionaryAsync(m => m.Id, m => m.Into, cancellation));

    private async Task PartAsync(List<int> numbers, CancellationToken cancellation)
    {
        foreach (var merge in await db.ProfileMerges.Include(m => m.From).Include(m => m.Into).Include(m => m.Credits)
            .Where(m => m.UndoneAt == null && numbers.Contains(m.FromId)).OrderByDescending(m => m.Id).ToListAsync(cancellation))
        {
            var talks = merge.Credits.Select(credit => credit.TalkId).ToList();
            merge.Undo(await db.Talks.Include(t => t.Presenters).ThenInclude(p => p.Member).Where(t => talks.Contains(t.Id)).ToListAsync(cancellation), null, clock.GetCurrentInstant());
            await db.MoveActsBackAsync(merge, cancellation);
            db.Add(new AuditEntry(AuditActs.Part, null, merge.IntoId, merge.From.Handle, merge.Into.Handle, merge.From.Handle, clock.GetCurrentInstant()));
        }

        await db.SaveChangesAsync(cancellation);
    }

    private async Task<List<int>> NamedAsync(Ways ways, CancellationToken cancellation)
    {
        var gone = (await db.Members.Where(m => m.LeftAt != null).Select(m => m.Id).ToListAsync(cancellation)).ToHashSet();
        return [.. ways.From.Where(from => !gone.Contains(from) && gone.Contains(ways.End(from))).Order()];
    }

    private async Task ForgetAsync(List<int> numbers, CancellationToken cancellation)
    {
        var ways = await WaysAsync(cancellation);
        var ends = numbers.ConvertAll(ways.End);
        var nameless = await db.Members.AsNoTracking().Where(m => ends.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellation);
        await MemberFindings.EachAsync(db, numbers, member => member.LeaveWith(nameless[ways.End(member.Id)]), cancellation);
    }

    private async Task CreditsAsync(MemberFindings found, Ways ways, CancellationToken cancellation)
    {
        var credited = await db.TalkPresenters.Where(p => p.Member.MergedIntoId != null).Select(p => p.MemberId).Distinct().OrderBy(id => id).ToListAsync(cancellation);
        found.Note([.. credited.Where(from => !ways.IsRound(from))], "Merged, but still named at a talk: member", "Credit it to the profile that stays.", CreditAsync);
    }

    private async Task CreditAsync(List<int> numbers, CancellationToken cancellation)
    {
        var ways = await WaysAsync(cancellation);
        foreach (var from in numbers.Where(number => ways.Into(number) is not null))
        {
            var end = ways.End(from);
            if (await db.Members.SingleOrDefaultAsync(m => m.Id == end, cancellation) is not { } into)
                continue;
            foreach (var talk in await ClaimEndpoints.TalksAsync(db, from, cancellation))
                talk.Credit(talk.Presenters.First(p => p.MemberId == from).Member, into);
        }

        await db.SaveChangesAsync(cancellation);
    }

    private async Task ClaimsAsync(MemberFindings found, CancellationToken cancellation)
    {
        var idle = db.ProfileClaims.Where(c => c.End == null && (c.Profile.ClaimedAt != null || c.Profile.MergedIntoId != null || c.By.LeftAt != null));
        if (await idle.CountAsync(cancellation) is var count and > 0)
            found.Add(new(Severity.Broken, $"{count} claims wait at the desk on which nobody can decide: the profile has an owner, or whoever claimed it left.", "Let them lapse.", LapseAsync));

        async Task LapseAsync(CancellationToken repair)
        {
            foreach (var claim in await idle.ToListAsync(repair))
                claim.Lapse(clock.GetCurrentInstant());
            await db.SaveChangesAsync(repair);
        }
    }

    /// <summary>Which profile leads to which.</summary>
    private sealed class Ways(Dictionary<int, int> into)
    {
        public IEnumerable<int> From => into.Keys;

        public int? Into(int from) => into.TryGetValue(from, out var next) ? next : null;

        /// <summary>Where the way ends; somewhere on it if it never does.</summary>
        public int End(int from)
        {
            for (var steps = 0; steps <= into.Count && into.TryGetValue(from, out var next); steps++)
                from = next;
            return from;
        }

        /// <summary>Whether the way comes back to where it began.</summary>
        public bool IsRound(int from)
        {
            var at = from;
            for (var steps = 0; steps <= into.Count && into.TryGetValue(at, out var next); steps++)
            {
                at = next;
                if (at == from)
                    return true;
            }

            return false;
        }
    }
}
