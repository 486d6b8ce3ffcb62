using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Members;

/// <summary>What an examination found about members. It tells their numbers and not their names, for terminals are read over shoulders.</summary>
internal sealed class MemberFindings
{
    private const int Told = 12;
    private const int AtOnce = 500;

    private readonly List<Finding> _findings = [];

    /// <summary>Notes the members of whom something is wrong; none is fine.</summary>
    public async Task NoteAsync(IQueryable<Member> wrong, string what, string remedy, Func<List<int>, CancellationToken, Task>? repair, CancellationToken cancellation) =>
        Note(await wrong.OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation), what, remedy, repair);

    /// <summary>Notes the members of whom something is wrong; none is fine.</summary>
    public void Note(List<int> numbers, string what, string remedy, Func<List<int>, CancellationToken, Task>? repair)
    {
        if (numbers.Count > 0)
            Add(new(Severity.Broken, $"{what}: {Said(numbers)}.", remedy, repair is null ? null : cancellation => repair(numbers, cancellation)));
    }

    /// <summary>Adds a finding of another sort.</summary>
    public void Add(Finding finding) => _findings.Add(finding);

    /// <summary>What was found, or that all is well.</summary>
    public IReadOnlyList<Finding> Or(string fine) => _findings.Count > 0 ? _findings : [new(Severity.Fine, fine)];

    /// <summary>Does something to each of these members, and saves it.</summary>
    public static async Task EachAsync(WhalepaperDb db, List<int> numbers, Action<Member> mend, CancellationToken cancellation)
    {
        foreach (var some in numbers.Chunk(AtOnce))
        {
            foreach (var member in await db.Members.Include(m => m.Follows).Include(m => m.EarlierFollows).AsSplitQuery().Where(m => some.Contains(m.Id)).OrderBy(m => m.Id).ToListAsync(cancellation))
                mend(member);
        }

        await db.SaveChangesAsync(cancellation);
    }

    private static string Said(List<int> numbers)
    {
        var named = string.Join(", ", numbers.Take(Told).Select(number => number.ToString(CultureInfo.InvariantCulture)));
        return numbers.Count > Told ? $"{named} and {numbers.Count - Told} more" : named;
    }
}
