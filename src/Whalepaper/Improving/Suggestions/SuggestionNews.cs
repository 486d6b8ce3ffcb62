using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Improving.Suggestions;

/// <summary>
/// Tells whoever made a suggestion, and those who support it, what the committee decided; those who support it, that it says something else now; whoever made it, what others say of it; and the committee, what is proposed. The
/// moment that it is saved, whoever saves it.
/// </summary>
internal sealed class SuggestionNews(IClock clock) : ISequel
{
    /// <summary>The kind of deliveries to who made a suggestion or supports it.</summary>
    public const string Kind = "suggestion-news";

    /// <summary>The kind of deliveries to the committee.</summary>
    public const string DeskKind = "suggestion-desk";

    private static readonly Duration lasts = Duration.FromDays(14);

    public Func<CancellationToken, Task>? Prepare(WhalepaperDb db, IReadOnlyList<EntityEntry> changed)
    {
        ArgumentNullException.ThrowIfNull(changed);
        List<object> added = [.. changed.Where(entry => entry.State is EntityState.Added).Select(entry => entry.Entity)];
        var (made, steps, comments) = (added.OfType<Suggestion>().ToList(), added.OfType<SuggestionStep>().Where(step => step.State is not SuggestionState.Withdrawn).ToList(), added.OfType<SuggestionComment>().ToList());
        List<Suggestion> edited = [.. changed.Where(entry => entry is { State: EntityState.Modified, Entity: Suggestion } && entry.Property(nameof(Suggestion.EditedAt)).IsModified).Select(entry => (Suggestion)entry.Entity)];
        return made.Count + steps.Count + comments.Count + edited.Count == 0 ? null : async cancellation =>
        {
            var now = clock.GetCurrentInstant();
            int[] ids = [.. steps.Select(step => step.SuggestionId).Concat(comments.Select(comment => comment.SuggestionId)).Distinct()];
            var authors = await db.Suggestions.Where(s => EF.Parameter(ids).Contains(s.Id)).Select(s => new { s.Id, s.ById }).ToDictionaryAsync(s => s.Id, s => s.ById, cancellation);
            int[] supported = [.. steps.Select(step => step.SuggestionId), .. edited.Select(suggestion => suggestion.Id)];
            var supporters = (await db.CountedSupport().Where(s => EF.Parameter(supported).Contains(s.SuggestionId)).OrderBy(s => s.MemberId).Select(s => new { s.SuggestionId, s.MemberId }).ToListAsync(cancellation)).ToLookup(s => s.SuggestionId, s => s.MemberId);
            var committee = made.Count == 0 ? [] : await db.Members.Where(m => m.Role != Role.None && m.LeftAt == null).OrderBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellation);
            await db.WriteAsync(
                [
                    .. made.Select(s => new Telling(DeskKind, Occasion(s.Id, "new", s.Id), About("new", s.Id), committee.FindAll(member => member != s.ById), now + lasts)),
                    .. steps.Select(step => new Telling(Kind, Occasion(step.SuggestionId, "step", step.Id), About("step", step.Id), [.. supporters[step.SuggestionId].Append(authors[step.SuggestionId]).Where(member => member != step.ById)], now + lasts)),
                    .. edited.Select(s => new Telling(Kind, string.Create(CultureInfo.InvariantCulture, $"suggestion:{s.Id}:edited:{s.EditedAt!.Value.ToUnixTimeMilliseconds()}"), About("edited", s.Id), [.. supporters[s.Id]], now + lasts)),
                    .. comments.Where(c => authors[c.SuggestionId] != c.ById).Select(c => new Telling(Kind, Occasion(c.SuggestionId, "comment", c.Id), About("comment", c.Id), [authors[c.SuggestionId]], now + lasts)),
                ],
                now, cancellation);
        };
    }

    private static string Occasion(int suggestionId, string word, int id) => string.Create(CultureInfo.InvariantCulture, $"suggestion:{suggestionId}:{word}:{id}");

    private static string About(string word, int id) => string.Create(CultureInfo.InvariantCulture, $"{word}:{id}");
}

/// <summary>Tells who made a suggestion or supports it what became of it.</summary>
internal sealed class SuggestionNewsWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<SuggestionTexts> texts) : IDeliveryContent
{
    public string Kind => SuggestionNews.Kind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (!await db.IsInnerAsync(reader.MemberId, cancellation) || (delivery.About ?? "").Split(':') is not [var word, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        if (word is "comment")
        {
            var said = await (
                from comment in db.SuggestionComments
                join suggestion in db.Suggestions on comment.SuggestionId equals suggestion.Id
                join member in db.Members on comment.ById equals member.Id
                where comment.Id == id && comment.HiddenAt == null
                select new { suggestion.Id, suggestion.Title, member.Name }).SingleOrDefaultAsync(cancellation);
            return said is null ? null : new Message(texts["News.Comment.Subject", said.Title], texts["News.Comment", said.Name, said.Title], house.Of($"/suggestions/{said.Id}"), texts["News.Act"]);
        }

        if (word is "edited")
        {
            var edited = await db.Suggestions.Where(s => s.Id == id && s.State == SuggestionState.Open).Select(s => s.Title).SingleOrDefaultAsync(cancellation);
            return edited is null ? null : new Message(texts["News.Edited.Subject", edited], texts["News.Edited", edited], house.Of($"/suggestions/{id}"), texts["News.Act"]);
        }

        // What came after it tells more.
        var step = await db.SuggestionSteps.Where(s => s.Id == id && !db.SuggestionSteps.Any(later => later.SuggestionId == s.SuggestionId && later.Id > s.Id))
            .Join(db.Suggestions, s => s.SuggestionId, s => s.Id, (step, suggestion) => new { step.State, suggestion.Id, suggestion.Title }).SingleOrDefaultAsync(cancellation);
        return step is null ? null : new Message(texts[$"News.{step.State}.Subject", step.Title], texts[$"News.{step.State}", step.Title], house.Of($"/suggestions/{step.Id}"), texts["News.Act"]);
    }
}

/// <summary>Tells the committee what is proposed.</summary>
internal sealed class SuggestionDeskWords(WhalepaperDb db, PublicAddress house, IStringLocalizer<SuggestionTexts> texts) : IDeliveryContent
{
    public string Kind => SuggestionNews.DeskKind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.MemberId is not { } me || (delivery.About ?? "").Split(':') is not ["new", var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        // Who has no office any more hears nothing of it, and of what was taken back or answered meanwhile there is nothing to say.
        if (!await db.Members.AnyAsync(m => m.Id == me && m.LeftAt == null && m.Role != Role.None, cancellation))
            return null;
        var made = await db.Suggestions.Where(s => s.Id == id && s.State == SuggestionState.Open).Join(db.Members, s => s.ById, m => m.Id, (s, m) => new { s.Title, m.Name }).SingleOrDefaultAsync(cancellation);
        return made is null ? null : new Message(texts["Desk.New.Subject", made.Title], texts["Desk.New", made.Name, made.Title], house.Of($"/suggestions/{id}"), texts["News.Act"]);
    }
}
