using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Admission.Ballots;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Notices.Reminders;
using Whalepaper.Ui;

namespace Whalepaper.Admission.Elections;

/// <summary>Tells the inner group that an election was called, and what came out of one.</summary>
internal sealed class ElectionNews(IClock clock) : ISequel
{
    /// <summary>It was called.</summary>
    public const string Called = "called";

    /// <summary>It is over.</summary>
    public const string Ended = "ended";

    private static readonly Duration lasts = Duration.FromDays(7);

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(db);
        // It ends with its ballot, which is what was changed at first.
        List<(Election Election, string Word)> turns =
        [
            .. db.ChangeTracker.Entries<Election>().Where(entry => entry.State is EntityState.Added).Select(entry => (entry.Entity, Called)),
            .. db.ChangeTracker.Entries<Election>().Where(entry => entry.State is EntityState.Modified && entry.Property(election => election.EndedAt).IsModified).Select(entry => (entry.Entity, Ended)),
        ];
        return turns.Count == 0 ? null : cancellation => TellAsync(db, turns, cancellation);
    }

    private async Task TellAsync(WhalepaperDb db, List<(Election Election, string Word)> turns, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var inner = await db.InnerGroup().OrderBy(member => member.Id).Select(member => member.Id).ToListAsync(cancellation);
        await db.WriteAsync(
            turns.Select(turn => new Telling(
                BallotMessages.Election, string.Create(CultureInfo.InvariantCulture, $"election:{turn.Election.Id}:{turn.Word}"), string.Create(CultureInfo.InvariantCulture, $"{turn.Election.Id}:{turn.Word}"), inner,
                turn.Word is Called ? turn.Election.StandUntil : now + lasts)),
            now, cancellation);
    }
}

/// <summary>What they are told.</summary>
internal sealed class ElectionWords(WhalepaperDb db, ReminderHours hours, IMastheadSource mastheads, PublicAddress house, IClock clock, IStringLocalizer<BallotTexts> texts) : IDeliveryContent
{
    private const string Page = "/elections";

    public string Kind => BallotMessages.Election;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if ((delivery.About ?? "").Split(':') is not [var number, var word] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || !await db.Members.AnyAsync(m => m.Id == reader.MemberId && m.Standing == Standing.Inner, cancellation)
            || await db.Elections.AsNoTracking().Include(e => e.Ballot!.Options).SingleOrDefaultAsync(e => e.Id == id, cancellation) is not { } election)
            return null;
        if (word is ElectionNews.Called)
        {
            return !election.TakesCandidates(clock.GetCurrentInstant()) ? null : new Message(
                texts["News.Called.Subject"], texts["News.Called", election.Seats, election.Months, await hours.SayAsync(election.StandUntil, reader, cancellation)], house.Of(Page), texts["News.Called.Act"]);
        }

        var text = election.Outcome is ElectionOutcome.Seated ? await SeatedAsync(election, reader, cancellation) : texts[$"News.{election.Outcome}"].Value;
        return new Message(texts["News.Ended.Subject"], text, house.Of(Page), texts["News.Act"]);
    }

    private async Task<string> SeatedAsync(Election election, Reader reader, CancellationToken cancellation)
    {
        int[] seated = [.. election.Ballot!.Options.Where(option => option.Passed is true).Select(option => option.MemberId)];
        var names = await db.Members.Where(m => EF.Parameter(seated).Contains(m.Id)).OrderBy(m => m.Handle).Select(m => m.Name).ToListAsync(cancellation);
        var over = election.OverIn((await mastheads.ReadAsync(cancellation)).Zone)!.Value;
        return texts["News.Seated", string.Join(texts["And"], names), await hours.SayAsync(over, reader, cancellation)];
    }
}

/// <summary>Reminds the organizer that the committee's term is over: nobody loses an office by a clock, somebody has to call an election.</summary>
internal sealed class TermWords(WhalepaperDb db, ReminderHours hours, IMastheadSource mastheads, PublicAddress house, IStringLocalizer<BallotTexts> texts) : IDeliveryContent
{
    public string Kind => BallotMessages.Term;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (!int.TryParse(delivery.About, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || await db.TermAsync((await mastheads.ReadAsync(cancellation)).Zone, cancellation) is not { IsBeingElected: false } term
            || term.ElectionId != id || !await db.Members.AnyAsync(m => m.Id == reader.MemberId && m.Role == Role.Organizer, cancellation))
            return null;
        return new Message(texts["Term.Subject"], texts["Term.Text", await hours.SayAsync(term.Over, reader, cancellation)], house.Of("/elections"), texts["Term.Act"]);
    }
}
