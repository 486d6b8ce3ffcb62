using System.Globalization;
using System.Text;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Mail;
using Whalepaper.Tracks;
using Whalepaper.Ui;
using Duration = NodaTime.Duration;

namespace Whalepaper.Meetings;

/// <summary>
/// Writes the invitation that brings one's own talk into one's calendar (RFC 5545, RFC 5546), in the language of who reads it. Its UID is that of the
/// meeting and the talk: it stays when the meeting moves, and a talk that goes to another meeting is another event, so the former is to be cancelled.
/// </summary>
public sealed class TalkInvitation(WhalepaperDb db, MailAtHand mail, IMastheadSource mastheads, PublicAddress house, IStringLocalizer<CalendarTexts> texts)
{
    /// <summary>The invitation of a presenter to their talk, at the meeting at which it stands.</summary>
    /// <param name="talkId">The talk's database number.</param>
    /// <param name="memberId">Who shares it, or, for a cancellation, did.</param>
    /// <param name="cancelled">Whether it is to be taken out of the calendar.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null where there is nothing to invite to, nobody to invite, or no address to invite from.</returns>
    public Task<CalendarInvitation?> OfTalkAsync(int talkId, int memberId, bool cancelled, CancellationToken cancellation) => OfTalkAsync(talkId, memberId, cancelled, null, cancellation);

    /// <summary>The invitation of a presenter to their talk, at the meeting at which it stands or stood.</summary>
    /// <param name="talkId">The talk's database number.</param>
    /// <param name="memberId">Who shares it, or, for a cancellation, did.</param>
    /// <param name="cancelled">Whether it is to be taken out of the calendar.</param>
    /// <param name="meetingId">The meeting that it left; null for the one at which it stands.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null where there is nothing to invite to, nobody to invite, or no address to invite from.</returns>
    public async Task<CalendarInvitation?> OfTalkAsync(int talkId, int memberId, bool cancelled, int? meetingId, CancellationToken cancellation)
    {
        if (await mail.ReadAsync(cancellation) is not { } sender || await ReadAsync(talkId, memberId, meetingId, cancelled, cancellation) is not { } found || found.Email is not { } address)
            return null;
        if (!cancelled && (!found.IsPresenter || found.CancelledAt is not null))
            return null;
        // Who invites oneself is asked by many calendars to answer oneself.
        if (string.Equals(address, sender.From, StringComparison.OrdinalIgnoreCase))
            return null;
        var group = await mastheads.ReadAsync(cancellation);
        var method = cancelled ? CalendarMethod.Cancel : CalendarMethod.Request;
        var calendar = new Ical.Net.Calendar { Method = cancelled ? "CANCEL" : "REQUEST", ProductId = "-//Whalepaper//Whalepaper//EN" };
        var zone = new CalendarZone(group.Zone);
        if (zone.Rules(found.StartsAt, found.EndsAt) is { } rules)
            calendar.AddTimeZone(rules);
        var talk = Event(found, zone, cancelled);
        talk.Organizer = new Organizer($"mailto:{sender.From}") { CommonName = Name(sender.FromName ?? group.Name) };
        talk.Attendees = [new Attendee($"mailto:{address}") { CommonName = Name(found.Name), Role = "REQ-PARTICIPANT", ParticipationStatus = "NEEDS-ACTION", Rsvp = false }];
        calendar.Events.Add(talk);
        return new CalendarInvitation(method, Encoding.UTF8.GetString(CalendarText.Write(calendar)));
    }

    private CalendarEvent Event(Found found, CalendarZone zone, bool cancelled)
    {
        var (start, end) = zone.Span(found.StartsAt, found.EndsAt);
        var link = new Uri(house.Of(string.Create(CultureInfo.InvariantCulture, $"/talks/{found.TalkId}")));
        var titles = string.Join(texts["Talks.And"], found.Titles.Select(PlainLine.Of));
        var summary = $"{found.Track.Mark} · {(titles.Length > 0 ? titles : texts["Summary.Meeting"].Value)}";
        List<string> lines = [$"{texts["Topic", found.Topic]} · {PlainLine.Of(found.Track.NameIn(CultureInfo.CurrentUICulture))}"];
        if (found.CancelledBecause is { } reason)
            lines.Add(texts["Description.Because", PlainLine.Of(reason)]);
        lines.Add(link.AbsoluteUri);
        lines.Add(new Uri(house.Of(string.Create(CultureInfo.InvariantCulture, $"/meetings/{found.MeetingId}"))).AbsoluteUri);
        return new CalendarEvent
        {
            Uid = string.Create(CultureInfo.InvariantCulture, $"{found.Uid}-talk-{found.TalkId}@whalepaper"),
            Sequence = found.Sequence,
            DtStamp = CalendarZone.Utc(found.ChangedAt),
            LastModified = CalendarZone.Utc(found.ChangedAt),
            DtStart = start,
            DtEnd = end,
            Status = cancelled ? "CANCELLED" : "CONFIRMED",
            Summary = cancelled ? texts["Summary.Cancelled", summary] : summary,
            Description = string.Join('\n', lines),
            Url = link,
        };
    }

    // No parameter of a calendar can hold a quotation mark (RFC 5545, 3.1).
    private static string Name(string name) => PlainLine.Of(name).Replace('"', '\'');

    private async Task<Found?> ReadAsync(int talkId, int memberId, int? meetingId, bool cancelled, CancellationToken cancellation) => await (
        from talk in db.Talks.AsNoTracking()
        from meeting in db.Meetings
        join track in db.Tracks on meeting.TrackId equals track.Id
        join topic in db.Topics on meeting.TopicId equals topic.Id
        from member in db.Members
        where talk.Id == talkId && meeting.Id == (meetingId ?? talk.MeetingId) && member.Id == memberId && member.LeftAt == null
        select new Found(
            talk.Id, meeting.Id, meeting.Uid, meeting.Sequence, meeting.StartsAt, meeting.Minutes, meeting.ChangedAt, meeting.CancelledAt, meeting.CancelledBecause, track, topic.Number,
            member.Name, db.Accounts.Where(a => a.MemberId == member.Id).Select(a => a.Email).FirstOrDefault(), talk.Presenters.Any(p => p.MemberId == memberId),
            talk.Papers.Where(p => cancelled || p.ReleasedAt == null).OrderBy(p => p.Position).Select(p => p.Paper.Title).ToList())).SingleOrDefaultAsync(cancellation);

    private sealed record Found(
        int TalkId, int MeetingId, string Uid, int Sequence, Instant StartsAt, int Minutes, Instant ChangedAt, Instant? CancelledAt, string? CancelledBecause, Track Track, int Topic,
        string Name, string? Email, bool IsPresenter, IReadOnlyList<string> Titles)
    {
        public Instant EndsAt => StartsAt + Duration.FromMinutes(Minutes);
    }
}
