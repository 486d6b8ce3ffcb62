using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Admission.Elections;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation.Measuring;
using Whalepaper.Participation.Policy;
using Whalepaper.Settings;
using Whalepaper.Talks;
using Whalepaper.Topics;

namespace Whalepaper.Participation.Closing;

/// <summary>What came of a step.</summary>
public enum StepResult
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>It is not its turn: somebody took it before, or another one comes first.</summary>
    NotNow,

    /// <summary>Talks of the topic are still to come.</summary>
    TalksAhead,

    /// <summary>It is not decided about everybody.</summary>
    Undecided,

    /// <summary>Nobody would be left to run the house.</summary>
    LastOrganizer,

    /// <summary>It is decided about who asks for it.</summary>
    OwnCase,
}

/// <summary>
/// The steps of a closing, each one transaction: done whole or not at all, so that whoever comes back after a crash finds the last step that was done and takes the next. Members are gone
/// through some hundred at a time, so that a topic of a hundred thousand needs no more memory than one of a thousand.
/// </summary>
public sealed class ClosingSteps(WhalepaperDb db, IClock clock)
{
    private const int Batch = 500;

    /// <summary>Freezes what was done, measures everybody and lists who was low.</summary>
    /// <param name="number">What the group counts the topic as.</param>
    /// <param name="byId">Who does it: their database number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<StepResult> FreezeAsync(int number, int byId, CancellationToken cancellation)
    {
        await using var unit = await LargeUnit.BeginAsync(db, cancellation);
        var (now, topic) = (clock.GetCurrentInstant(), await db.Topics.SingleAsync(t => t.Number == number, cancellation));
        var id = topic.Id;
        if (topic.State is TopicState.Planned || await db.TopicClosings.AnyAsync(c => c.RunsFor == id, cancellation))
            return StepResult.NotNow;
        if (await db.TalksAheadOfAsync(id, now, cancellation) > 0)
            return StepResult.TalksAhead;
        var policy = (await db.FrameAsync(number, now, cancellation))!.Policy;
        var closing = new TopicClosing(topic, policy, byId, now);
        db.Add(closing);
        db.Add(new AuditEntry(AuditActs.ClosingFrozen, byId, null, Said(number), null, null, now));
        await db.SaveChangesAsync(cancellation);
        // The topic is over by now, and so is each of its meetings.
        var measuring = new ClosingMeasure(db, closing.Id, await TopicFrames.ReadAsync(db, number, 1, now, cancellation));
        db.ChangeTracker.Clear();
        var measured = 0;
        for (int? after = 0; after is { } last;)
        {
            (after, var count) = await measuring.MeasureAsync(last, Batch, cancellation);
            measured += count;
        }

        (await db.TopicClosings.SingleAsync(c => c.RunsFor == id, cancellation)).Count(measured);
        return await DoneAsync(unit, cancellation);
    }

    /// <summary>Tells those who were low, and gives them time to object.</summary>
    public async Task<StepResult> TellAsync(int closingId, int byId, CancellationToken cancellation)
    {
        await using var unit = await LargeUnit.BeginAsync(db, cancellation);
        var (now, closing) = (clock.GetCurrentInstant(), await db.TopicClosings.SingleAsync(c => c.Id == closingId, cancellation));
        if (closing.State is not ClosingState.Frozen)
            return StepResult.NotNow;
        closing.Tell(byId, (int)SettingsCatalogue.ObjectionDays.Of(await db.SettingsAsync(cancellation)), now);
        db.Add(new AuditEntry(AuditActs.ClosingTold, byId, null, await SubjectAsync(closing, cancellation), null, null, now));
        var until = closing.ObjectUntil!.Value;
        await EachAsync(
            db.ClosingCases.Where(c => c.ClosingId == closingId),
            one => one.IsOpen,
            async some =>
            {
                some.ForEach(one => one.Tell(now, until));
                await db.TellAsync("listed", some, now, cancellation);
            },
            cancellation);
        return await DoneAsync(unit, cancellation);
    }

    /// <summary>Does what was decided: moves who is to move, and tells all.</summary>
    public async Task<StepResult> ExecuteAsync(int closingId, int byId, CancellationToken cancellation)
    {
        await using var unit = await LargeUnit.BeginAsync(db, cancellation);
        var (now, closing) = (clock.GetCurrentInstant(), await db.TopicClosings.SingleAsync(c => c.Id == closingId, cancellation));
        if (!closing.MayExecute(now))
            return StepResult.NotNow;
        if (await db.ClosingCases.Where(c => c.ClosingId == closingId).Undecided().AnyAsync(cancellation))
            return StepResult.Undecided;
        if (!await db.KeepsOrganizerAsync(closingId, 0, cancellation))
            return StepResult.LastOrganizer;
        closing.Execute(byId, (int)SettingsCatalogue.UndoDays.Of(await db.SettingsAsync(cancellation)), now);
        var subject = await SubjectAsync(closing, cancellation);
        db.Add(new AuditEntry(AuditActs.ClosingExecuted, byId, null, subject, null, null, now));
        await EachAsync(
            db.ClosingCases.Include(c => c.Member).Where(c => c.ClosingId == closingId),
            one => one is { IsOpen: true, Decision: not null },
            async some =>
            {
                var by = await db.Members.SingleAsync(m => m.Id == byId, cancellation);
                // Whoever left the inner group meanwhile is not moved by what was decided before.
                var moving = some.FindAll(one => ClosingCase.Target(one.Decision) is not null && one.Member is { Standing: Standing.Inner, LeftAt: null });
                var claims = await db.TakeClaimsAsync(moving, by, now, cancellation);
                foreach (var one in moving)
                {
                    var before = Placed(one.Member);
                    one.Move(claims.GetValueOrDefault(one.MemberId), now);
                    db.Add(new AuditEntry(AuditActs.ClosingMoved, one.DecidedById, one.MemberId, subject, before, Placed(one.Member), now));
                }

                await db.TellAsync("decided", some.FindAll(one => one.IsMoved || one.Member is { Standing: Standing.Inner, LeftAt: null }), now, cancellation);
            },
            cancellation);
        return await DoneAsync(unit, cancellation);
    }

    /// <summary>
    /// Undoes it: everybody stands again where they stood, with what they held as far as it is still to be had. Whom somebody moved since stays, and whom the group did not elect since has
    /// no seat on the committee back. All are told to whom it was told what was decided.
    /// </summary>
    public async Task<StepResult> UndoAsync(int closingId, int byId, CancellationToken cancellation)
    {
        await using var unit = await LargeUnit.BeginAsync(db, cancellation);
        var (now, closing) = (clock.GetCurrentInstant(), await db.TopicClosings.SingleAsync(c => c.Id == closingId, cancellation));
        if (!closing.MayUndo(now))
            return StepResult.NotNow;
        closing.Undo(byId, now);
        var (subject, executed) = (await SubjectAsync(closing, cancellation), closing.ExecutedAt);
        db.Add(new AuditEntry(AuditActs.ClosingUndone, byId, null, subject, null, null, now));
        // Who was elected since is the committee now.
        var isElected = (await db.Elections.Include(e => e.Ballot!.Options).AsNoTracking().Where(e => e.EndedAt > executed).ToListAsync(cancellation)).Exists(election => election.Outcome is ElectionOutcome.Seated);
        await EachAsync(
            db.ClosingCases.Include(c => c.Member).Where(c => c.ClosingId == closingId && c.ToldAt != null && c.Member.LeftAt == null && (c.BeforeStanding != null || c.Member.Standing == Standing.Inner)),
            _ => true,
            async some =>
            {
                var by = await db.Members.SingleAsync(m => m.Id == byId, cancellation);
                var back = some.FindAll(one => one.StandsAsMoved(executed));
                foreach (var one in back)
                {
                    var before = Placed(one.Member);
                    one.PutBack(!isElected, now);
                    db.Add(new AuditEntry(AuditActs.ClosingPutBack, byId, one.MemberId, subject, before, Placed(one.Member), now));
                }

                await db.GiveClaimsBackAsync(back, by, now, cancellation);
                await db.TellAsync("undone", some, now, cancellation);
            },
            cancellation);
        await MoveUpAsync(closingId, now, cancellation);
        return await DoneAsync(unit, cancellation);
    }

    /// <summary>Publishes the archive: once it cannot be undone any more, so whoever waits for a paper that became free moves up; and at once where nobody was low.</summary>
    public async Task<StepResult> PublishAsync(int closingId, int byId, CancellationToken cancellation)
    {
        await using var unit = await LargeUnit.BeginAsync(db, cancellation);
        var (now, closing) = (clock.GetCurrentInstant(), await db.TopicClosings.SingleAsync(c => c.Id == closingId, cancellation));
        var low = await db.ClosingCases.CountAsync(c => c.ClosingId == closingId && c.Kind == VerdictKind.Low, cancellation);
        if (!closing.MayPublish(low, now))
            return StepResult.NotNow;
        closing.Publish(low, byId, now);
        db.Add(new AuditEntry(AuditActs.ClosingPublished, byId, null, await SubjectAsync(closing, cancellation), null, null, now));
        await MoveUpAsync(closingId, now, cancellation);
        return await DoneAsync(unit, cancellation);
    }

    /// <summary>Calls it off before anything was done. Once they are told, nobody does about whom it is to be decided.</summary>
    public async Task<StepResult> CallOffAsync(int closingId, int byId, CancellationToken cancellation)
    {
        await using var unit = await LargeUnit.BeginAsync(db, cancellation);
        var (now, closing) = (clock.GetCurrentInstant(), await db.TopicClosings.SingleAsync(c => c.Id == closingId, cancellation));
        if (closing.State is not (ClosingState.Frozen or ClosingState.Told))
            return StepResult.NotNow;
        if (await db.StandsToMoveAsync(closing, byId, cancellation))
            return StepResult.OwnCase;
        var topic = await db.Topics.SingleAsync(t => t.Id == closing.TopicId, cancellation);
        closing.CallOff(topic, byId, now);
        db.Add(new AuditEntry(AuditActs.ClosingCalledOff, byId, null, Said(topic.Number), null, null, now));
        await EachAsync(db.ClosingCases.Where(c => c.ClosingId == closingId && c.ToldAt != null), _ => true, some => db.TellAsync("off", some, now, cancellation), cancellation);
        return await DoneAsync(unit, cancellation);
    }

    // The closing itself is saved with the first of them, so that of two who press at once the second is told before anything is done. In the order of their members, which an index of the cases
    // of a closing has. What they are and what was decided is looked at here and not asked for: the database would take its index of that, and sort all who are left for each stretch anew.
    private async Task EachAsync(IQueryable<ClosingCase> cases, Predicate<ClosingCase> which, Func<List<ClosingCase>, Task> work, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        for (var after = 0; ;)
        {
            db.ChangeTracker.Clear();
            var last = after;
            var some = await cases.Where(c => c.MemberId > last).OrderBy(c => c.MemberId).Take(Batch).ToListAsync(cancellation);
            if (some.Count == 0)
                return;
            after = some[^1].MemberId;
            if (some.FindAll(which) is not { Count: > 0 } found)
                continue;
            await work(found);
            await db.SaveChangesAsync(cancellation);
        }
    }

    // Papers that became free and were not given back are for who waits for them.
    private Task MoveUpAsync(int closingId, Instant now, CancellationToken cancellation) => EachAsync(
        db.ClosingCases.Where(c => c.ClosingId == closingId && c.BeforeClaims != null),
        _ => true,
        some => db.MoveUpAllAsync([.. some.SelectMany(one => HeldClaims.Read(one.BeforeClaims)!.Talks).Where(talk => talk.WasAlone).Select(talk => talk.TalkId)], now, cancellation),
        cancellation);

    private async Task<StepResult> DoneAsync(LargeUnit unit, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return StepResult.Done;
    }

    private async Task<string> SubjectAsync(TopicClosing closing, CancellationToken cancellation)
    {
        var id = closing.TopicId;
        return Said(await db.Topics.Where(t => t.Id == id).Select(t => t.Number).SingleAsync(cancellation));
    }

    private static string Placed(Member member) => member.Role is Role.None ? $"{member.Standing}" : $"{member.Standing}, {member.Role}";

    private static string Said(int number) => number.ToString(CultureInfo.InvariantCulture);
}
