using System.Text;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Members;

/// <summary>A handle stands in addresses: it is lower case, has no blanks, and no two look the same.</summary>
internal sealed class HandleExamination(WhalepaperDb db) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var all = await db.Members.AsNoTracking().OrderBy(m => m.Id).Select(m => new { m.Id, m.Handle }).ToListAsync(cancellation);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var sound = all.Where(m => Member.IsHandle(m.Handle) && seen.Add(Seen(m.Handle))).Select(m => m.Id).ToHashSet();
        var found = new MemberFindings();
        found.Note(all.Select(m => m.Id).Where(id => !sound.Contains(id)).ToList(), "A handle that no address should have, or that looks like another one: member", "Give them new ones, made from the old.", RenewAsync);
        return found.Or("Every handle is in order.");
    }

    private async Task RenewAsync(List<int> numbers, CancellationToken cancellation)
    {
        var taken = (await db.Members.Select(m => m.Handle).ToListAsync(cancellation)).Select(Seen).ToHashSet(StringComparer.Ordinal);
        await MemberFindings.EachAsync(
            db, numbers,
            member =>
            {
                member.TakeHandle(Member.HandleFor(member.Handle, handle => taken.Contains(Seen(handle))));
                taken.Add(Seen(member.Handle));
            },
            cancellation);
    }

    // Two handles that a reader cannot tell apart have the same one of these.
    private static string Seen(string handle)
    {
        try
        {
            return handle.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // Half a character has no normal form, and is told anyway.
            return handle;
        }
    }
}
