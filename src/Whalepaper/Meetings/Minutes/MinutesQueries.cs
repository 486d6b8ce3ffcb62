using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Ui;

namespace Whalepaper.Meetings.Minutes;

/// <summary>Minutes as their page shows them.</summary>
/// <param name="Text">The text, Markdown.</param>
/// <param name="Number">Which version it is, from 1.</param>
/// <param name="At">When they were written last.</param>
/// <param name="By">Who wrote them last.</param>
internal sealed record MinutesView(string Text, int Number, Instant At, PersonSign By);

/// <summary>A version of minutes, as a list shows it.</summary>
/// <param name="Number">Which version it is, from 1.</param>
/// <param name="At">When it was written.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Before">The number of the version before it; 0 for none.</param>
internal sealed record MinutesVersion(int Number, Instant At, PersonSign By, int Before);

/// <summary>A page of the versions of minutes.</summary>
/// <param name="Versions">The versions, newest first.</param>
/// <param name="Page">Which page it is, from 1.</param>
/// <param name="Pages">How many there are; 0 where there are no minutes.</param>
internal sealed record MinutesVersions(IReadOnlyList<MinutesVersion> Versions, int Page, int Pages);

/// <summary>Asks for minutes.</summary>
internal static class MinutesQueries
{
    /// <summary>The minutes of a meeting; null if nobody wrote any.</summary>
    public static async Task<MinutesView?> MinutesAsync(this WhalepaperDb db, int meetingId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var found = await (
            from minutes in db.Minutes.AsNoTracking()
            where minutes.MeetingId == meetingId
            join member in db.Members on minutes.UpdatedById equals member.Id
            select new { minutes.Text, minutes.Number, minutes.UpdatedAt, member.Name, member.Handle }).SingleOrDefaultAsync(cancellation);
        return found is null ? null : new MinutesView(found.Text, found.Number, found.UpdatedAt, MemberSigns.Sign(found.Name, found.Handle));
    }

    /// <summary>How many versions stand on a page.</summary>
    public const int PageSize = 50;

    /// <summary>The versions of a meeting's minutes, newest first, without their texts.</summary>
    public static async Task<MinutesVersions> MinutesVersionsAsync(this WhalepaperDb db, int meetingId, int page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var pages = (await db.MinutesRevisions.CountAsync(revision => revision.MeetingId == meetingId, cancellation) + PageSize - 1) / PageSize;
        page = Math.Clamp(page, 1, Math.Max(1, pages));
        var found = await (
            from revision in db.MinutesRevisions.AsNoTracking()
            where revision.MeetingId == meetingId
            join member in db.Members on revision.ById equals member.Id
            orderby revision.Number descending
            select new { revision.Number, revision.At, member.Name, member.Handle }).Skip((page - 1) * PageSize).Take(PageSize + 1).ToListAsync(cancellation);
        // The one behind the page tells what the last on it changed.
        var versions = found.Select((one, place) => new MinutesVersion(one.Number, one.At, MemberSigns.Sign(one.Name, one.Handle), place + 1 < found.Count ? found[place + 1].Number : 0)).Take(PageSize);
        return new MinutesVersions([.. versions], page, pages);
    }

    /// <summary>The texts of two versions, by their numbers; one that there is not is left out.</summary>
    public static Task<Dictionary<int, string>> MinutesTextsAsync(this WhalepaperDb db, int meetingId, int one, int other, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Set<MinutesRevision>().AsNoTracking().Where(revision => revision.MeetingId == meetingId && (revision.Number == one || revision.Number == other))
            .ToDictionaryAsync(revision => revision.Number, revision => revision.Text, cancellation);
    }

    /// <summary>How minutes begin that nobody began: a heading for each talk.</summary>
    public static string Beginning(this MeetingLine meeting)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        return string.Join("\n\n", meeting.Talks.Select(talk => $"## {string.Join(" · ", talk.Titles)}\n\n- "));
    }
}
