using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Participation.Certificates;

/// <summary>Making a certificate, and taking its code back.</summary>
public static class CertificateEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapCertificates(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/members/{handle}/certificates/{topic:int}", Act.KeepOwnAccount, "makeCertificate", "Give a member's certificate of a topic a code, by which anybody can check it; of what has one, it stays the same", MakeAsync);
        doors.Open("DELETE", "/members/{handle}/certificates/{topic:int}", Act.KeepOwnAccount, "takeCertificateBack", "Take the codes of one's own certificate of a topic back: they lead nowhere any more", TakeBackAsync);
    }

    private static async Task<IResult> MakeAsync(string handle, int topic, Submission<NoForm> sent, HttpContext http, WhalepaperDb db, IClock clock, Masthead masthead, IStringLocalizer<CertificateTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await db.CertifiedByAsync(handle, http.Actor(), http.RequestAborted) is not { } id || await db.CertificateFactsAsync(id, topic, masthead.Zone, now, http.RequestAborted) is not { } facts)
            return TypedResults.NotFound();
        var page = $"/members/{Uri.EscapeDataString(handle)}/certificates/{topic}";
        if (facts.IsEmpty)
            sent.Refuse(Submission.Whole, words["Nothing.Text"]);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var digest = facts.Digest();
        if (!await IsMadeAsync())
        {
            db.Add(new Certificate(id, facts.TopicId, digest, http.Actor().MemberId!.Value, now));
            if (!http.Actor().Is(id))
                db.Add(new AuditEntry(AuditActs.CertificateMade, http.Actor().MemberId, id, topic.ToString(CultureInfo.InvariantCulture), null, null, now));
            await db.SaveOnceAsync(IsMadeAsync, http.RequestAborted);
        }

        return sent.Done($"{page}?done=made");

        Task<bool> IsMadeAsync() => db.Certificates.AnyAsync(c => c.MemberId == id && c.TopicId == facts.TopicId && c.Digest == digest, http.RequestAborted);
    }

    // Who it is about lets nobody check it any more; the committee that may make one has no say in that.
    private static async Task<IResult> TakeBackAsync(string handle, int topic, Submission<NoForm> sent, HttpContext http, WhalepaperDb db)
    {
        if (await db.CertifiedByAsync(handle, http.Actor(), http.RequestAborted) is not { } id || !http.Actor().Is(id))
            return TypedResults.NotFound();
        db.RemoveRange(await db.Certificates.Where(c => c.MemberId == id && db.Topics.Any(t => t.Id == c.TopicId && t.Number == topic)).ToListAsync(http.RequestAborted));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"/members/{Uri.EscapeDataString(handle)}/certificates/{topic}?done=gone");
    }
}
