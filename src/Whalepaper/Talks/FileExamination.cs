using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Files;

namespace Whalepaper.Talks;

/// <summary>Whether each file that a material names is kept, and as long as it was.</summary>
internal sealed class FileExamination(WhalepaperDb db, IFileStore store) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var count = 0;
        await foreach (var file in db.Materials.Where(m => m.File != null).OrderBy(m => m.Id).Select(m => new { m.Id, m.TalkId, m.File!.StorageKey, m.File.Length, m.File.Name }).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            count++;
            long? kept;
            try
            {
                kept = await store.LengthAsync(file.StorageKey, cancellation);
            }
            catch (FileStoreException failure)
            {
                return [.. findings, new(Severity.Broken, failure.Message, "Look after the storage server, and at its settings.")];
            }

            if (kept is null)
                findings.Add(Broken($"The file {file.StorageKey} of material {file.Id} at talk {file.TalkId} ({file.Name}) is missing."));
            else if (kept != file.Length)
                findings.Add(Broken($"The file {file.StorageKey} of material {file.Id} at talk {file.TalkId} ({file.Name}) has {kept} bytes instead of {file.Length}."));
        }

        return findings.Count > 0 ? findings : [new(Severity.Fine, $"Every uploaded file is kept ({count}).")];
    }

    private static Finding Broken(string what) => new(Severity.Broken, what, "Put it back from a backup, or take the material away on its page.");
}
