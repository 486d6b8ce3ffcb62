using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Members.Access;
using Whalepaper.Search;
using Whalepaper.Ui;

namespace Whalepaper.Improving.Suggestions;

/// <summary>Which suggestions are asked for.</summary>
/// <param name="State">In which state; null for all but those that were taken back.</param>
/// <param name="Words">Words that must stand in them; null for any.</param>
/// <param name="IsNewestFirst">The newest first, and not those that most support.</param>
/// <param name="Page">Which page, from 1.</param>
public sealed record SuggestionFilter(SuggestionState? State, string? Words, bool IsNewestFirst, int Page);

/// <summary>A line of the list.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">What is proposed.</param>
/// <param name="By">Who made it.</param>
/// <param name="State">How far it is.</param>
/// <param name="At">When it was made.</param>
/// <param name="StateSince">Since when it is where it is.</param>
/// <param name="Supporters">How many of the inner group support it.</param>
/// <param name="Comments">How often it was spoken of.</param>
public sealed record SuggestionLine(int Id, string Title, PersonSign By, SuggestionState State, Instant At, Instant StateSince, int Supporters, int Comments);

/// <summary>A page of the list.</summary>
/// <param name="Lines">The suggestions.</param>
/// <param name="Count">How many there are in all.</param>
/// <param name="Counts">How many there are in each state, whatever is asked for.</param>
public sealed record SuggestionList(IReadOnlyList<SuggestionLine> Lines, int Count, IReadOnlyDictionary<SuggestionState, int> Counts);

/// <summary>A comment, in the words of its page.</summary>
/// <param name="Id">Its number.</param>
/// <param name="By">Who said it.</param>
/// <param name="Text">The text, Markdown; null where it is hidden from the reader.</param>
/// <param name="At">When.</param>
/// <param name="HiddenWhy">Why it is hidden; null where it is not.</param>
/// <param name="IsOwn">Whether the reader said it.</param>
public sealed record SuggestionCommentLine(int Id, PersonSign By, string? Text, Instant At, string? HiddenWhy, bool IsOwn);

/// <summary>Something that became of it, in the words of its page.</summary>
/// <param name="State">Where it was since then.</param>
/// <param name="Word">The committee's word, Markdown.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When.</param>
public sealed record SuggestionStepLine(SuggestionState State, string? Word, PersonSign By, Instant At);

/// <summary>A setting that was changed because of it.</summary>
/// <param name="Act">What was done: a word of the audit log.</param>
/// <param name="Subject">To what.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is.</param>
/// <param name="At">When.</param>
public sealed record SuggestionEffectLine(string Act, string? Subject, string? Before, string? After, Instant At);

/// <summary>A suggestion's page.</summary>
/// <param name="Suggestion">The suggestion itself.</param>
/// <param name="By">Who made it.</param>
/// <param name="Supporters">Who of the inner group supports it, the first of them.</param>
/// <param name="SupporterCount">How many there are in all.</param>
/// <param name="IsSupported">Whether the reader does.</param>
/// <param name="Comments">What was said of it, in order.</param>
/// <param name="Course">What became of it, in order.</param>
/// <param name="Effects">What was changed because of it, in order.</param>
public sealed record SuggestionView(
    Suggestion Suggestion, PersonSign By, IReadOnlyList<PersonSign> Supporters, int SupporterCount, bool IsSupported, IReadOnlyList<SuggestionCommentLine> Comments, IReadOnlyList<SuggestionStepLine> Course, IReadOnlyList<SuggestionEffectLine> Effects);

/// <summary>What the pages of suggestions ask: always the same few questions.</summary>
public static class SuggestionQueries
{
    /// <summary>How many stand on a page.</summary>
    public const int OfPage = 20;

    /// <summary>How many lie on the committee's desk at most.</summary>
    public const int OfDesk = 5;

    private const int MostNames = 100;
    private const int MostComments = 500;
    private const int MostWords = 8;

    /// <summary>Support that counts: of those who are of the inner group today.</summary>
    public static IQueryable<SuggestionSupport> CountedSupport(this WhalepaperDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        return db.SuggestionSupports.Where(support => db.Members.Any(member => member.Id == support.MemberId && member.LeftAt == null && member.Standing == Standing.Inner));
    }

    /// <summary>A page of the list.</summary>
    public static async Task<SuggestionList> SuggestionsAsync(this WhalepaperDb db, SuggestionFilter filter, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(filter);
        var counts = await db.Suggestions.GroupBy(s => s.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var asked = filter.State is { } state ? db.Suggestions.Where(s => s.State == state) : db.Suggestions.Where(s => s.State != SuggestionState.Withdrawn);
        foreach (var word in WordsOf(filter.Words))
            asked = asked.Where(s => s.Folded.Contains(word));
        var support = db.CountedSupport();
        var ordered = filter.IsNewestFirst ? asked.OrderByDescending(s => s.Id) : asked.OrderByDescending(s => support.Count(one => one.SuggestionId == s.Id)).ThenByDescending(s => s.Id);
        return new SuggestionList(await LinesAsync(db, ordered.Skip((filter.Page - 1) * OfPage).Take(OfPage), cancellation), await asked.CountAsync(cancellation), counts);
    }

    /// <summary>Those that wait longest for the committee's word.</summary>
    public static async Task<(IReadOnlyList<SuggestionLine> Lines, int Count)> WaitingSuggestionsAsync(this WhalepaperDb db, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var open = db.Suggestions.Where(s => s.State == SuggestionState.Open);
        var lines = await LinesAsync(db, open.OrderBy(s => s.StateSince).ThenBy(s => s.Id).Take(OfDesk), cancellation);
        return (lines, lines.Count < OfDesk ? lines.Count : await open.CountAsync(cancellation));
    }

    /// <summary>A suggestion's page.</summary>
    /// <returns>Null if there is none of this number.</returns>
    public static async Task<SuggestionView?> SuggestionPageAsync(this WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(who);
        if (await db.Suggestions.AsNoTracking().Include(s => s.Course.OrderBy(step => step.Id)).SingleOrDefaultAsync(s => s.Id == id, cancellation) is not { } suggestion)
            return null;
        int[] named = [suggestion.ById, .. suggestion.Course.Select(step => step.ById)];
        var names = await db.Members.AsNoTracking().Where(m => EF.Parameter(named).Contains(m.Id)).Select(m => new { m.Id, m.Name, m.Handle }).ToDictionaryAsync(m => m.Id, m => MemberSigns.Sign(m.Name, m.Handle), cancellation);
        var me = who.MemberId;
        var support = db.CountedSupport().Where(one => one.SuggestionId == id);
        var supporters = await (from one in support join member in db.Members on one.MemberId equals member.Id orderby one.At, one.MemberId select new { member.Name, member.Handle }).Take(MostNames).ToListAsync(cancellation);
        return new SuggestionView(
            suggestion, names[suggestion.ById],
            supporters.ConvertAll(m => MemberSigns.Sign(m.Name, m.Handle)),
            supporters.Count < MostNames ? supporters.Count : await support.CountAsync(cancellation),
            await db.SuggestionSupports.AnyAsync(one => one.SuggestionId == id && one.MemberId == me, cancellation),
            await CommentsAsync(db, id, who, cancellation),
            [.. suggestion.Course.Select(step => new SuggestionStepLine(step.State, step.Word, names[step.ById], step.At))],
            await db.SuggestionEffects.Where(e => e.SuggestionId == id).OrderBy(e => e.EntryId)
                .Select(e => new SuggestionEffectLine(e.Entry.Act, e.Entry.Subject, e.Entry.Before, e.Entry.After, e.Entry.At)).ToListAsync(cancellation));
    }

    /// <summary>The words that are looked for in a text that was typed.</summary>
    internal static IReadOnlyList<string> WordsOf(string? typed) => string.IsNullOrWhiteSpace(typed) || typed.Contains('\0', StringComparison.Ordinal)
        ? [] : [.. FoldedText.Of(typed).Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Take(MostWords)];

    private static async Task<IReadOnlyList<SuggestionCommentLine>> CommentsAsync(WhalepaperDb db, int id, Actor who, CancellationToken cancellation)
    {
        var comments = await (
            from comment in db.SuggestionComments.AsNoTracking()
            join member in db.Members on comment.ById equals member.Id
            where comment.SuggestionId == id
            orderby comment.Id
            select new { comment.Id, comment.ById, member.Name, member.Handle, comment.Text, comment.At, comment.HiddenWhy }).Take(MostComments).ToListAsync(cancellation);
        var seesAll = who.May(Act.DoCommitteeWork);
        return comments.ConvertAll(c => new SuggestionCommentLine(c.Id, MemberSigns.Sign(c.Name, c.Handle), c.HiddenWhy is null || seesAll || who.Is(c.ById) ? c.Text : null, c.At, c.HiddenWhy, who.Is(c.ById)));
    }

    private static async Task<IReadOnlyList<SuggestionLine>> LinesAsync(WhalepaperDb db, IQueryable<Suggestion> suggestions, CancellationToken cancellation)
    {
        var support = db.CountedSupport();
        return (await suggestions.AsNoTracking().Select(s => new
        {
            s.Id,
            s.Title,
            By = db.Members.Where(m => m.Id == s.ById).Select(m => new { m.Name, m.Handle }).First(),
            s.State,
            s.At,
            s.StateSince,
            Supporters = support.Count(one => one.SuggestionId == s.Id),
            Comments = db.SuggestionComments.Count(c => c.SuggestionId == s.Id && c.HiddenAt == null),
        }).ToListAsync(cancellation)).ConvertAll(s => new SuggestionLine(s.Id, s.Title, MemberSigns.Sign(s.By.Name, s.By.Handle), s.State, s.At, s.StateSince, s.Supporters, s.Comments));
    }
}
