using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Improving.Suggestions;

/// <summary>The suggestion because of which something was set.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Title">What was proposed.</param>
public sealed record CauseSign(int Id, string Title);

/// <summary>Ties changes of settings to the suggestions that caused them. The field of their forms is called <c>because</c>.</summary>
public static class Causes
{
    /// <summary>The name of the field.</summary>
    public const string Field = "because";

    /// <summary>Reads the suggestion that is named as the cause: its number, or its address.</summary>
    /// <param name="db">The data.</param>
    /// <param name="sent">What was sent; told what is wrong with it.</param>
    /// <param name="typed">What was typed; nothing for no cause.</param>
    /// <param name="words">The words for what is wrong.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Its number; null for no cause, and where something is wrong.</returns>
    public static async Task<int?> CauseAsync(this WhalepaperDb db, Submission sent, string? typed, IStringLocalizer<SuggestionTexts> words, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(sent);
        ArgumentNullException.ThrowIfNull(words);
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        // An address as it is copied may tell more behind the number: what was just done, or where on the page.
        var last = typed.Trim().Split('?')[0].TrimEnd('/').Split('/')[^1].TrimStart('#', '＃').Split('#')[0];
        if (int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && await db.Suggestions.AnyAsync(s => s.Id == id && s.State != SuggestionState.Withdrawn, cancellation))
            return id;
        sent.Refuse(Field, words["Because.Unknown"]);
        return null;
    }

    /// <summary>Writes a change down, with the suggestion that caused it, if one did.</summary>
    public static void AddChange(this WhalepaperDb db, AuditEntry change, int? suggestionId)
    {
        ArgumentNullException.ThrowIfNull(db);
        db.Add(change);
        if (suggestionId is { } cause)
            db.Add(new SuggestionEffect(cause, change));
    }

    /// <summary>Because of which suggestion each thing is as it is: by what was changed, of which the last change had a cause. An act without a subject stands under the empty word.</summary>
    /// <param name="db">The data.</param>
    /// <param name="act">The act of the audit log.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static async Task<IReadOnlyDictionary<string, CauseSign>> CausesOfAsync(this WhalepaperDb db, string act, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var caused = await (
            from effect in db.SuggestionEffects
            join suggestion in db.Suggestions on effect.SuggestionId equals suggestion.Id
            where effect.Entry.Act == act && !db.AuditEntries.Any(later => later.Act == act && later.Subject == effect.Entry.Subject && later.Id > effect.EntryId)
            select new { effect.Entry.Subject, suggestion.Id, suggestion.Title }).ToListAsync(cancellation);
        return caused.ToDictionary(one => one.Subject ?? "", one => new CauseSign(one.Id, one.Title), StringComparer.Ordinal);
    }
}
