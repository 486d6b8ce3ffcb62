using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Preferences;

namespace Whalepaper.Notices.Board;

/// <summary>
/// One short piece of the work that a notice makes: letting out what is due, writing the deliveries of some hundred members, or dropping some hundred of
/// what was taken back. Each is one transaction, and says in the same transaction how far it came: whoever goes on afterwards, after a kill or in
/// another copy of the program, goes on from there.
/// </summary>
internal sealed class NoticeRound(WhalepaperDb db, IEnumerable<IChatPosts> chats, MessagePreferences preferences, IClock clock)
{
    /// <summary>How many members, or deliveries, are one piece: little enough that whoever else writes hardly waits.</summary>
    public const int Batch = 500;

    /// <summary>The kind of a notice's deliveries.</summary>
    public const string Kind = "notice";

    /// <summary>How long a delivery is worth sending.</summary>
    public static readonly Duration Lasts = Duration.FromDays(30);

    /// <summary>Does one piece.</summary>
    /// <returns>Whether there may be more to do.</returns>
    public async Task<bool> StepAsync(CancellationToken stop)
    {
        try
        {
            return await PublishAsync(stop) || await ClearAsync(stop) || await WriteAsync(stop);
        }
        catch (DbUpdateException failure) when (failure.IsLostRace())
        {
            // Another copy is at it, or somebody took the notice back: what is left is found at the next look, should the other one die.
            db.ChangeTracker.Clear();
            return false;
        }
    }

    /// <summary>When the next notice is to go out; null if none waits.</summary>
    public Task<Instant?> NextAsync(CancellationToken cancellation) =>
        db.Notices.Where(n => n.State == NoticeState.Scheduled).OrderBy(n => n.At).Select(n => n.At).FirstOrDefaultAsync(cancellation);

    private async Task<bool> PublishAsync(CancellationToken stop)
    {
        var now = clock.GetCurrentInstant();
        if (await db.Notices.Where(n => n.State == NoticeState.Scheduled && n.At <= now).OrderBy(n => n.At).FirstOrDefaultAsync(stop) is not { } notice)
            return false;
        notice.Publish(now);
        db.BeginTelling(notice);
        await db.SaveChangesAsync(stop);
        return true;
    }

    private async Task<bool> WriteAsync(CancellationToken stop)
    {
        // Most of the time there is nothing, and to look needs no transaction.
        if (!await db.NoticeTellings.AnyAsync(t => t.DoneAt == null && t.StoppedAt == null, stop))
            return false;
        await using var unit = await db.BeginWritingAsync(stop);
        if (await db.NoticeTellings.Where(t => t.DoneAt == null && t.StoppedAt == null).OrderBy(t => t.NoticeId).FirstOrDefaultAsync(stop) is not { } telling)
            return false;
        var notice = await db.Notices.AsNoTracking().Include(n => n.People).SingleAsync(n => n.Id == telling.NoticeId, stop);
        var next = await db.AudienceOf(notice.Audience, telling.At).Where(m => m.Id > telling.UpTo).OrderBy(m => m.Id).Take(Batch).Select(m => m.Id).ToListAsync(stop);
        if (telling.UpTo == 0 && notice.IsForChats)
            await PostAsync(notice, telling, stop);
        var wanted = await preferences.WantedAsync(Kind, next, notice.TrackId, stop);
        foreach (var member in next)
            Write(notice, telling, member, wanted[member]);
        if (next.Count > 0)
            telling.Advance(next[^1], wanted.Values.Count(wants => wants.Inbox || (wants.Mail && notice.ByMail)));
        if (next.Count < Batch)
            telling.Finish(clock.GetCurrentInstant());
        await db.SaveChangesAsync(stop);
        await unit.CommitAsync(stop);
        return true;
    }

    private void Write(GroupNotice notice, NoticeTelling telling, int member, Wanted wanted)
    {
        if (wanted.Inbox)
            Write(notice, telling, member, ChannelNames.Inbox);
        if (wanted.Mail && notice.ByMail)
            Write(notice, telling, member, ChannelNames.Mail);
    }

    private void Write(GroupNotice notice, NoticeTelling telling, int member, string channel) => db.Add(Delivery.Of(
        notice.Occasion, Recipient.Member(member), channel, Kind, About(notice), telling.At, telling.At + Lasts, clock.GetCurrentInstant(), DeliveryPrecedence.ToMany));

    private async Task PostAsync(GroupNotice notice, NoticeTelling telling, CancellationToken stop)
    {
        foreach (var chat in chats)
            await chat.PostAsync(Kind, notice.TrackId, notice.Occasion, Kind, About(notice), telling.At, telling.At + Lasts, stop);
    }

    private async Task<bool> ClearAsync(CancellationToken stop)
    {
        if (await db.NoticeTellings.Where(t => t.StoppedAt != null && t.ClearedAt == null).OrderBy(t => t.NoticeId).FirstOrDefaultAsync(stop) is not { } telling)
            return false;
        var (occasion, now) = (GroupNotice.OccasionOf(telling.NoticeId), clock.GetCurrentInstant());
        var waiting = await db.Deliveries.Where(d => d.Occasion == occasion && d.State == DeliveryState.Waiting).OrderBy(d => d.Id).Take(Batch).Select(d => d.Id).ToListAsync(stop);
        // What somebody has in hand by now is dropped by them: a notice that was taken back has no words.
        await db.Deliveries.Where(d => waiting.Contains(d.Id) && d.State == DeliveryState.Waiting).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, DeliveryState.Dropped).SetProperty(d => d.EndedAt, now).SetProperty(d => d.Result, "The notice was taken back.").SetProperty(d => d.Version, d => d.Version + 1), stop);
        if (waiting.Count < Batch)
        {
            telling.Clear(now);
            await db.SaveChangesAsync(stop);
        }

        return true;
    }

    private static string About(GroupNotice notice) => notice.Id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Where telling begins.</summary>
internal static class NoticeSending
{
    /// <summary>Has everybody told, with the next save, if the notice went out just now.</summary>
    public static void BeginTelling(this WhalepaperDb db, GroupNotice notice)
    {
        if (notice.State is NoticeState.Published)
            db.Add(new NoticeTelling(notice));
    }
}
