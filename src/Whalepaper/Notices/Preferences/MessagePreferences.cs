using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Notices.Preferences;

/// <summary>In which ways somebody wants a message.</summary>
/// <param name="Inbox">In their inbox.</param>
/// <param name="Mail">By mail, as a message of its own.</param>
public sealed record Wanted(bool Inbox, bool Mail)
{
    /// <summary>In every way.</summary>
    public static readonly Wanted Fully = new(true, true);

    /// <summary>In no way.</summary>
    public static readonly Wanted Nowhere = new(false, false);
}

/// <summary>What members want to be told, and in which way: asked before something is written down to be sent, and again when it is sent.</summary>
public sealed class MessagePreferences(WhalepaperDb db)
{
    /// <summary>In which ways members want messages of a kind; two questions to the database, however many they are.</summary>
    /// <param name="kind">One of <see cref="MessageKinds.All"/>, or the kind of a delivery. What is sorted into none of them is wanted in every way.</param>
    /// <param name="memberIds">Who. Somebody who left, or never had an account, wants nothing.</param>
    /// <param name="trackId">The track that it is about; null for none.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <remarks>Who changes their mind in that very moment is told as they wanted before or after, by way of each; as are those who change it while a message is on its way.</remarks>
    public async Task<IReadOnlyDictionary<int, Wanted>> WantedAsync(string kind, IReadOnlyCollection<int> memberIds, int? trackId, CancellationToken cancellation)
    {
        var ids = memberIds.Distinct().ToArray();
        // Asked for both at once, PostgreSQL would expect so much work that it compiles a program for it, or calls helpers in; either takes ten times as long as the answers.
        var inbox = await AmongAsync(db.WantingInbox(kind, trackId), ids, cancellation);
        var mail = await AmongAsync(db.WantingMail(kind, trackId), ids, cancellation);
        return ids.ToDictionary(id => id, id => new Wanted(inbox.Contains(id), mail.Contains(id)));
    }

    /// <summary>Which of these members want messages of a kind by mail, as <see cref="WantedAsync"/> tells it, whatever track they are about.</summary>
    public Task<HashSet<int>> WantingMailAsync(string kind, IReadOnlyCollection<int> memberIds, CancellationToken cancellation) =>
        AmongAsync(db.WantingMail(kind, null), [.. memberIds.Distinct()], cancellation);

    /// <summary>Notes all that a member chose, with the next save.</summary>
    /// <param name="memberId">Who.</param>
    /// <param name="kinds">The kinds that they were asked about; others stay as they are.</param>
    /// <param name="inbox">Which of them they want in their inbox.</param>
    /// <param name="mail">Which of them they want by mail.</param>
    /// <param name="digest">How often they want a digest; null for never.</param>
    /// <param name="muted">The tracks of which they want to hear nothing.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task ChooseAsync(int memberId, IReadOnlyCollection<string> kinds, IReadOnlyCollection<string> inbox, IReadOnlyCollection<string> mail, DigestRhythm? digest, IReadOnlyCollection<int> muted, CancellationToken cancellation)
    {
        var rows = await db.MessageChoices.Where(c => c.MemberId == memberId).ToListAsync(cancellation);
        foreach (var kind in kinds)
        {
            Put(rows, memberId, kind, ChannelNames.Inbox, inbox.Contains(kind, StringComparer.Ordinal));
            Put(rows, memberId, kind, ChannelNames.Mail, mail.Contains(kind, StringComparer.Ordinal));
        }

        await KeepDigestAsync(memberId, digest, cancellation);
        var before = await db.MutedTracks.Where(m => m.MemberId == memberId).ToListAsync(cancellation);
        db.RemoveRange(before.Where(m => !muted.Contains(m.TrackId)));
        db.AddRange(muted.Distinct().Except(before.Select(m => m.TrackId)).Select(track => new MutedTrack(memberId, track)));
    }

    /// <summary>Notes with the next save whether a member wants a kind by mail.</summary>
    public async Task WantMailAsync(int memberId, string kind, bool isWanted, CancellationToken cancellation) =>
        Put(await db.MessageChoices.Where(c => c.MemberId == memberId && c.Kind == kind && c.Channel == ChannelNames.Mail).ToListAsync(cancellation), memberId, kind, ChannelNames.Mail, isWanted);

    /// <summary>
    /// Notes with the next save that a member wants no mail instead of a digest: neither that, nor each message that would have waited for it. Without a
    /// digest it changes nothing.
    /// </summary>
    /// <returns>The kinds that they would have got by mail without it, for whoever takes it back; null if there was none.</returns>
    public async Task<IReadOnlyList<string>?> StopDigestAsync(int memberId, CancellationToken cancellation)
    {
        if (!await db.DigestChoices.AnyAsync(d => d.MemberId == memberId, cancellation))
            return null;
        var rows = await MailRowsAsync(memberId, cancellation);
        List<string> wanted = [.. Waiting.Where(kind => rows.Find(c => string.Equals(c.Kind, kind, StringComparison.Ordinal))?.IsWanted ?? MessageKinds.IsUsual(kind, ChannelNames.Mail))];
        foreach (var kind in wanted)
            Put(rows, memberId, kind, ChannelNames.Mail, isWanted: false);
        await KeepDigestAsync(memberId, null, cancellation);
        return wanted;
    }

    /// <summary>Notes with the next save that a member wants their digest again, and the kinds by mail that they had before.</summary>
    /// <param name="memberId">Who.</param>
    /// <param name="rhythm">How often.</param>
    /// <param name="mail">The kinds that <see cref="StopDigestAsync"/> told; null where nobody remembers, for what is usual.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task ResumeDigestAsync(int memberId, DigestRhythm rhythm, IReadOnlyCollection<string>? mail, CancellationToken cancellation)
    {
        // Who has one already chose since, and keeps that.
        if (await db.DigestChoices.AnyAsync(d => d.MemberId == memberId, cancellation))
            return;
        var rows = await MailRowsAsync(memberId, cancellation);
        foreach (var kind in Waiting)
            Put(rows, memberId, kind, ChannelNames.Mail, mail?.Contains(kind, StringComparer.Ordinal) ?? MessageKinds.IsUsual(kind, ChannelNames.Mail));
        await KeepDigestAsync(memberId, rhythm, cancellation);
    }

    /// <summary>Notes with the next save how often a member wants a digest; null for never.</summary>
    public async Task KeepDigestAsync(int memberId, DigestRhythm? rhythm, CancellationToken cancellation)
    {
        var row = await db.DigestChoices.SingleOrDefaultAsync(d => d.MemberId == memberId, cancellation);
        if (rhythm is not { } kept)
            db.RemoveRange(row is null ? [] : [row]);
        else if (row is null)
            db.Add(new DigestChoice(memberId, kept));
        else
            row.Keep(kept);
    }

    private static Task<HashSet<int>> AmongAsync(IQueryable<Member> wanting, int[] ids, CancellationToken cancellation) =>
        wanting.Select(m => m.Id).Where(id => EF.Parameter(ids).Contains(id)).ToHashSetAsync(cancellation);

    private static IEnumerable<string> Waiting => MessageKinds.All.Where(MessageKinds.CanWait);

    private Task<List<MessageChoice>> MailRowsAsync(int memberId, CancellationToken cancellation) => db.MessageChoices.Where(c => c.MemberId == memberId && c.Channel == ChannelNames.Mail).ToListAsync(cancellation);

    // What is as usual needs no row.
    private void Put(List<MessageChoice> rows, int memberId, string kind, string channel, bool isWanted)
    {
        if (MessageKinds.IsFixed(kind, channel))
            return;
        var row = rows.Find(c => string.Equals(c.Kind, kind, StringComparison.Ordinal) && string.Equals(c.Channel, channel, StringComparison.Ordinal));
        if (isWanted == MessageKinds.IsUsual(kind, channel))
            db.RemoveRange(row is null ? [] : [row]);
        else if (row is null)
            db.Add(new MessageChoice(memberId, kind, channel, isWanted));
        else
            row.Want(isWanted);
    }
}
