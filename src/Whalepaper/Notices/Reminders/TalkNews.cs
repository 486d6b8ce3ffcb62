using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using NodaTime;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Notices.Chat;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Talks.Handovers;

namespace Whalepaper.Notices.Reminders;

/// <summary>
/// Tells people at once what others did with their talks, offered to them, or changed about a meeting of which they were reminded. It follows from what
/// is saved, whoever saves it, and is saved with it.
/// </summary>
internal sealed class TalkNews(IClock clock) : ISequel
{
    private static readonly Duration lasts = Duration.FromDays(3);

    private static readonly TalkStepKind[] told =
    [
        TalkStepKind.Asked, TalkStepKind.Claimed, TalkStepKind.Accepted, TalkStepKind.Dated, TalkStepKind.Undated, TalkStepKind.Joined, TalkStepKind.Left, TalkStepKind.HandedOver, TalkStepKind.MovedUp, TalkStepKind.Withdrawn,
        TalkStepKind.Cancelled, TalkStepKind.Planned, TalkStepKind.SteppedIn,
    ];

    private static readonly TalkStepKind[] beginnings = [TalkStepKind.Claimed, TalkStepKind.Asked, TalkStepKind.Planned, TalkStepKind.MovedUp, TalkStepKind.Accepted];

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var steps = changed.Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity).OfType<TalkStep>().Where(step => told.Contains(step.Kind)).ToList();
        // Who is taken off as somebody steps in, is nowhere to be found once it is saved.
        var replaced = changed.Where(entry => entry.State is EntityState.Deleted).Select(entry => entry.Entity).OfType<TalkPresenter>().ToLookup(place => place.TalkId, place => place.MemberId);
        var offers = changed.Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity).OfType<Handover>().ToList();
        var meetings = changed.Where(entry => entry is { State: EntityState.Modified, Entity: Meeting } && (entry.Property(nameof(Meeting.StartsAt)).IsModified || entry.Property(nameof(Meeting.CancelledAt)).IsModified))
            .Select(entry => new ChangedMeeting((Meeting)entry.Entity, (Instant)entry.Property(nameof(Meeting.StartsAt)).OriginalValue!)).ToList();
        return steps.Count + offers.Count + meetings.Count == 0 ? null : cancellation => TellAsync(db, steps, replaced, offers, meetings, cancellation);
    }

    private async Task TellAsync(WhalepaperDb db, List<TalkStep> steps, ILookup<int, int> replaced, List<Handover> offers, List<ChangedMeeting> changed, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var meetings = changed.FindAll(one => one.Meeting.StartsAt > now);
        var news = new List<News>();
        if (steps.Count > 0)
            news.AddRange(await OfStepsAsync(db, steps, replaced, now, cancellation));
        if (offers.Exists(offer => offer.ToId is not null))
            news.AddRange(await OfOffersAsync(db, offers.FindAll(offer => offer.ToId is not null), cancellation));
        if (meetings.Count > 0)
        {
            news.AddRange(await OfMeetingsAsync(db, meetings, now, cancellation));
            await PostAsync(db, meetings, now, cancellation);
        }

        if (news.Count > 0)
            await WriteAsync(db, news, now, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task PostAsync(WhalepaperDb db, List<ChangedMeeting> meetings, Instant now, CancellationToken cancellation)
    {
        // Few groups have chats, and a new weekly hour moves a whole topic.
        if (!await db.Channels.AnyAsync(cancellation))
            return;
        var chats = new ChatPosting(db, clock);
        foreach (var (meeting, _) in meetings)
            await chats.PostAsync(ChatOccasions.Meeting, meeting.TrackId, ReminderKinds.ChangeOf(meeting.Id, meeting.Sequence), ReminderKinds.MeetingNews, Number(meeting.Id), now, meeting.StartsAt, cancellation);
    }

    private static async Task WriteAsync(WhalepaperDb db, List<News> news, Instant now, CancellationToken cancellation)
    {
        List<int> members = [.. news.Select(one => one.MemberId).Distinct()];
        var zones = await db.Members.Where(m => EF.Parameter(members).Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.ZoneId, cancellation);
        var (quiet, group, preferences) = (ReminderLadder.Quiet(await db.SettingsAsync(cancellation)), await ZoneAsync(db, cancellation), new MessagePreferences(db));
        foreach (var sort in news.GroupBy(one => (one.Kind, one.TrackId)))
        {
            var ways = await preferences.WantedAsync(sort.Key.Kind, [.. sort.Select(one => one.MemberId).Distinct()], sort.Key.TrackId, cancellation);
            foreach (var one in sort)
            {
                // What is told of an hour is of no use after it.
                var until = one.Hour is { } hour && hour > now ? Instant.Min(hour, now + lasts) : now + lasts;
                if (ways[one.MemberId].Inbox && !one.IsLetterOnly)
                    db.Add(Delivery.Of(one.Occasion, Recipient.Member(one.MemberId), ChannelNames.Inbox, one.Kind, one.About, now, until, now));
                if (!ways[one.MemberId].Mail)
                    continue;
                // The inbox wakes nobody; a letter waits for the morning, unless somebody would then come in vain, or not at all.
                var first = one.First is { } before && before > now ? Instant.Min(before, until) : until;
                var due = Instant.Max(now, quiet.Shift(now, first, OwnZone.Of(zones.GetValueOrDefault(one.MemberId), group)));
                db.Add(Delivery.Of(one.Occasion, Recipient.Member(one.MemberId), ChannelNames.Mail, one.Kind, one.About, due, until, now));
            }
        }
    }

    private static async Task<IEnumerable<News>> OfStepsAsync(WhalepaperDb db, List<TalkStep> steps, ILookup<int, int> replaced, Instant now, CancellationToken cancellation)
    {
        List<int> ids = [.. steps.Select(step => step.TalkId).Distinct()];
        var talks = await db.Talks.Where(t => EF.Parameter(ids).Contains(t.Id))
            .Select(t => new { t.Id, At = t.Meeting == null ? null : (Instant?)t.Meeting.StartsAt, IsOnlyAsked = t.NeedsWord && t.Acceptance == null }).ToDictionaryAsync(t => t.Id, cancellation);
        var presenters = (await db.TalkPresenters.Where(p => EF.Parameter(ids).Contains(p.TalkId)).Select(p => new { p.TalkId, p.MemberId }).ToListAsync(cancellation)).ToLookup(p => p.TalkId, p => p.MemberId);
        var hours = (await db.TalkSteps.Where(s => EF.Parameter(ids).Contains(s.TalkId) && s.Date != null && s.Date > now).Select(s => new { s.TalkId, s.Id, s.Date }).ToListAsync(cancellation)).ToLookup(s => s.TalkId);
        var tellsOfHandovers = steps.Exists(step => step.Kind is TalkStepKind.HandedOver) && SettingsCatalogue.HandoverRule.Of(await db.SettingsAsync(cancellation)) is not "none";
        bool IsForCommittee(TalkStep step) => step is { Kind: TalkStepKind.Withdrawn, IsLate: true } || (step.Kind is TalkStepKind.HandedOver && tellsOfHandovers);
        var committee = steps.Exists(IsForCommittee) ? await db.Members.Where(m => m.Role != Role.None && m.ClaimedAt != null && m.LeftAt == null).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation) : [];
        // Whoever claims, is planned for or moves up has the date with it.
        var begun = steps.Where(step => beginnings.Contains(step.Kind)).Select(step => step.TalkId).ToHashSet();
        return
            from step in steps
            where (step.Kind is not TalkStepKind.Dated || !begun.Contains(step.TalkId)) && !(step.Kind is TalkStepKind.Withdrawn && talks[step.TalkId].IsOnlyAsked)
            let hour = talks[step.TalkId].At ?? step.Date
            let first = hours[step.TalkId].Where(s => s.Id <= step.Id).OrderByDescending(s => s.Id).Take(2).Select(s => s.Date).Append(hour).Min()
            from one in OfStep(step, presenters[step.TalkId], replaced[step.TalkId], IsForCommittee(step) ? committee : [])
            select one with { Hour = hour, First = first };
    }

    private static IEnumerable<News> OfStep(TalkStep step, IEnumerable<int> presenters, IEnumerable<int> replaced, IEnumerable<int> committee)
    {
        var (occasion, about) = ($"{ReminderKinds.OccasionsOf(step.TalkId)}step:{step.Id}", Number(step.Id));
        var (by, whom) = (step.ById ?? step.By?.Id, step.WhomId ?? step.Whom?.Id);
        // Of a hand-over both hear: who gave it learns that it was taken. Whom somebody else took off hears of it too.
        var own = (step.Kind is TalkStepKind.SteppedIn ? replaced.Concat(presenters).Where(member => member != by)
            : step.Kind is TalkStepKind.HandedOver ? presenters.Concat(by is { } giver ? [giver] : [])
            : step.Kind is TalkStepKind.Left && whom is { } leaver ? presenters.Append(leaver).Where(member => member != by)
            : presenters.Where(member => member != by)).ToHashSet();
        // A calendar that holds the former date must let it go, whoever set the new one; and so must that of who left by choice.
        IEnumerable<int> former = step.Kind is TalkStepKind.Dated ? presenters : step.Kind is TalkStepKind.Left && whom is { } gone && gone == by ? [gone] : [];
        return former.Select(member => new News($"{occasion}:left", member, ReminderKinds.News, $"{about}:left", IsLetterOnly: true))
            .Concat(own.Select(member => new News(occasion, member, ReminderKinds.News, about)))
            .Concat(committee.Where(member => member != by && !own.Contains(member)).Select(member => new News(occasion, member, ReminderKinds.CommitteeNews, about)));
    }

    private static async Task<IEnumerable<News>> OfOffersAsync(WhalepaperDb db, List<Handover> offers, CancellationToken cancellation)
    {
        List<int> ids = [.. offers.Select(offer => offer.TalkId).Distinct()];
        var hours = await db.Talks.Where(t => EF.Parameter(ids).Contains(t.Id)).Select(t => new { t.Id, At = t.Meeting == null ? null : (Instant?)t.Meeting.StartsAt }).ToDictionaryAsync(t => t.Id, t => t.At, cancellation);
        return offers.Select(offer => new News($"{ReminderKinds.OccasionsOf(offer.TalkId)}offer:{offer.Id}", offer.ToId!.Value, ReminderKinds.Offer, Number(offer.Id), Hour: hours[offer.TalkId]));
    }

    // To presenters it is news of their talk, and to nobody twice.
    private static async Task<IEnumerable<News>> OfMeetingsAsync(WhalepaperDb db, List<ChangedMeeting> meetings, Instant now, CancellationToken cancellation)
    {
        List<int> ids = [.. meetings.Select(one => one.Meeting.Id)];
        var presenters = await (
            from talk in db.Talks.Ahead()
            where talk.MeetingId != null && EF.Parameter(ids).Contains(talk.MeetingId.Value)
            join presenter in db.TalkPresenters on talk.Id equals presenter.TalkId
            select new { MeetingId = talk.MeetingId!.Value, presenter.TalkId, presenter.MemberId }).ToListAsync(cancellation);
        var own = presenters.Select(one => (one.MeetingId, one.MemberId)).ToHashSet();
        var reminded = await RemindedAsync(db, meetings, cancellation);
        var changed = meetings.ToDictionary(one => one.Meeting.Id);
        return presenters
            .Select(one => new News($"{ReminderKinds.OccasionsOf(one.TalkId)}meeting:{one.MeetingId}:{changed[one.MeetingId].Meeting.Sequence}", one.MemberId, ReminderKinds.News, $"meeting:{one.MeetingId}:{one.TalkId}", one.MeetingId))
            .Concat(reminded.Where(one => !own.Contains(one)).Select(one => new News(
                ReminderKinds.ChangeOf(one.MeetingId, changed[one.MeetingId].Meeting.Sequence), one.MemberId, ReminderKinds.MeetingNews, Number(one.MeetingId), one.MeetingId, changed[one.MeetingId].Meeting.TrackId)))
            .Select(one => one with { Hour = changed[one.MeetingId].Meeting.StartsAt, First = changed[one.MeetingId].First(now) });
    }

    // Whoever was told of the old hour, by a reminder or by news of an earlier change, is told of the new one; all others find it where they look.
    private static async Task<IEnumerable<(int MeetingId, int MemberId)>> RemindedAsync(WhalepaperDb db, List<ChangedMeeting> meetings, CancellationToken cancellation)
    {
        var zone = await ZoneAsync(db, cancellation);
        var occasions = meetings.SelectMany(one => one.Occasions(zone)).ToDictionary(one => one.Occasion, one => one.MeetingId, StringComparer.Ordinal);
        string[] named = [.. occasions.Keys];
        var heard = await db.Deliveries.Where(d => EF.Parameter(named).Contains(d.Occasion) && d.MemberId != null && (d.State == DeliveryState.Sent || (d.Kind == ReminderKinds.MeetingNews && d.State == DeliveryState.Waiting)))
            .Select(d => new { d.Occasion, MemberId = d.MemberId!.Value }).Distinct().ToListAsync(cancellation);
        return heard.Select(one => (occasions[one.Occasion], one.MemberId)).Distinct();
    }

    private static async Task<DateTimeZone> ZoneAsync(WhalepaperDb db, CancellationToken cancellation) =>
        OwnZone.Of(await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.ZoneId).SingleAsync(cancellation), DateTimeZone.Utc);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record ChangedMeeting(Meeting Meeting, Instant Former)
    {
        // So many of its changes are looked at; what was told before those was told again since.
        private const int Changes = 40;

        /// <summary>Before when its news must be heard: at the earlier of its hours somebody would come.</summary>
        public Instant First(Instant now) => Former > now ? Instant.Min(Former, Meeting.StartsAt) : Meeting.StartsAt;

        public IEnumerable<(string Occasion, int MeetingId)> Occasions(DateTimeZone zone) => new[] { ReminderLadder.Eve, ReminderLadder.Hours }.Select(word => ReminderWants.Occasion("meeting", Meeting.Id, word, Former, zone))
            .Concat(Enumerable.Range(Math.Max(0, Meeting.Sequence - Changes), Math.Min(Changes, Meeting.Sequence)).Select(change => ReminderKinds.ChangeOf(Meeting.Id, change))).Select(occasion => (occasion, Meeting.Id));
    }

    // Its hour ends its use, and before the first of all hours that it is about it should be heard.
    private sealed record News(string Occasion, int MemberId, string Kind, string About, int MeetingId = 0, int? TrackId = null, bool IsLetterOnly = false, Instant? Hour = null, Instant? First = null);
}
