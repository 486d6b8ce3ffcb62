using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>When reminders were last worked out: what should have been sent since then and was not says that the program was not there.</summary>
public sealed class ReminderClock
{
    /// <summary>The number of the only one.</summary>
    public const int TheOne = 1;

    private ReminderClock()
    {
    }

    /// <summary>Starts the clock.</summary>
    public ReminderClock(Instant at) => At = at;

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public int Id { get; private set; } = TheOne;

    /// <summary>When they were last worked out.</summary>
    public Instant At { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Notes that they were worked out.</summary>
    public void Tick(Instant at) => At = Instant.Max(At, at);
}

/// <summary>What a round of planning changed.</summary>
/// <param name="Written">Reminders that are new.</param>
/// <param name="Moved">Reminders that have another time.</param>
/// <param name="Dropped">Reminders that became pointless.</param>
/// <param name="Missed">Reminders whose time passed while the program was not there.</param>
/// <param name="IsCut">Whether another copy of the program got in the way, and something may be left to do: to plan again soon does it.</param>
public sealed record PlannedReminders(int Written, int Moved, int Dropped, int Missed, bool IsCut);

/// <summary>
/// Brings the rows of reminders in step with talks and meetings. It may be done at any time, by several copies at once, and as often as one likes: what
/// is there already is not written again.
/// </summary>
internal sealed class ReminderPlanning(WhalepaperDb db, MessagePreferences preferences, IEnumerable<IChatPosts> chats, IClock clock)
{
    /// <summary>How far ahead rows are written. What comes later needs none yet, and most of it will still change.</summary>
    public static readonly Duration Horizon = Duration.FromDays(2);

    private const int AtOnce = 500;

    private const string NotWanted = "It became pointless: the date changed, or what it asked for is done.";

    private static readonly Duration ticks = Duration.FromMinutes(10);

    private bool _isCut;

    /// <summary>Plans.</summary>
    public async Task<PlannedReminders> PlanAsync(CancellationToken cancellation)
    {
        // A house that nobody set up yet has nobody to remind.
        if (!await db.Groups.AnyAsync(cancellation))
            return new PlannedReminders(0, 0, 0, 0, IsCut: false);
        var now = clock.GetCurrentInstant();
        var last = await db.ReminderClocks.SingleOrDefaultAsync(cancellation);
        var facts = await ReminderFacts.ReadAsync(db, now, Horizon, cancellation);
        var wanted = (await ChosenAsync([.. ReminderWants.Of(facts)], cancellation)).ToDictionary(reminder => reminder.Key);
        var rows = await RowsAsync([.. wanted.Values.Select(reminder => reminder.Occasion).Distinct(StringComparer.Ordinal)], cancellation);
        var known = rows.Select(row => (row.Occasion, row.Recipient, row.Channel)).ToHashSet();
        var missed = wanted.Values.Where(reminder => reminder.IsMissed(now) && reminder.Due > (last?.At ?? now) && !known.Contains(reminder.Key)).ToList();
        var written = wanted.Values.Where(reminder => !reminder.IsMissed(now) && reminder.Due <= now + Horizon && !known.Contains(reminder.Key)).ToList();
        var (moved, dropped) = await SettleAsync(rows, wanted, now, cancellation);
        await WriteAsync(written, missed, now, cancellation);
        await PostAsync(facts, now, cancellation);
        if (last is null || now - last.At > ticks || missed.Count > 0)
            await TickAsync(last, now, cancellation);
        return new PlannedReminders(written.Count, moved, dropped, missed.Count, _isCut);
    }

    // In the ways in which their readers want them, asked once for each kind and track.
    private async Task<List<WantedReminder>> ChosenAsync(List<WantedReminder> all, CancellationToken cancellation)
    {
        var chosen = new List<WantedReminder>(all.Count);
        foreach (var some in all.GroupBy(reminder => (reminder.Kind, reminder.TrackId)))
        {
            var ways = await preferences.WantedAsync(some.Key.Kind, [.. some.Select(reminder => reminder.MemberId).Distinct()], some.Key.TrackId > 0 ? some.Key.TrackId : null, cancellation);
            chosen.AddRange(some.Where(reminder => reminder.Channel is ChannelNames.Mail ? ways[reminder.MemberId].Mail : ways[reminder.MemberId].Inbox));
        }

        return chosen;
    }

    // Those of the occasions that there should be, whatever became of them; and all that still wait. What chats are told is written once and moves with nothing.
    private async Task<List<Row>> RowsAsync(IReadOnlyList<string> occasions, CancellationToken cancellation)
    {
        var rows = await Read(db.Deliveries.Where(d => d.State == DeliveryState.Waiting && ReminderKinds.Planned.Contains(d.Kind))).ToListAsync(cancellation);
        var seen = rows.Select(row => row.Id).ToHashSet();
        foreach (var some in occasions.Chunk(AtOnce))
            rows.AddRange((await Read(db.Deliveries.Where(d => EF.Parameter(some).Contains(d.Occasion))).ToListAsync(cancellation)).Where(row => seen.Add(row.Id)));
        return rows;
    }

    private static IQueryable<Row> Read(IQueryable<Delivery> deliveries) => deliveries.Where(d => d.MemberId != null)
        .Select(d => new Row(d.Id, d.Occasion, d.Recipient, d.Channel, d.State, d.Attempts, d.Due, d.Until, d.About, d.State == DeliveryState.Dropped && d.Result == NotWanted));

    private async Task<(int Moved, int Dropped)> SettleAsync(List<Row> rows, Dictionary<(string, string, string), WantedReminder> wanted, Instant now, CancellationToken cancellation)
    {
        var (moved, dropped) = (0, 0);
        var stale = rows.FindAll(row => wanted.TryGetValue((row.Occasion, row.Recipient, row.Channel), out var reminder)
            ? (row.State is DeliveryState.Waiting && !row.IsAs(reminder)) || (row.IsToRevive(reminder) && !reminder.IsMissed(now) && reminder.Due <= now + Horizon)
            : row.State is DeliveryState.Waiting);
        foreach (var some in stale.Chunk(AtOnce))
        {
            List<int> ids = [.. some.Select(row => row.Id)];
            foreach (var delivery in await db.Deliveries.Where(d => EF.Parameter(ids).Contains(d.Id)).ToListAsync(cancellation))
            {
                if (!wanted.TryGetValue((delivery.Occasion, delivery.Recipient, delivery.Channel), out var reminder))
                    dropped += delivery.Drop(NotWanted, now) ? 1 : 0;
                else
                    moved += Move(delivery, reminder) ? 1 : 0;
            }

            await SaveAsync(cancellation);
        }

        return (moved, dropped);
    }

    // A meeting that moved away and comes back is reminded of all the same, and so is one that moved while its reminder was in hand.
    private static bool Move(Delivery delivery, WantedReminder reminder)
    {
        if (delivery.State is not DeliveryState.Dropped)
            return delivery.MoveTo(reminder.Due, reminder.Until, reminder.About);
        delivery.Revive(reminder.Due, reminder.Until, reminder.About);
        return true;
    }

    private async Task WriteAsync(List<WantedReminder> written, List<WantedReminder> missed, Instant now, CancellationToken cancellation)
    {
        foreach (var some in missed.Chunk(AtOnce))
        {
            foreach (var reminder in some)
            {
                var delivery = reminder.ToDelivery(now);
                delivery.Drop("The program was not running when it was due; a later reminder says the same.", now);
                db.Add(delivery);
            }

            await SaveAsync(cancellation);
        }

        foreach (var some in written.Chunk(AtOnce))
        {
            db.AddRange(some.Select(reminder => reminder.ToDelivery(now)));
            await SaveAsync(cancellation);
        }
    }

    // What concerns everybody, and on Mondays from nine what is shared in the week. Each chat hears of one occasion once.
    private async Task PostAsync(ReminderFacts facts, Instant now, CancellationToken cancellation)
    {
        var today = now.InZone(facts.Zone).Date;
        var monday = DateWords.MondayOf(today);
        var (nine, end) = (monday.At(new LocalTime(9, 0)).InZoneLeniently(facts.Zone).ToInstant(), monday.PlusWeeks(1).AtStartOfDayInZone(facts.Zone).ToInstant());
        foreach (var chat in chats)
        {
            foreach (var item in facts.News)
                await chat.PostAsync(item.Chat, null, item.Occasion, ReminderKinds.Plan, item.About, item.At, item.At + GroupNewsItem.Lasts, cancellation);
            if (now < nine)
                continue;
            foreach (var track in facts.Talks.Where(talk => talk.StartsAt < end).Select(talk => talk.TrackId).Distinct())
            {
                var about = string.Create(CultureInfo.InvariantCulture, $"{track}:{LocalDatePattern.Iso.Format(monday)}");
                await chat.PostAsync("week", track, $"week:{about}", ReminderKinds.Week, about, nine, end, cancellation);
            }
        }

        await SaveAsync(cancellation);
    }

    private async Task TickAsync(ReminderClock? last, Instant now, CancellationToken cancellation)
    {
        if (last is null)
            db.Add(new ReminderClock(now));
        else
        {
            db.Attach(last);
            last.Tick(now);
        }

        await SaveAsync(cancellation);
    }

    // Another copy may have written the same, or sent it meanwhile: whatever is still missing then, the next round writes, and soon.
    private async Task SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            _isCut = true;
        }

        db.ChangeTracker.Clear();
    }

    private sealed record Row(int Id, string Occasion, string Recipient, string Channel, DeliveryState State, int Attempts, Instant Due, Instant? Until, string? About, bool IsNotWanted)
    {
        // What failed once rests until another time than it was due at first.
        public bool IsAs(WantedReminder reminder) => Until == reminder.Until && (Due == reminder.Due || Attempts > 0) && IsAbout(reminder);

        // What was dropped for another hour than it would tell of now has not been said.
        public bool IsToRevive(WantedReminder reminder) => State is DeliveryState.Dropped && (IsNotWanted || !IsAbout(reminder));

        private bool IsAbout(WantedReminder reminder) => string.Equals(About, reminder.About, StringComparison.Ordinal);
    }
}
