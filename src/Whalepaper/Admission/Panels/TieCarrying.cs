using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Admission.Panels;

/// <summary>What is known of ties follows a member from one application to the next: nobody is free of one because somebody took their application back.</summary>
internal static class TieCarrying
{
    /// <summary>Adds the ties that were known last to a new application; saves nothing. Who said that there is none is asked again.</summary>
    /// <param name="db">The data.</param>
    /// <param name="application">The application, saved already, of which nothing is known yet.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task CarryTiesAsync(this WhalepaperDb db, Application application, Instant now, CancellationToken cancellation)
    {
        var (id, member) = (application.Id, application.MemberId);
        var said = await db.TieWords.AsNoTracking().Where(word => word.ApplicationId != id && db.Applications.Any(a => a.Id == word.ApplicationId && a.MemberId == member)).ToListAsync(cancellation);
        // The last word counts: what the organizer took away is not carried from the application before.
        db.AddRange(said.GroupBy(word => word.MemberId).Select(words => words.MaxBy(word => word.ApplicationId)!).Where(word => word.Tie is not Tie.None).OrderBy(word => word.MemberId)
            .Select(word => new TieWord(id, word.MemberId, word.Tie, word.ById, now)));
    }
}
