using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation.Policy;

namespace Whalepaper.Participation.Closing;

/// <summary>Which cases of a closing are listed.</summary>
public enum CaseFilter
{
    /// <summary>Everybody who was low.</summary>
    Low,

    /// <summary>Those of them about whom nobody has decided yet, or not everybody whom it takes.</summary>
    Undecided,

    /// <summary>Those of them who object.</summary>
    Objected,

    /// <summary>The committee and the organizer, whatever they did.</summary>
    Office,

    /// <summary>Who would have been low, and is exempt.</summary>
    Exempt,

    /// <summary>Who was not low, and was excused from more than half of the meetings, or from all by which they would have been measured: excuses said in time are free, and seen.</summary>
    Excused,
}

/// <summary>A case in a list.</summary>
/// <param name="Case">The case.</param>
/// <param name="Name">What the group calls them.</param>
/// <param name="Handle">Their name in addresses.</param>
/// <param name="Role">What they do for the group by now.</param>
/// <param name="IsHere">Whether they are still of the inner group: else there is nothing to decide any more.</param>
public sealed record CaseLine(ClosingCase Case, string Name, string Handle, Role Role, bool IsHere);

/// <summary>How many of each there are in a closing.</summary>
/// <param name="Low">Who was low.</param>
/// <param name="Exempt">Who would have been, and is exempt.</param>
/// <param name="Office">The committee and the organizer.</param>
/// <param name="Undecided">About whom it is not decided.</param>
/// <param name="Objected">Who objected.</param>
/// <param name="Kept">Who stays.</param>
/// <param name="ToOpen">Who moves to the open group.</param>
/// <param name="ToFormer">Who moves out.</param>
/// <param name="Excused">Who was excused from most of it, and not low.</param>
public sealed record CaseCounts(int Low, int Exempt, int Office, int Undecided, int Objected, int Kept, int ToOpen, int ToFormer, int Excused);

/// <summary>What the pages of a closing ask.</summary>
public static class ClosingQueries
{
    /// <summary>How many cases stand on a page.</summary>
    public const int OfPage = 30;

    private static readonly Expression<Func<ClosingCase, bool>> isUndecided = c =>
        c.Kind == VerdictKind.Low && c.Member.Standing == Standing.Inner && c.Member.LeftAt == null
        && (c.Decision == null || (c.Decision != ClosingDecision.Keep && c.SecondById == null && c.Member.Role != Role.None));

    /// <summary>The closing of a topic that runs or led to its end, else the last that did not; null where there was none.</summary>
    public static Task<TopicClosing?> ClosingOfAsync(this WhalepaperDb db, int number, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.TopicClosings.Where(c => db.Topics.Any(t => t.Id == c.TopicId && t.Number == number)).OrderByDescending(c => c.RunsFor != null ? 1 : 0).ThenByDescending(c => c.Id).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Those of some cases about whom a person has yet to decide, or a second one. Whoever left the inner group meanwhile is none of them.</summary>
    public static IQueryable<ClosingCase> Undecided(this IQueryable<ClosingCase> cases) => cases.Where(isUndecided);

    /// <summary>Those of them about whom this person can say something: not themselves, and not whom they decided about already and who waits for somebody else.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="me">Who decides: their database number.</param>
    public static IQueryable<ClosingCase> UndecidedFor(this IQueryable<ClosingCase> cases, int me) => cases.Undecided().Where(c => c.MemberId != me && (c.Decision == null || c.DecidedById != me));

    /// <summary>Which of them comes after a case, in the order of the list, and how many there are; from the end it goes on at the beginning.</summary>
    /// <param name="db">The data.</param>
    /// <param name="one">The case.</param>
    /// <param name="me">Who decides: their database number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<(string? Next, int Left)> LeftAfterAsync(this WhalepaperDb db, ClosingCase one, int me, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(one);
        var (closing, id, objects) = (one.ClosingId, one.Id, one.ObjectedAt is not null);
        var others = db.ClosingCases.Where(c => c.ClosingId == closing && c.Id != id).UndecidedFor(me);
        var next = await others.OrderBy(c => (c.ObjectedAt == null && (objects || c.Id > id)) || (c.ObjectedAt != null && objects && c.Id > id) ? 0 : 1)
            .ThenBy(c => c.ObjectedAt != null ? 0 : 1).ThenBy(c => c.Id).Select(c => c.Member.Handle).FirstOrDefaultAsync(cancellation);
        return (next, next is null ? 0 : await others.CountAsync(cancellation));
    }

    /// <summary>Those of some cases that say "mostly excused": see <see cref="ParticipationPolicy.IsMostlyExcused"/>. Nobody decides about them.</summary>
    public static IQueryable<ClosingCase> MostlyExcused(this IQueryable<ClosingCase> cases, ParticipationPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var (asks, free) = (policy.LeastAttendance > 0, policy.FreeAbsences);
        return cases.Where(c => asks && (c.Kind == VerdictKind.Fine || c.Kind == VerdictKind.Near) && c.Excused > 0 && (c.Excused * 2 > c.Held || (c.Attended == 0 && c.Held - c.Excused <= free)));
    }

    /// <summary>Whether somebody is one of those about whom a closing decides, and was told: they do not stop it.</summary>
    public static Task<bool> StandsToMoveAsync(this WhalepaperDb db, TopicClosing closing, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(closing);
        var id = closing.Id;
        return db.ClosingCases.AnyAsync(c => c.ClosingId == id && c.MemberId == memberId && c.Kind == VerdictKind.Low && c.ToldAt != null, cancellation);
    }

    /// <summary>A page of cases, and how many there are: first those that are undecided, and of these who objects.</summary>
    public static async Task<(IReadOnlyList<CaseLine> Lines, int Count)> CasesAsync(this WhalepaperDb db, TopicClosing closing, CaseFilter filter, int page, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(closing);
        var closingId = closing.Id;
        var cases = db.ClosingCases.AsNoTracking().Where(c => c.ClosingId == closingId);
        cases = filter switch
        {
            CaseFilter.Undecided => cases.Undecided(),
            CaseFilter.Objected => cases.Where(c => c.Kind == VerdictKind.Low && c.ObjectedAt != null),
            CaseFilter.Office => cases.Where(c => c.Role != Role.None),
            CaseFilter.Exempt => cases.Where(c => c.Kind == VerdictKind.Exempt),
            CaseFilter.Excused => cases.MostlyExcused(closing.Measure()),
            _ => cases.Where(c => c.Kind == VerdictKind.Low),
        };
        return (await cases.OrderByDescending(isUndecided).ThenBy(c => c.ObjectedAt != null ? 0 : 1).ThenBy(c => c.Id).Skip((page - 1) * OfPage).Take(OfPage).Lines().ToListAsync(cancellation), await cases.CountAsync(cancellation));
    }

    /// <summary>The case of a member in the closing of a topic; null if there is none.</summary>
    public static Task<CaseLine?> CaseAsync(this WhalepaperDb db, int closingId, string handle, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.ClosingCases.AsNoTracking().Where(c => c.ClosingId == closingId && c.Member.Handle == handle).Lines().SingleOrDefaultAsync(cancellation);
    }

    /// <summary>How many of each there are. What is decided about the reader is left out until it is carried out.</summary>
    /// <param name="db">The data.</param>
    /// <param name="closing">The closing.</param>
    /// <param name="readerId">Who reads: their database number.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<CaseCounts> CountsAsync(this WhalepaperDb db, TopicClosing closing, int readerId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(closing);
        var (closingId, isDone) = (closing.Id, closing.ExecutedAt is not null);
        var cases = db.ClosingCases.Where(c => c.ClosingId == closingId);
        var groups = await cases.GroupBy(c => new { c.Kind, Decision = isDone || c.MemberId != readerId ? c.Decision : null, Holds = c.Role != Role.None, Objects = c.ObjectedAt != null }).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellation);
        var low = groups.FindAll(g => g.Key.Kind is VerdictKind.Low);
        return new(
            low.Sum(g => g.Count), groups.FindAll(g => g.Key.Kind is VerdictKind.Exempt).Sum(g => g.Count), groups.FindAll(g => g.Key.Holds).Sum(g => g.Count), await cases.Undecided().CountAsync(cancellation),
            low.FindAll(g => g.Key.Objects).Sum(g => g.Count), Decided(ClosingDecision.Keep), Decided(ClosingDecision.ToOpen), Decided(ClosingDecision.ToFormer),
            await cases.MostlyExcused(closing.Measure()).CountAsync(cancellation));

        int Decided(ClosingDecision decision) => low.FindAll(g => g.Key.Decision == decision).Sum(g => g.Count);
    }

    /// <summary>Somebody's cases of which they were told, the last first, with the topic and the closing of each.</summary>
    public static async Task<IReadOnlyList<OwnCase>> OwnCasesAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return await (
            from one in db.ClosingCases.AsNoTracking()
            join closing in db.TopicClosings.AsNoTracking() on one.ClosingId equals closing.Id
            join topic in db.Topics on closing.TopicId equals topic.Id
            where one.MemberId == memberId && one.ToldAt != null
            orderby one.Id descending
            select new OwnCase(topic.Number, topic.Title, closing, one)).ToListAsync(cancellation);
    }

    /// <summary>The case by which somebody stands outside of the inner group now; null where it was none.</summary>
    public static Task<int?> MovedByAsync(this WhalepaperDb db, int memberId, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        return (
            from one in db.ClosingCases
            join closing in db.TopicClosings on one.ClosingId equals closing.Id
            where one.MemberId == memberId && one.BeforeStanding != null && one.UndoneAt == null
                && (one.Member.StandingSince == closing.ExecutedAt || one.Member.StandingSince == one.ReturnedAt)
                && (one.Member.Standing == Standing.Open || one.Member.Standing == Standing.Former)
            orderby one.Id descending
            select (int?)one.Id).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The closings that are not at their end, by topic.</summary>
    /// <param name="db">The data.</param>
    /// <param name="me">Who looks: their database number.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyList<ClosingOnDesk>> ClosingsOnDeskAsync(this WhalepaperDb db, int me, Instant now, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var running = await (
            from closing in db.TopicClosings.AsNoTracking()
            join topic in db.Topics on closing.TopicId equals topic.Id
            where closing.RunsFor != null && closing.State != ClosingState.Published
            orderby topic.Number
            select new { topic.Number, Closing = closing }).ToListAsync(cancellation);
        if (running.Count == 0)
            return [];
        int[] ids = [.. running.Select(one => one.Closing.Id)];
        var cases = db.ClosingCases.Where(c => EF.Parameter(ids).Contains(c.ClosingId));
        var mine = await cases.UndecidedFor(me).GroupBy(c => c.ClosingId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var undecided = await cases.Undecided().Select(c => c.ClosingId).Distinct().ToListAsync(cancellation);
        return running.ConvertAll(one => new ClosingOnDesk(one.Number, one.Closing.State, one.Closing.State is ClosingState.Told ? mine.GetValueOrDefault(one.Closing.Id) : 0, IsDue(one.Closing)));

        bool IsDue(TopicClosing closing) => closing.State switch
        {
            ClosingState.Told => mine.ContainsKey(closing.Id) || (!undecided.Contains(closing.Id) && closing.MayExecute(now)),
            ClosingState.Executed => !closing.MayUndo(now),
            _ => true,
        };
    }

    private static IQueryable<CaseLine> Lines(this IQueryable<ClosingCase> cases) =>
        cases.Select(c => new CaseLine(c, c.Member.Name, c.Member.Handle, c.Member.Role, c.Member.Standing == Standing.Inner && c.Member.LeftAt == null));
}

/// <summary>A closing on the committee's desk.</summary>
/// <param name="Number">What the group counts the topic as.</param>
/// <param name="State">How far it is.</param>
/// <param name="ToDecide">About how many the reader can decide.</param>
/// <param name="IsDue">Whether it waits for somebody, and not for days to pass.</param>
public sealed record ClosingOnDesk(int Number, ClosingState State, int ToDecide, bool IsDue);

/// <summary>Somebody's own case.</summary>
/// <param name="Number">What the group counts the topic as.</param>
/// <param name="Title">The topic's title; null where it has none.</param>
/// <param name="Closing">The closing.</param>
/// <param name="Case">The case.</param>
public sealed record OwnCase(int Number, string? Title, TopicClosing Closing, ClosingCase Case);
