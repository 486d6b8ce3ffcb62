using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>What became of an answer.</summary>
public enum AnswerTaking
{
    /// <summary>It lies in a box.</summary>
    Taken = 1,

    /// <summary>Whoever answers did so before, and nobody knows any more which answer is theirs.</summary>
    Twice = 2,

    /// <summary>No answers are taken any more.</summary>
    Closed = 3,

    /// <summary>They are not on the list.</summary>
    NotListed = 4,
}

/// <summary>Opening, answering and closing. Whoever has a box in hand has it alone: of many at the same moment each waits for their turn, and nobody's answer is lost.</summary>
public sealed class RetrospectiveChanges(WhalepaperDb db, AnswerSeal seal)
{
    /// <summary>Sets up the boxes of a look back; all is saved by whoever opens it.</summary>
    public void Open(Retrospective retrospective)
    {
        ArgumentNullException.ThrowIfNull(retrospective);
        db.Add(retrospective);
        foreach (var (place, answers) in retrospective.Invitees.CountBy(invitee => invitee.Box))
            db.Add(new RetrospectiveBox(retrospective, place, seal.Close(new AnswerSheets(answers))));
    }

    /// <summary>Answers, once and for good.</summary>
    /// <param name="id">The look back's database number.</param>
    /// <param name="memberId">Who answers: their database number. It is noted that they did, and no more.</param>
    /// <param name="sheet">What they answer.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<AnswerTaking> AnswerAsync(int id, int memberId, AnswerSheet sheet, Instant now, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        await db.WipeWhatIsDeletedAsync(cancellation);
        if (!await db.Retrospectives.AnyAsync(r => r.Id == id && r.ClosedAt == null && r.ClosesAt > now, cancellation))
            return AnswerTaking.Closed;
        if (await db.RetrospectiveInvitees.Where(i => i.RetrospectiveId == id && i.MemberId == memberId).Select(i => (int?)i.Box).SingleOrDefaultAsync(cancellation) is not { } place)
            return AnswerTaking.NotListed;
        // The box first, then the mark, as whoever closes takes them: so nobody waits for somebody who waits for them.
        if (await HoldAsync(id, place, cancellation) is not { } box)
            return AnswerTaking.Closed;
        // Of two answers of the same member at the same moment, one finds the mark, however close they come.
        if (await db.RetrospectiveInvitees.Where(i => i.RetrospectiveId == id && i.MemberId == memberId && !i.HasAnswered).ExecuteUpdateAsync(row => row.SetProperty(i => i.HasAnswered, true), cancellation) == 0)
            return AnswerTaking.Twice;
        var sheets = seal.Open(box.Content);
        sheets.Add(sheet);
        box.Fill(seal.Close(sheets));
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return AnswerTaking.Taken;
    }

    /// <summary>Closes one to which nobody is left who could answer. Nobody waits for its hour then.</summary>
    public async Task CloseOnceAllAnsweredAsync(int id, Instant now, CancellationToken cancellation)
    {
        db.ChangeTracker.Clear();
        if (!await db.RetrospectiveInvitees.AnyAsync(i => i.RetrospectiveId == id && !i.HasAnswered, cancellation))
            await CloseAsync(id, now, cancellation);
    }

    /// <summary>Closes what is over: its time, or because everybody answered; whichever copy of the program looks first.</summary>
    /// <returns>Whether it was closed by this.</returns>
    public async Task<bool> CloseAsync(int id, Instant now, CancellationToken cancellation)
    {
        await using var unit = await db.BeginWritingAsync(cancellation);
        await db.WipeWhatIsDeletedAsync(cancellation);
        var boxes = new List<RetrospectiveBox>();
        foreach (var place in await db.RetrospectiveBoxes.Where(box => box.RetrospectiveId == id).OrderBy(box => box.Place).Select(box => box.Place).ToListAsync(cancellation))
        {
            if (await HoldAsync(id, place, cancellation) is { } box)
                boxes.Add(box);
        }

        // With the boxes in hand, nobody else closes it, and nobody answers.
        if (boxes.Count == 0 || await db.Retrospectives.SingleOrDefaultAsync(r => r.Id == id && r.ClosedAt == null, cancellation) is not { } retrospective || !await IsOverAsync(retrospective, now, cancellation))
            return false;
        retrospective.Close([.. boxes.SelectMany(box => seal.Open(box.Content).Answers)], await db.NumbersOfAsync(retrospective.TopicId, now, cancellation), now);
        db.RemoveRange(boxes);
        // Who answered is nobody's matter any more.
        await db.RetrospectiveInvitees.Where(i => i.RetrospectiveId == id).ExecuteDeleteAsync(cancellation);
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Calls one off, as if it had never been; what lay in its boxes is gone unread.</summary>
    /// <param name="id">The look back's database number.</param>
    /// <param name="alsoSaves">Adds what is saved along.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether there was one that could be: that is open, or was answered by too few and is not published.</returns>
    public async Task<bool> CallOffAsync(int id, Action alsoSaves, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(alsoSaves);
        await using var unit = await db.BeginWritingAsync(cancellation);
        await db.WipeWhatIsDeletedAsync(cancellation);
        if (await db.Retrospectives.SingleOrDefaultAsync(r => r.Id == id, cancellation) is not { PublishedAt: null } retrospective || (retrospective.ClosedAt is not null && retrospective.HasResults))
            return false;
        await db.RetrospectiveBoxes.Where(box => box.RetrospectiveId == id).ExecuteDeleteAsync(cancellation);
        await db.RetrospectiveInvitees.Where(i => i.RetrospectiveId == id).ExecuteDeleteAsync(cancellation);
        db.Remove(retrospective);
        alsoSaves();
        await db.SaveChangesAsync(cancellation);
        await unit.CommitAsync(cancellation);
        return true;
    }

    private async Task<bool> IsOverAsync(Retrospective retrospective, Instant now, CancellationToken cancellation) =>
        !retrospective.IsOpen(now) || !await db.RetrospectiveInvitees.AnyAsync(i => i.RetrospectiveId == retrospective.Id && !i.HasAnswered, cancellation);

    // To count up is to have it alone until the transaction ends, on either engine. A closed look back has none.
    private async Task<RetrospectiveBox?> HoldAsync(int id, int place, CancellationToken cancellation) =>
        await db.RetrospectiveBoxes.Where(box => box.RetrospectiveId == id && box.Place == place).ExecuteUpdateAsync(row => row.SetProperty(box => box.Turn, box => box.Turn + 1), cancellation) == 0
            ? null : await db.RetrospectiveBoxes.SingleAsync(box => box.RetrospectiveId == id && box.Place == place, cancellation);
}
