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
        TalkStepKind.Accepted, TalkStepKind.Dated, TalkStepKind.Undated, TalkStepKind.Joined, TalkStepKind.Left, TalkStepKind.HandedOver, TalkStepKind.MovedUp, TalkStepKind.Withdrawn, TalkStepKind.Cancelled, TalkStepKind.Planned,
    ];

    private static readonly TalkStepKind[] beginnings = [TalkStepKind.Claimed, TalkStepKind.Asked, TalkStepKind.Planned, TalkStepKind.MovedUp, TalkStepKind.Accepted];

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var steps = changed.Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity).OfType<TalkStep>().Where(step => told.Contains(step.Kind) || beginnings.Contains(step.Kind)).ToList();
        var offers = changed.Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity).OfType<Handover>().ToList();
        var meetings = changed.Where(entry => entry is { State: EntityState.Modified, Entity: Meeting } && (entry.Property(nameof(Meeting.StartsAt)).IsModified || entry.Property(nameof(Meeting.CancelledAt)).IsModified))
            .Select(entry => (Meeting)entry.Entity).ToList();
        return steps.Count + offers.Count + meetings.Count == 0 ? null : cancellation => TellAsync(db, steps, offers, meetings, cancellation);
    }

    private async Task TellAsync(WhalepaperDb db, List<TalkStep> steps, List<Handover> offers, List<Meeting> meetings, CancellationToken cancellation)
    {
        var news = new List<News>();
        news.AddRange(await OfStepsAsync(db, steps.FindAll(step => told.Contains(step.Kind)), steps.Where(step => beginnings.Contains(step.Kind)).Select(step => step.TalkId), cancellation));
        news.AddRange(offers.Where(offer => offer.ToId is not null).Select(offer => new News($"talk:{offer.TalkId}:offer:{offer.Id}", offer.ToId!.Value, ReminderKinds.Offer, Number(offer.Id))));
        news.AddRange(await OfMeetingsAsync(db, meetings, cancellation));
        await PostAsync(db, meetings, cancellation);
        if (news.Count > 0)
            await WriteAsync(db, news, cancellation);
        await db.SaveChangesAsync(cancellation);
    }

    private async Task PostAsync(WhalepaperDb db, List<Meeting> meetings, CancellationToken cancellation)
    {
        // Few groups have chats, and a new weekly hour moves a whole topic.
        if (meetings.Count == 0 || !await db.Channels.AnyAsync(cancellation))
            return;
        var (chats, now) = (new ChatPosting(db, clock), clock.GetCurrentInstant());
        foreach (var meeting in meetings.Where(meeting => meeting.StartsAt > now))
            await chats.PostAsync(ChatOccasions.Meeting, meeting.TrackId, $"meeting:{meeting.Id}:change:{meeting.Sequence}", ReminderKinds.MeetingNews, Number(meeting.Id), now, meeting.StartsAt, cancellation);
    }

    private async Task WriteAsync(WhalepaperDb db, List<News> news, CancellationToken cancellation)
    {
        List<int> members = [.. news.Select(one => one.MemberId).Distinct()];
        var zones = await db.Members.Where(m => EF.Parameter(members).Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => m.ZoneId, cancellation);
        var (quiet, group) = (ReminderLadder.Quiet(await db.SettingsAsync(cancellation)), await db.Groups.Where(g => g.Id == Group.TheOne).Select(g => g.ZoneId).SingleAsync(cancellation));
        var (now, preferences) = (clock.GetCurrentInstant(), new MessagePreferences(db));
        foreach (var kind in news.GroupBy(one => one.Kind, StringComparer.Ordinal))
        {
            var ways = await preferences.WantedAsync(kind.Key, [.. kind.Select(one => one.MemberId).Distinct()], null, cancellation);
            foreach (var one in kind)
            {
                if (ways[one.MemberId].Inbox && !one.IsLetterOnly)
                    db.Add(Delivery.Of(one.Occasion, Recipient.Member(one.MemberId), ChannelNames.Inbox, one.Kind, one.About, now, now + lasts, now));
                // The inbox wakes nobody; a letter waits for the morning.
                var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zones.GetValueOrDefault(one.MemberId) ?? group) ?? DateTimeZone.Utc;
                if (ways[one.MemberId].Mail)
                    db.Add(Delivery.Of(one.Occasion, Recipient.Member(one.MemberId), ChannelNames.Mail, one.Kind, one.About, Instant.Max(now, quiet.Shift(now, now + lasts, zone)), now + lasts, now));
            }
        }
    }

    private static async Task<IEnumerable<News>> OfStepsAsync(WhalepaperDb db, List<TalkStep> steps, IEnumerable<int> begins, CancellationToken cancellation)
    {
        if (steps.Count == 0)
            return [];
        List<int> talks = [.. steps.Select(step => step.TalkId).Distinct()];
        var presenters = (await db.TalkPresenters.Where(p => EF.Parameter(talks).Contains(p.TalkId)).Select(p => new { p.TalkId, p.MemberId }).ToListAsync(cancellation)).ToLookup(p => p.TalkId, p => p.MemberId);
        var informs = steps.Exists(ConcernsCommittee) && SettingsCatalogue.HandoverRule.Of(await db.SettingsAsync(cancellation)) is not "none";
        var committee = informs ? await db.Members.Where(m => m.Role != Role.None && m.ClaimedAt != null && m.LeftAt == null).Select(m => m.Id).ToListAsync(cancellation) : [];
        // Whoever claims, is planned for or moves up has the date with it.
        var begun = begins.ToHashSet();
        return steps.Where(step => step.Kind is not TalkStepKind.Dated || !begun.Contains(step.TalkId)).SelectMany(step => OfStep(step, presenters[step.TalkId], ConcernsCommittee(step) ? committee : []));
    }

    private static IEnumerable<News> OfStep(TalkStep step, IEnumerable<int> presenters, IEnumerable<int> committee)
    {
        var (occasion, about, by) = ($"talk:{step.TalkId}:step:{step.Id}", Number(step.Id), step.ById ?? step.By?.Id);
        // Of a hand-over both hear: who gave it learns that it was taken.
        var own = (step.Kind is TalkStepKind.HandedOver ? presenters.Concat(by is { } giver ? [giver] : []) : presenters.Where(member => member != by)).ToHashSet();
        // A calendar that holds the former date must let it go, whoever set the new one.
        var left = step.Kind is TalkStepKind.Dated ? presenters.Select(member => new News($"{occasion}:left", member, ReminderKinds.News, $"{about}:left", IsLetterOnly: true)) : [];
        return left.Concat(own.Select(member => new News(occasion, member, ReminderKinds.News, about))).Concat(committee.Where(member => member != by && !own.Contains(member)).Select(member => new News(occasion, member, ReminderKinds.CommitteeNews, about)));
    }

    // The committee hears of what it may have to do something about.
    private static bool ConcernsCommittee(TalkStep step) => step.Kind is TalkStepKind.HandedOver || step is { Kind: TalkStepKind.Withdrawn, IsLate: true };

    private static async Task<IEnumerable<News>> OfMeetingsAsync(WhalepaperDb db, List<Meeting> meetings, CancellationToken cancellation)
    {
        if (meetings.Count == 0)
            return [];
        List<int> ids = [.. meetings.Select(meeting => meeting.Id)];
        var presenters = await (
            from talk in db.Talks.Ahead()
            where talk.MeetingId != null && EF.Parameter(ids).Contains(talk.MeetingId.Value)
            join presenter in db.TalkPresenters on talk.Id equals presenter.TalkId
            select new { MeetingId = talk.MeetingId!.Value, presenter.MemberId }).ToListAsync(cancellation);
        var heard = presenters.ConvertAll(one => (Meeting: one.MeetingId, one.MemberId));
        // Whoever was told of the old hour is told of the new one; all others find it where they look.
        foreach (var meeting in meetings)
        {
            var reminded = $"meeting:{meeting.Id}:";
            heard.AddRange((await db.Deliveries.Where(d => d.Kind == ReminderKinds.Meeting && d.Occasion.StartsWith(reminded) && d.State == DeliveryState.Sent && d.MemberId != null).Select(d => d.MemberId!.Value).Distinct().ToListAsync(cancellation))
                .ConvertAll(member => (meeting.Id, member)));
        }

        var versions = meetings.ToDictionary(meeting => meeting.Id, meeting => meeting.Sequence);
        return heard.Distinct().Select(one => new News($"meeting:{one.Meeting}:change:{versions[one.Meeting]}", one.MemberId, ReminderKinds.MeetingNews, Number(one.Meeting)));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record News(string Occasion, int MemberId, string Kind, string About, bool IsLetterOnly = false);
}
