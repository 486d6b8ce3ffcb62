using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Ledger;

/// <summary>What the committee writes into the ledger by hand, and takes back.</summary>
public static class LedgerEndpoints
{
    /// <summary>Adds the commands.</summary>
    public static void MapLedger(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", "/members/{handle}/participation/{topic:int}/entries", Act.DoCommitteeWork, "addLedgerEntry", "Write an entry into a member's ledger, with points and a reason; sent again with the same key, it is written once", AddAsync);
        doors.Open("DELETE", "/participation/entries/{id:int}", Act.DoCommitteeWork, "takeBackLedgerEntry", "Take an entry of the committee back; it stays to be seen", TakeBackAsync);
    }

    private static async Task<IResult> AddAsync(string handle, int topic, Submission<ManualEntryForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await db.MemberOfHandleAsync(handle, http.RequestAborted) is not { } member || await db.OpenedTopicAsync(topic, http.RequestAborted) is not { } its)
            return TypedResults.NotFound();
        var (me, page) = (http.Actor().MemberId!.Value, ParticipationPaths.PageOf(handle, topic));
        if (member.Id == me)
            sent.Refuse(Submission.Whole, words["Manual.Own"]);
        if (Points(sent.Form.Points) is not { } points || !ManualEntry.IsPoints(points))
        {
            sent.Refuse("points", words["Manual.Points.Wrong", ManualEntry.MostPoints]);
            points = 1;
        }

        if (string.IsNullOrWhiteSpace(sent.Form.Reason))
            sent.Refuse("reason", words["Manual.Reason.Missing"]);
        var track = await TrackAsync(its.Id, sent, db, words, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        // A program need not think of a key.
        var key = string.IsNullOrWhiteSpace(sent.Form.Key) ? Guid.NewGuid().ToString("N") : sent.Form.Key;
        var now = clock.GetCurrentInstant();
        if (!await IsWrittenAsync())
        {
            db.Add(new ManualEntry(member.Id, its.Id, track!.Value, points, sent.Form.Reason!, me, key, now));
            db.Add(new AuditEntry(AuditActs.LedgerAdded, me, member.Id, string.Create(CultureInfo.InvariantCulture, $"{topic}"), null, points.ToString(CultureInfo.InvariantCulture), now));
            await db.SaveOnceAsync(IsWrittenAsync, http.RequestAborted);
        }

        return sent.Done($"{page}?done=written#ledger");

        Task<bool> IsWrittenAsync() => db.ManualEntries.AnyAsync(m => m.ById == me && m.Key == key, http.RequestAborted);
    }

    private static async Task<int?> TrackAsync(int topicId, Submission<ManualEntryForm> sent, WhalepaperDb db, IStringLocalizer<ParticipationTexts> words, CancellationToken cancellation)
    {
        var code = sent.Form.Track?.Trim();
        var track = await db.TopicTracks.Where(t => t.TopicId == topicId && t.Track.Code == code).Select(t => (int?)t.TrackId).SingleOrDefaultAsync(cancellation);
        if (track is null)
            sent.Refuse("track", words["Manual.Track.Wrong"]);
        return track;
    }

    private static async Task<IResult> TakeBackAsync(int id, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        if (await db.ManualEntries.SingleOrDefaultAsync(m => m.Id == id, http.RequestAborted) is not { } manual)
            return TypedResults.NotFound();
        var of = await db.Members.Where(m => m.Id == manual.MemberId).Select(m => m.Handle).SingleAsync(http.RequestAborted);
        var topic = await db.Topics.Where(t => t.Id == manual.TopicId).Select(t => t.Number).SingleAsync(http.RequestAborted);
        var (me, page) = (http.Actor().MemberId!.Value, ParticipationPaths.PageOf(of, topic));
        if (manual.MemberId == me)
        {
            sent.Refuse(Submission.Whole, words["Manual.Own"]);
            return sent.Refused(http, page);
        }

        // Taken back twice is taken back.
        if (manual.TakenBackAt is null)
        {
            var now = clock.GetCurrentInstant();
            manual.TakeBack(me, now);
            db.Add(new AuditEntry(AuditActs.LedgerTakenBack, me, manual.MemberId, string.Create(CultureInfo.InvariantCulture, $"{topic}"), manual.Points.ToString(CultureInfo.InvariantCulture), null, now));
            await db.SaveChangesAsync(http.RequestAborted);
        }

        return sent.Done($"{page}?done=taken-back#ledger");
    }

    private static decimal? Points(string? typed) =>
        decimal.TryParse(typed?.Trim().Normalize(System.Text.NormalizationForm.FormKC).Replace('−', '-'), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var points) ? points : null;
}

/// <summary>An entry of the committee.</summary>
/// <param name="Points">How much it counts, in halves from -100 to 100.</param>
/// <param name="Track">The code of the track.</param>
/// <param name="Reason">Why.</param>
/// <param name="Key">Any text that is new with each entry. Given where it is missing.</param>
public sealed record ManualEntryForm([Longest(10)] string? Points, [Longest(40)] string? Track, [Longest(ManualEntry.ReasonMaximum)] string? Reason, [Unseen, Longest(40)] string? Key);
