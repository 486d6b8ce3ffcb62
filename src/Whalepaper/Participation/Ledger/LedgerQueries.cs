using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Settings;
using Whalepaper.Talks.Feedback;

namespace Whalepaper.Participation.Ledger;

/// <summary>An entry as it is shown: what, when, what it counts, and where it comes from.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What was done.</param>
/// <param name="At">The hour that it is about.</param>
/// <param name="TrackId">In which track.</param>
/// <param name="Points">What it counts.</param>
/// <param name="Href">Its source; null where it has no page, or the reader may not know which it is.</param>
/// <param name="IsDisputed">Whether it is disputed.</param>
public sealed record LedgerLine(int Id, LedgerKind Kind, Instant At, int TrackId, decimal Points, string? Href, bool IsDisputed)
{
    /// <summary>What the committee wrote down; null where it is no entry of theirs.</summary>
    public ManualLine? Manual { get; init; }
}

/// <summary>What the committee wrote by hand.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Points">How much it counts, or counted.</param>
/// <param name="Reason">Why.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="TakenBackAt">When it was taken back; null while it counts.</param>
public sealed record ManualLine(int Id, decimal Points, string? Reason, string By, Instant? TakenBackAt);

/// <summary>A dispute as it is shown.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Member">Who disputes.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="Topic">In which topic: what the group counts it as.</param>
/// <param name="Kind">What the entry counted; null where one is missing.</param>
/// <param name="Words">What is wrong.</param>
/// <param name="At">When.</param>
/// <param name="Outcome">What the committee said; null while it is open.</param>
/// <param name="Answer">Its words.</param>
/// <param name="AnsweredBy">Who answered.</param>
/// <param name="MayAnswer">Whether the reader may answer.</param>
public sealed record DisputeLine(int Id, string Member, string Handle, int Topic, LedgerKind? Kind, string? Words, Instant At, DisputeOutcome? Outcome, string? Answer, string? AnsweredBy, bool MayAnswer)
{
    /// <summary>The entry; null where one is missing, or it is gone, or the reader may not know which it is.</summary>
    public DisputedEntry? Entry { get; init; }
}

/// <summary>The entry that is disputed.</summary>
/// <param name="At">The hour that it is about.</param>
/// <param name="Kind">What was done.</param>
/// <param name="MeetingId">At which meeting.</param>
/// <param name="TalkId">In which talk, or of which.</param>
/// <param name="ApplicationId">Which application.</param>
public sealed record DisputedEntry(Instant At, LedgerKind Kind, int? MeetingId, int? TalkId, int? ApplicationId)
{
    /// <summary>Its source; null where it has no page.</summary>
    public string? Href => LedgerQueries.SourceOf(Kind, MeetingId, TalkId, ApplicationId);
}

/// <summary>The ledger of one member in one topic.</summary>
/// <param name="Lines">Its entries, the newest first.</param>
/// <param name="Total">Their sum.</param>
/// <param name="FeedbackCount">How many entries are for feedback, where only their sum may be known; else 0.</param>
/// <param name="FeedbackPoints">What those count.</param>
/// <param name="TakenBack">Entries of the committee that were taken back.</param>
public sealed record LedgerView(IReadOnlyList<LedgerLine> Lines, decimal Total, int FeedbackCount, decimal FeedbackPoints, IReadOnlyList<ManualLine> TakenBack);

/// <summary>What the pages of the ledger ask.</summary>
public static class LedgerQueries
{
    /// <summary>Reads a ledger.</summary>
    /// <param name="db">The data.</param>
    /// <param name="memberId">Whose.</param>
    /// <param name="topicId">In which topic.</param>
    /// <param name="isOwn">
    /// Whether it is the reader's own. Others see the sum of what counts for feedback, and not for which talk: that could have been anonymous. While feedback is still given in the topic they see
    /// nothing of it at all, for a sum that grows overnight tells who wrote.
    /// </param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<LedgerView> LedgerOfAsync(this WhalepaperDb db, int memberId, int topicId, bool isOwn, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var rows = await db.Ledger.AsNoTracking().Where(e => e.MemberId == memberId && e.TopicId == topicId).OrderByDescending(e => e.At).ThenByDescending(e => e.Id)
            .Select(e => new Row(e.Id, e.Kind, e.At, e.TrackId, e.MeetingId, e.TalkId, e.ApplicationId, e.ManualEntryId, e.Feedback == null ? null : e.Feedback.TalkId, db.LedgerDisputes.Any(d => d.OpenFor == e.Id))).ToListAsync(cancellation);
        var manual = await (from entry in db.ManualEntries.AsNoTracking()
                            join writer in db.Members on entry.ById equals writer.Id
                            where entry.MemberId == memberId && entry.TopicId == topicId
                            orderby entry.Id descending
                            select new ManualRow(entry.Id, entry.HalfPoints, entry.Reason, writer.Name, entry.TakenBackAt)).ToListAsync(cancellation);
        var byHand = manual.ToDictionary(one => one.Id, one => one.Line);
        var weights = LedgerWeights.From(await db.SettingsAsync(cancellation));
        var points = weights.Each([.. rows.Select(row => new WeighedAct(row.Id, row.Kind, row.MeetingId, row.ManualId is { } id ? byHand[id].Points : null))]);
        var hidden = isOwn ? [] : rows.Where(row => row.Kind is LedgerKind.Feedback).ToList();
        var since = now - TalkFeedback.Taken;
        if (hidden.Count > 0 && !await db.Topics.AnyAsync(topic => topic.Id == topicId && topic.ClosedAt != null && topic.ClosedAt <= since, cancellation))
        {
            rows = [.. rows.Except(hidden)];
            hidden = [];
        }

        return new(
            [.. rows.Except(hidden).Select(row => new LedgerLine(row.Id, row.Kind, row.At, row.TrackId, points[row.Id], row.Href, row.IsDisputed) { Manual = row.ManualId is { } id ? byHand[id] : null })],
            rows.Sum(row => points[row.Id]), hidden.Count, hidden.Sum(row => points[row.Id]), [.. byHand.Values.Where(one => one.TakenBackAt is not null)]);
    }

    /// <summary>How many disputes that wait for the committee stand on a page.</summary>
    public const int DisputesOfPage = 50;

    /// <summary>The disputes of one member in one topic, the oldest first.</summary>
    /// <param name="db">The data.</param>
    /// <param name="reader">Who reads: their database number.</param>
    /// <param name="memberId">Whose.</param>
    /// <param name="topicId">In which topic.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<DisputeLine>> DisputesAsync(this WhalepaperDb db, int reader, int memberId, int topicId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await db.Lines(db.LedgerDisputes.Where(d => d.MemberId == memberId && d.TopicId == topicId), reader).ToListAsync(cancellation);
    }

    /// <summary>A page of the disputes that wait for the committee, the oldest first; which page that is, since it may have become fewer meanwhile; and how many pages there are.</summary>
    /// <param name="db">The data.</param>
    /// <param name="reader">Who reads: their database number.</param>
    /// <param name="page">Which page, from 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<(IReadOnlyList<DisputeLine> Lines, int Page, int Pages)> OpenDisputesAsync(this WhalepaperDb db, int reader, int page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var open = db.LedgerDisputes.Where(d => d.AnsweredAt == null);
        var pages = Math.Max(1, (await open.CountAsync(cancellation) + DisputesOfPage - 1) / DisputesOfPage);
        page = Math.Clamp(page, 1, pages);
        return (await db.Lines(open, reader).Skip((page - 1) * DisputesOfPage).Take(DisputesOfPage).ToListAsync(cancellation), page, pages);
    }

    /// <summary>One dispute, open or not; null if there is none of this number.</summary>
    /// <param name="db">The data.</param>
    /// <param name="reader">Who reads: their database number.</param>
    /// <param name="id">Its number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task<DisputeLine?> DisputeAsync(this WhalepaperDb db, int reader, int id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.Lines(db.LedgerDisputes.Where(d => d.Id == id), reader).SingleOrDefaultAsync(cancellation);
    }

    // The entry is joined, and not "the first of": of all entries that there are the database would number each before it looks for this one.
    private static IQueryable<DisputeLine> Lines(this WhalepaperDb db, IQueryable<LedgerDispute> disputes, int reader) =>
        from dispute in disputes.AsNoTracking()
        join who in db.Members on dispute.MemberId equals who.Id
        join its in db.Topics on dispute.TopicId equals its.Id
        join manual in db.ManualEntries on dispute.ManualEntryId equals manual.Id into manuals
        from manual in manuals.DefaultIfEmpty()
        join other in db.Members on dispute.AnsweredById equals other.Id into others
        from answerer in others.DefaultIfEmpty()
        from entry in db.Ledger.Where(e => e.Id == dispute.EntryId && (e.Kind != LedgerKind.Feedback || e.MemberId == reader)).DefaultIfEmpty()
        orderby dispute.At, dispute.Id
        select new DisputeLine(dispute.Id, who.Name, who.Handle, its.Number, dispute.Kind, dispute.Words, dispute.At, dispute.Outcome, dispute.Answer, answerer.Name,
            dispute.AnsweredAt == null && dispute.MemberId != reader && (manual == null || manual.ById != reader))
        {
            Entry = entry == null ? null : new DisputedEntry(entry.At, entry.Kind, entry.MeetingId, entry.Feedback == null ? entry.TalkId : entry.Feedback.TalkId, entry.ApplicationId),
        };

    /// <summary>How many disputes wait that somebody of the committee may answer.</summary>
    /// <param name="db">The data.</param>
    /// <param name="reader">Who: their database number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Task<int> DisputesWaitingAsync(this WhalepaperDb db, int reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.LedgerDisputes.CountAsync(d => d.AnsweredAt == null && d.MemberId != reader && !db.ManualEntries.Any(m => m.Id == d.ManualEntryId && m.ById == reader), cancellation);
    }

    /// <summary>Where an entry comes from; null where that has no page.</summary>
    internal static string? SourceOf(LedgerKind kind, int? meetingId, int? talkId, int? applicationId) => kind switch
    {
        LedgerKind.Given or LedgerKind.Substituted or LedgerKind.Feedback when talkId is { } talk => $"/talks/{talk}",
        LedgerKind.Reviewed when applicationId is { } application => $"/applications/{application}",
        LedgerKind.Asked when meetingId is { } meeting => $"/meetings/{meeting}#questions",
        LedgerKind.Attended when meetingId is { } meeting => $"/meetings/{meeting}",
        _ => null,
    };

    private sealed record Row(int Id, LedgerKind Kind, Instant At, int TrackId, int? MeetingId, int? TalkId, int? ApplicationId, int? ManualId, int? FeedbackTalkId, bool IsDisputed)
    {
        public string? Href => SourceOf(Kind, MeetingId, FeedbackTalkId ?? TalkId, ApplicationId);
    }

    private sealed record ManualRow(int Id, int HalfPoints, string? Reason, string By, Instant? TakenBackAt)
    {
        public ManualLine Line => new(Id, HalfPoints / 2m, Reason, By, TakenBackAt);
    }
}
