using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Meetings.Live;
using Whalepaper.Members.Access;
using Whalepaper.Talks;

namespace Whalepaper.Participation.Certificates;

/// <summary>A certificate that is checked.</summary>
/// <param name="Certificate">The certificate.</param>
/// <param name="Facts">What the group knows now.</param>
/// <param name="IsTrue">Whether that is still what it was when it was made.</param>
public sealed record CheckedCertificate(Certificate Certificate, CertificateFacts Facts, bool IsTrue);

/// <summary>What certificates say.</summary>
public static class CertificateQueries
{
    /// <summary>What a member did in a topic, as a certificate says it; null if there is no such member or topic.</summary>
    /// <param name="db">The data.</param>
    /// <param name="memberId">Whose: their database number.</param>
    /// <param name="number">What the group counts the topic as.</param>
    /// <param name="zone">The group's zone.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<CertificateFacts?> CertificateFactsAsync(this WhalepaperDb db, int memberId, int number, DateTimeZone zone, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        if (await db.Members.Where(m => m.Id == memberId && m.LeftAt == null).Select(m => new { m.Name, m.Handle }).SingleOrDefaultAsync(cancellation) is not { } member
            || await db.FrameAsync(number, now, cancellation) is not { } frame)
            return null;
        var id = frame.Id;
        var topic = await db.Topics.Where(t => t.Id == id).Select(t => new { t.Title, t.Starts, t.Ends }).SingleAsync(cancellation);
        var talks = await db.Talks.Where(t => t.TopicId == id && t.State == TalkState.Given && t.Presenters.Any(p => p.MemberId == memberId))
            .Select(t => new { t.Id, At = t.Meeting == null ? null : (Instant?)t.Meeting.StartsAt, Track = db.Tracks.Where(track => track.Id == t.TrackId).Select(track => track.Code).First(), Titles = t.Papers.OrderBy(p => p.Position).Select(p => p.Paper.Title).ToList() })
            .AsSplitQuery().ToListAsync(cancellation);
        // Whatever became of them since, they were there.
        var turnout = (await db.TurnoutAsync(frame, [memberId], cancellation))[memberId];
        var part = turnout.Part;
        return new(
            memberId, member.Name, member.Handle, id, number, topic.Title, topic.Starts, topic.Ends,
            [.. talks.OrderBy(t => t.At ?? Instant.MinValue).ThenBy(t => t.Id).Select(t => new CertifiedTalk(t.Id, string.Join(" · ", t.Titles), t.Track, t.At?.InZone(zone).Date))],
            part.Attended + turnout.Elsewhere, part.Held - part.Excused + turnout.Elsewhere);
    }

    /// <summary>The certificate of a code, with what the group knows now; null if there is none, or its owner left.</summary>
    public static async Task<CheckedCertificate?> CheckAsync(this WhalepaperDb db, string? typed, DateTimeZone zone, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var code = CheckInCode.Read(typed);
        if (code.Length != Certificate.CodeLength || await db.Certificates.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, cancellation) is not { } certificate)
            return null;
        var number = await db.Topics.Where(t => t.Id == certificate.TopicId).Select(t => t.Number).SingleAsync(cancellation);
        // Of a profile that turned out to be somebody else's too, what counts is credited there by now.
        var owner = await db.Members.Where(m => m.Id == certificate.MemberId).Select(m => m.MergedIntoId ?? m.Id).SingleAsync(cancellation);
        return await db.CertificateFactsAsync(owner, number, zone, now, cancellation) is { } facts ? new(certificate, facts, string.Equals(facts.Digest(), certificate.Digest, StringComparison.Ordinal)) : null;
    }

    /// <summary>Whose certificates somebody may make: their own, and the committee everybody's.</summary>
    internal static async Task<int?> CertifiedByAsync(this WhalepaperDb db, string handle, Actor who, CancellationToken cancellation) =>
        await db.Members.Where(m => m.Handle == handle && m.LeftAt == null && m.MergedIntoId == null).Select(m => (int?)m.Id).SingleOrDefaultAsync(cancellation) is { } id && (who.Is(id) || who.May(Act.DoCommitteeWork)) ? id : null;
}
