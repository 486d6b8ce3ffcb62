using System.Data.Common;
using Whalepaper.Data;

namespace Whalepaper.Search;

/// <summary>Whether everything is found as it is now. The index may be out of step after a crash of the disk, a change by hand, or a newer program that reads words otherwise.</summary>
internal sealed class SearchExamination(WhalepaperDb db, SearchIndexing indexing, CharterSections charter) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var fault = await db.SearchTable.ExamineAsync(cancellation);
        if (fault is not null)
            return [Broken($"The search index is damaged: {fault}.")];
        var (right, missing, stale, surplus) = (0, 0, 0, 0);
        try
        {
            foreach (var kind in SearchKinds.All)
            {
                await foreach (var (rows, documents) in PairsAsync(kind, cancellation))
                {
                    var kept = rows.ToDictionary(row => row.Id);
                    foreach (var entry in documents.Select(document => document.Entry().Row))
                    {
                        if (!kept.Remove(entry.Id, out var row))
                            missing++;
                        else if (row.Print != entry.Print)
                            stale++;
                        else
                            right++;
                    }

                    surplus += kept.Count;
                }
            }
        }
        catch (DbException exception)
        {
            return [Broken($"The search index cannot be read: {exception.Message}")];
        }

        return missing + stale + surplus == 0
            ? [new(Severity.Fine, $"Search knows all {right} things as they are.")]
            : [Broken($"Search lacks {missing} things, has {stale} as they were before, and {surplus} that are gone.")];
    }

    private Finding Broken(string what) => new(Severity.Broken, what, "Make the search index anew.", repair => indexing.RebuildAsync(db, repair));

    private async IAsyncEnumerable<(IReadOnlyList<SearchRow> Rows, IReadOnlyList<SearchDocument> Documents)> PairsAsync(
        SearchKind kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var documents = new SearchDocuments(db, charter);
        var highest = await documents.HighestAsync(kind, cancellation);
        var from = 1;
        for (; from <= highest; from += SearchDocuments.AtOnce)
        {
            var to = from + SearchDocuments.AtOnce - 1;
            yield return (await db.SearchTable.RowsAsync((int)kind, from, to, cancellation), await documents.BetweenAsync(kind, from, to, cancellation));
        }

        // What is left behind the last one belongs to nobody.
        yield return (await db.SearchTable.RowsAsync((int)kind, from, int.MaxValue, cancellation), []);
    }
}
