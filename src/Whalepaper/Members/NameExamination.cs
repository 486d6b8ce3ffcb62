using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Members;

/// <summary>Names and titles are found by keys computed from them; a newer program may compute them otherwise.</summary>
internal sealed class NameExamination(WhalepaperDb db) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var members = new List<int>();
        await foreach (var member in db.Members.AsNoTracking().Select(m => new { m.Id, m.Name, m.NormalizedName }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!string.Equals(member.NormalizedName, Member.RecognisedAs(member.Name), StringComparison.Ordinal))
                members.Add(member.Id);
        }

        var papers = new List<int>();
        await foreach (var paper in db.Papers.AsNoTracking().Select(p => new { p.Id, p.Title, p.NormalizedTitle }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!string.Equals(paper.NormalizedTitle, NormalName.Of(paper.Title), StringComparison.Ordinal))
                papers.Add(paper.Id);
        }

        if (members.Count + papers.Count == 0)
            return [new(Severity.Fine, "Every name and title is found by its key.")];
        return [new(Severity.Broken, $"{members.Count} names and {papers.Count} titles have an outdated key.", "Compute the keys again.", repair => MendAsync(members, papers, repair))];
    }

    private async Task MendAsync(List<int> members, List<int> papers, CancellationToken cancellation)
    {
        foreach (var chunk in members.Chunk(500))
        {
            foreach (var member in await db.Members.Where(m => chunk.Contains(m.Id)).ToListAsync(cancellation))
                member.Rename(member.Name);
        }

        foreach (var chunk in papers.Chunk(500))
        {
            foreach (var paper in await db.Papers.Where(p => chunk.Contains(p.Id)).ToListAsync(cancellation))
                paper.Entitle(paper.Title);
        }

        await db.SaveChangesAsync(cancellation);
    }
}
