using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Admission;
using Whalepaper.Data;
using Whalepaper.Improving;
using Whalepaper.Members.Access;
using Whalepaper.Notices.Board;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Participation;
using Whalepaper.Participation.Closing;
using Whalepaper.Talks;
using Whalepaper.Topics.Board;

namespace Whalepaper.Members.Me;

/// <summary>All that the house knows of a member, as a file of JSON documents. Secrets are kept as hashes, and those are left out.</summary>
public static class OwnData
{
    private static readonly JsonSerializerOptions style = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Packs it.</summary>
    public static async Task<byte[]> OwnDataAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        using var bytes = new MemoryStream();
        await using (var pack = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            await AddAsync(pack, "profile.json", await ProfileAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "talks.json", await TalksAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "materials.json", await MaterialsAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "sign-ins.json", await SignInsAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "tokens.json", await TokensAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "claims.json", await ClaimsAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "proposals.json", await ProposalsAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "wishes.json", await WishesAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "turns.json", await TurnsAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "planning.json", await PlanningAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "participation.json", await db.ActsOfAsync(memberId, cancellation), cancellation);
            await AddAsync(pack, "closings.json", await db.ClosingsOfAsync(memberId, cancellation), cancellation);
            await AddAsync(pack, "applications.json", await db.ApplicationsOfAsync(memberId, cancellation), cancellation);
            await AddAsync(pack, "improving.json", await db.ImprovingOfAsync(memberId, cancellation), cancellation);
            await AddAsync(pack, "messages.json", await MessagesAsync(db, memberId, cancellation), cancellation);
            await AddAsync(pack, "audit.json", await AuditAsync(db, memberId, cancellation), cancellation);
        }

        return bytes.ToArray();
    }

    private static async Task AddAsync(ZipArchive pack, string name, object content, CancellationToken cancellation)
    {
        await using var file = await pack.CreateEntry(name).OpenAsync(cancellation);
        await JsonSerializer.SerializeAsync(file, content, content.GetType(), style, cancellation);
    }

    private static async Task<object> ProfileAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == id, cancellation);
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.MemberId == id, cancellation);
        var logins = await db.Set<IdentityUserLogin<int>>().AsNoTracking().Where(login => login.UserId == account.Id).Select(login => new { Provider = login.LoginProvider, Subject = login.ProviderKey, Label = login.ProviderDisplayName }).ToListAsync(cancellation);
        var asked = await db.AddressChanges.AsNoTracking().Where(c => c.AccountId == account.Id).Select(c => c.Email).SingleOrDefaultAsync(cancellation);
        var tracks = await (from followed in db.Set<FollowedTrack>() join track in db.Tracks on followed.TrackId equals track.Id where followed.MemberId == id orderby track.Position select track.Code).ToListAsync(cancellation);
        var earlier = await (from followed in db.Set<EarlierFollow>() join track in db.Tracks on followed.TrackId equals track.Id where followed.MemberId == id orderby followed.Id select new { Track = track.Code, followed.Since, followed.Until }).ToListAsync(cancellation);
        return new
        {
            member.Handle,
            member.Name,
            account.Email,
            LinkedTo = logins,
            EmailAskedFor = asked,
            member.Bio,
            member.Interests,
            member.Links,
            Tracks = tracks,
            EarlierTracks = earlier.ConvertAll(one => new { one.Track, Since = Said(one.Since), Until = Said(one.Until) }),
            Readers = member.Readers.ToString(),
            member.Language,
            Zone = member.ZoneId,
            Standing = member.Standing.ToString(),
            StandingSince = Said(member.StandingSince),
            Role = member.Role.ToString(),
            KnownSince = Said(member.KnownSince),
            JoinedAt = Said(member.ClaimedAt),
        };
    }

    private static async Task<object> TalksAsync(WhalepaperDb db, int id, CancellationToken cancellation) =>
        (await (
            from talk in db.Talks
            join topic in db.Topics on talk.TopicId equals topic.Id
            join track in db.Tracks on talk.TrackId equals track.Id
            where talk.Presenters.Any(p => p.MemberId == id)
            orderby talk.Id
            select new { talk.Id, Topic = topic.Number, Track = track.Code, At = talk.Meeting == null ? null : (Instant?)talk.Meeting.StartsAt, Given = talk.Giving != null, Titles = talk.Papers.Where(p => p.ReleasedAt == null).OrderBy(p => p.Position).Select(p => p.Paper.Title).ToList() })
            .AsSplitQuery().ToListAsync(cancellation)).ConvertAll(talk => new { talk.Id, talk.Topic, talk.Track, At = Said(talk.At), talk.Given, talk.Titles });

    // The files themselves are where the talks are; here is which are theirs.
    private static async Task<object> MaterialsAsync(WhalepaperDb db, int id, CancellationToken cancellation) =>
        (await db.Materials.AsNoTracking().Where(m => m.AddedById == id).OrderBy(m => m.Id).Select(m => new { Line = new { m.Id, m.TalkId, m.Kind, m.Title, m.Link, m.IsPublic, m.AddedAt }, m.File }).ToListAsync(cancellation))
            .ConvertAll(m => new
            {
                Talk = m.Line.TalkId,
                Kind = m.Line.Kind.ToString(),
                m.Line.Title,
                Link = m.File is { } file ? MaterialFile.Href(m.Line.Id, file.Name) : m.Line.Link,
                Bytes = m.File?.Length,
                m.File?.Sha256,
                m.Line.IsPublic,
                AddedAt = Said(m.Line.AddedAt),
            });

    private static async Task<object> ProposalsAsync(WhalepaperDb db, int id, CancellationToken cancellation) =>
        (await db.Proposals.AsNoTracking().Where(p => p.ById == id).OrderBy(p => p.Id)
            .Select(p => new { Topic = p.List.Topic.Number, Track = p.List.Track.Code, p.Paper.Title, Works = p.Paper.Works.OrderBy(w => w.Position).Select(w => new { w.Title, w.Link }).ToList(), p.Why, p.At, p.End, p.EndedAt, p.Answer }).AsSplitQuery().ToListAsync(cancellation))
            .ConvertAll(p => new { p.Topic, p.Track, p.Title, p.Works, p.Why, At = Said(p.At), End = p.End?.ToString(), EndedAt = Said(p.EndedAt), p.Answer });

    private static async Task<object> WishesAsync(WhalepaperDb db, int id, CancellationToken cancellation) =>
        (await (
            from wish in db.Wishes
            join paper in db.Papers on wish.PaperId equals paper.Id
            join topic in db.Topics on wish.TopicId equals topic.Id
            join track in db.Tracks on wish.TrackId equals track.Id
            where wish.MemberId == id
            orderby wish.At
            select new { Topic = topic.Number, Track = track.Code, paper.Title, wish.Presents, wish.At }).ToListAsync(cancellation))
            .ConvertAll(w => new { w.Topic, w.Track, w.Title, w.Presents, At = Said(w.At) });

    private static async Task<object> TurnsAsync(WhalepaperDb db, int id, CancellationToken cancellation) => new
    {
        AwayDays = (await db.AwayDays.AsNoTracking().Where(days => days.MemberId == id).OrderBy(days => days.From).ToListAsync(cancellation)).ConvertAll(days => new { From = LocalDatePattern.Iso.Format(days.From), To = LocalDatePattern.Iso.Format(days.To), LeaveSaidAt = Said(days.LeaveAt), ByCommittee = days.LeaveById is not null, Reason = days.LeaveReason }),
        WaitingFor = await (from place in db.WaitingPlaces join entry in db.Entries on place.EntryId equals entry.Id where place.MemberId == id orderby place.At select entry.Paper.Title).ToListAsync(cancellation),
        StandingByAt = (await (from standby in db.Standbys join meeting in db.Meetings on standby.MeetingId equals meeting.Id where standby.MemberId == id orderby meeting.StartsAt select meeting.StartsAt).ToListAsync(cancellation)).ConvertAll(at => Said(at)),
        Offers = (await db.Handovers.AsNoTracking().Where(h => h.FromId == id || h.ToId == id || h.TakenById == id).OrderBy(h => h.Id)
            .Select(h => new { h.TalkId, ByMe = h.FromId == id, ToMe = h.ToId == id, TakenByMe = h.TakenById == id, h.SwapId, h.Word, h.At, h.IsLate, h.End, h.EndedAt }).ToListAsync(cancellation))
            .ConvertAll(h => new { h.TalkId, h.ByMe, h.ToMe, h.TakenByMe, SwapWith = h.SwapId, h.Word, At = Said(h.At), Late = h.IsLate, End = h.End?.ToString(), EndedAt = Said(h.EndedAt) }),
        Steps = (await db.TalkSteps.AsNoTracking().Where(s => s.ById == id || s.WhomId == id).OrderBy(s => s.Id).Select(s => new { s.TalkId, s.Kind, s.At, ByMe = s.ById == id, s.Word, s.IsLate }).ToListAsync(cancellation))
            .ConvertAll(s => new { s.TalkId, Step = s.Kind.ToString(), At = Said(s.At), s.ByMe, s.Word, Late = s.IsLate }),
    };

    // What the committee only thinks of doing with somebody is its own until it is published.
    private static async Task<object> PlanningAsync(WhalepaperDb db, int id, CancellationToken cancellation) => new
    {
        Steps = (await (from step in db.Set<DraftStep>() join topic in db.Topics on step.TopicId equals topic.Id where step.ById == id orderby step.Id select new { Topic = topic.Number, step.Act, step.At }).ToListAsync(cancellation))
            .ConvertAll(step => new { step.Topic, Act = step.Act.ToString(), At = Said(step.At) }),
        Releases = (await (from release in db.PlanReleases join topic in db.Topics on release.TopicId equals topic.Id where release.ById == id orderby release.Id select new { Topic = topic.Number, release.Number, release.Word, release.At }).ToListAsync(cancellation))
            .ConvertAll(release => new { release.Topic, release.Number, release.Word, At = Said(release.At) }),
    };

    // What letters said is for their readers: it is sealed while they wait, and gone once they are sent.
    private static async Task<object> MessagesAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var email = await db.Accounts.Where(a => a.MemberId == id).Select(a => a.Email).SingleAsync(cancellation);
        var address = Recipient.At(email!).Key;
        var paused = await db.PausedAddresses.AsNoTracking().SingleOrDefaultAsync(p => p.Address == Recipient.KeyOf(email!), cancellation);
        return new
        {
            Deliveries = (await db.Deliveries.AsNoTracking().Where(d => d.MemberId == id || d.Recipient == address).OrderBy(d => d.Id).ToListAsync(cancellation))
                .ConvertAll(d => new { d.Channel, d.Kind, At = Said(d.At), Due = Said(d.Due), State = d.State.ToString(), d.Attempts, EndedAt = Said(d.EndedAt), d.Result }),
            Inbox = (await db.InboxItems.AsNoTracking().Where(i => i.MemberId == id).OrderBy(i => i.Id).ToListAsync(cancellation))
                .ConvertAll(i => new { i.Subject, i.Text, i.Link, At = Said(i.At), ReadAt = Said(i.ReadAt) }),
            NoticesRead = (await db.NoticeReadings.AsNoTracking().Where(r => r.MemberId == id).OrderBy(r => r.NoticeId).ToListAsync(cancellation)).ConvertAll(r => new { Notice = r.NoticeId, At = Said(r.At) }),
            NoticesWritten = await NoticesAsync(db, id, cancellation),
            NoticeChanges = (await db.Notices.AsNoTracking().Where(n => n.SuggestedById == id).OrderBy(n => n.Id).ToListAsync(cancellation)).ConvertAll(n => new { n.Id, Title = n.SuggestedTitle, Text = n.SuggestedText, At = Said(n.SuggestedAt) }),
            Choices = await db.NotificationsOfAsync(id, MessageKinds.All, cancellation),
            AddressPaused = paused is null ? null : new { At = Said(paused.At), paused.Why },
        };
    }

    // What they began, others may have written on, as long as they were of the committee and after: such words are theirs only where they may read them anyway.
    private static async Task<object> NoticesAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        var member = await db.Members.AsNoTracking().SingleAsync(m => m.Id == id, cancellation);
        var who = new Actor(id, member.Handle, member.Name, member.Standing, member.Role, null, null);
        var open = await db.NoticesOpenTo(who).Where(n => n.WrittenById == id).Select(n => n.Id).ToListAsync(cancellation);
        return (await db.Notices.AsNoTracking().Where(n => n.WrittenById == id).OrderBy(n => n.Id).ToListAsync(cancellation)).ConvertAll(n =>
        {
            var readable = n.ChangedById == id || open.Contains(n.Id);
            return new { n.Id, Title = readable ? n.Title : null, Text = readable ? n.Text : null, At = Said(n.WrittenAt) };
        });
    }

    private static async Task<object> SignInsAsync(WhalepaperDb db, int id, CancellationToken cancellation) =>
        (await db.SignIns.AsNoTracking().Where(s => db.Accounts.Any(a => a.Id == s.AccountId && a.MemberId == id)).OrderBy(s => s.Id).ToListAsync(cancellation))
            .ConvertAll(s => new { At = Said(s.At), LastUsedAt = Said(s.LastUsedAt), EndedAt = Said(s.EndedAt), Way = s.Way.ToString(), s.Browser, s.Network });

    private static async Task<object> TokensAsync(WhalepaperDb db, int id, CancellationToken cancellation) =>
        (await db.ApiTokens.AsNoTracking().Where(t => t.MemberId == id).OrderBy(t => t.Id).ToListAsync(cancellation))
            .ConvertAll(t => new { t.Name, Scope = t.Scope.ToString(), At = Said(t.At), ExpiresAt = Said(t.ExpiresAt), LastUsedAt = Said(t.LastUsedAt), RevokedAt = Said(t.RevokedAt) });

    private static async Task<object> ClaimsAsync(WhalepaperDb db, int id, CancellationToken cancellation) =>
        (await db.ProfileClaims.AsNoTracking().Include(c => c.Profile).Where(c => c.ById == id).OrderBy(c => c.Id).ToListAsync(cancellation))
            .ConvertAll(c => new { Profile = c.Profile.Name, c.Word, At = Said(c.At), End = c.End?.ToString(), EndedAt = Said(c.EndedAt), c.Answer });

    private static async Task<object> AuditAsync(WhalepaperDb db, int id, CancellationToken cancellation)
    {
        // What the committee decides about somebody is its own until it is carried out.
        var hidden = await db.UndoneDecisionsAsync(id, cancellation);
        return (await db.AuditEntries.AsNoTracking().Where(e => (e.MemberId == id || e.ById == id) && !EF.Parameter(hidden).Contains(e.Id)).OrderBy(e => e.Id).ToListAsync(cancellation))
            .ConvertAll(e => new { At = Said(e.At), e.Act, ByMe = e.ById == id, OfMe = e.MemberId == id, e.Subject, e.Before, e.After });
    }

    private static string? Said(Instant? at) => at is { } instant ? InstantPattern.General.Format(instant) : null;
}
