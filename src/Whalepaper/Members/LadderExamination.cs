using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;

namespace Whalepaper.Members;

/// <summary>Whoever has an account has a place on the ladder, whoever has none has none, a role stands on the inner group, and somebody runs the house.</summary>
internal sealed class LadderExamination(WhalepaperDb db, IClock clock) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var found = new MemberFindings();
        await OrganizerAsync(found, cancellation);
        await StandingsAsync(found, cancellation);
        await AccountsAsync(found, cancellation);
        return found.Or("Roles, standings and accounts fit together.");
    }

    private async Task OrganizerAsync(MemberFindings found, CancellationToken cancellation)
    {
        var organizers = db.Members.Where(m => m.Role == Role.Organizer);
        if (await organizers.AnyAsync(m => m.LeftAt == null && m.MergedIntoId == null && db.Accounts.Any(a => a.MemberId == m.Id), cancellation))
            return;
        if (await organizers.AnyAsync(cancellation))
            found.Add(new(Severity.Broken, "No organizer has an account by which to sign in.", "Run 'whalepaper invite --role organizer' and open its link."));
        else if (await db.Groups.AnyAsync(cancellation))
            found.Add(new(Severity.Warning, "The group has no organizer yet.", "Start the program: it prints a link that makes one."));
    }

    private async Task StandingsAsync(MemberFindings found, CancellationToken cancellation)
    {
        await found.NoteAsync(
            db.Members.Where(m => m.LeftAt != null && (m.Standing != Standing.Former || m.Role != Role.None)), "Left, but still has a place or a role: member",
            "Let them be former members without a role.", (numbers, repair) => MoveAsync(numbers, m => m.Leave(m.Name, m.Handle, m.LeftAt!.Value), repair), cancellation);
        await found.NoteAsync(
            db.Members.Where(m => m.LeftAt == null && m.Role != Role.None && m.Standing != Standing.Inner), "A role without the inner group: member",
            "End the role.", (numbers, repair) => MoveAsync(numbers, m => m.Appoint(Role.None), repair), cancellation);
        await found.NoteAsync(
            db.Members.Where(m => m.LeftAt == null && m.ClaimedAt == null && m.Standing != null && !db.Accounts.Any(a => a.MemberId == m.Id)), "A place on the ladder, but a mere name of the archive: member",
            "Take the place away.", (numbers, repair) => MoveAsync(numbers, m => m.StepDown(), repair), cancellation);
        await found.NoteAsync(
            db.Members.Where(m => m.LeftAt == null && m.ClaimedAt != null && m.Standing == null), "An account, but no place on the ladder: member",
            "Let them be open members.", (numbers, repair) => MoveAsync(numbers, m => m.MoveTo(Standing.Open, clock.GetCurrentInstant()), repair), cancellation);
    }

    private async Task AccountsAsync(MemberFindings found, CancellationToken cancellation)
    {
        var having = db.Members.Where(m => db.Accounts.Any(a => a.MemberId == m.Id));
        await found.NoteAsync(
            db.Members.Where(m => m.LeftAt == null && m.ClaimedAt != null && !db.Accounts.Any(a => a.MemberId == m.Id)), "Claimed by an account that is not there: member",
            "Go back to the last backup, or let them join again and claim what is theirs.", null, cancellation);
        await found.NoteAsync(
            having.Where(m => m.LeftAt != null), "Left, but still has an account: member", "Delete the account, with its sign-ins.", DismissAsync, cancellation);
        await found.NoteAsync(
            having.Where(m => m.LeftAt == null && m.MergedIntoId == null && m.ClaimedAt == null), "An account at a profile that counts as nobody's: member",
            "Let the profile be theirs.", (numbers, repair) => MoveAsync(numbers, m => m.Join(clock.GetCurrentInstant()), repair), cancellation);
        await found.NoteAsync(
            having.Where(m => m.LeftAt == null && m.MergedIntoId != null), "An account at a profile that was merged into another: member", "Part the two on the page of the profile that stays.", null, cancellation);
    }

    private async Task MoveAsync(List<int> numbers, Action<Member> move, CancellationToken cancellation) => await MemberFindings.EachAsync(
        db, numbers,
        member =>
        {
            var before = Said(member);
            move(member);
            if (!string.Equals(before, Said(member), StringComparison.Ordinal))
                db.Add(new AuditEntry(AuditActs.Standing, null, member.Id, null, before, Said(member), clock.GetCurrentInstant()));
        },
        cancellation);

    private async Task DismissAsync(List<int> numbers, CancellationToken cancellation)
    {
        db.RemoveRange(await db.Accounts.Where(a => numbers.Contains(a.MemberId)).ToListAsync(cancellation));
        await db.SaveChangesAsync(cancellation);
    }

    private static string Said(Member member) => member.Role is Role.None ? $"{member.Standing}" : $"{member.Standing}, {member.Role}";
}
