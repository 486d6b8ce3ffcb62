using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>Calls who stands by as soon as a presenter is missed at the hour of their talk: at night as well, for everybody sits and waits.</summary>
internal sealed class StandbyCall(IClock clock) : ISequel
{
    private static readonly Duration lasts = Duration.FromHours(2);

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        var missed = changed.Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity).OfType<TalkStep>().Where(step => step.Kind is TalkStepKind.Absent).ToList();
        return missed.Count == 0 ? null : cancellation => CallAsync(db, missed, cancellation);
    }

    private async Task CallAsync(WhalepaperDb db, List<TalkStep> missed, CancellationToken cancellation)
    {
        List<int> ids = [.. missed.Select(step => step.TalkId).Distinct()];
        var called = await (
            from talk in db.Talks
            where EF.Parameter(ids).Contains(talk.Id)
            join standby in db.Standbys on talk.MeetingId equals standby.MeetingId
            where !db.TalkPresenters.Any(presenter => presenter.TalkId == talk.Id && presenter.MemberId == standby.MemberId)
            select new { talk.Id, standby.MemberId }).ToListAsync(cancellation);
        if (called.Count == 0)
            return;
        var now = clock.GetCurrentInstant();
        var ways = await new MessagePreferences(db).WantedAsync(ReminderKinds.Call, [.. called.Select(one => one.MemberId).Distinct()], null, cancellation);
        foreach (var (step, member) in missed.SelectMany(step => called.Where(one => one.Id == step.TalkId).Select(one => (step, one.MemberId))))
        {
            var (occasion, about) = ($"{ReminderKinds.OccasionsOf(step.TalkId)}step:{step.Id}", step.Id.ToString(CultureInfo.InvariantCulture));
            if (ways[member].Inbox)
                db.Add(Delivery.Of(occasion, Recipient.Member(member), ChannelNames.Inbox, ReminderKinds.Call, about, now, now + lasts, now));
            if (ways[member].Mail)
                db.Add(Delivery.Of(occasion, Recipient.Member(member), ChannelNames.Mail, ReminderKinds.Call, about, now, now + lasts, now, DeliveryPrecedence.Awaited));
        }

        await db.SaveChangesAsync(cancellation);
    }
}

/// <summary>What they are told.</summary>
internal sealed class StandbyCallWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public string Kind => ReminderKinds.Call;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (!int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        var step = await db.TalkSteps.AsNoTracking().Where(s => s.Id == id).Select(s => new { s.TalkId, s.WhomId, Whom = s.Whom == null ? "" : s.Whom.Name }).SingleOrDefaultAsync(cancellation);
        if (step is null || await TalkTold.FindAsync(db, step.TalkId, cancellation) is not { IsAhead: true, MeetingId: { } meeting } talk || talk.IsOf(reader.MemberId) || !talk.IsOf(step.WhomId))
            return null;
        // Who arrived since is missed no longer, and who stands by no longer is not called.
        if (await db.TalkSteps.AnyAsync(s => s.TalkId == step.TalkId && s.Id > id && s.WhomId == step.WhomId && s.Kind == TalkStepKind.Arrived, cancellation)
            || !await db.Standbys.AnyAsync(s => s.MeetingId == meeting && s.MemberId == reader.MemberId, cancellation))
            return null;
        return new Message(texts["Call.Subject", talk.Title], texts["Call.Text", step.Whom, talk.Title], house.Of($"/meetings/{meeting}"), texts["Call.Act"]);
    }
}
