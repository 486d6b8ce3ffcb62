using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Members.Access;
using Whalepaper.Talks;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Settings;

/// <summary>The parts that every talk covers, in the organizer's hand: all of them at once, in their order.</summary>
public static class OutlineEndpoints
{
    /// <summary>The most parts.</summary>
    public const int Most = 20;

    private const int LongestTitle = 120;

    private const int LongestMinutes = 240;

    /// <summary>Adds the command.</summary>
    public static void MapOutlineSettings(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/outline", Act.RunInstallation, "saveOutline", "Set the parts that every talk covers, in order; a part without a title goes", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(Submission<OutlineForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SettingTexts> words, IStringLocalizer<SuggestionTexts> suggestions)
    {
        var asked = Read(sent, words);
        var cause = await db.CauseAsync(sent, sent.Form.Because, suggestions, http.RequestAborted);
        if (!sent.IsSound)
            return sent.Refused(http, "/settings/outline");
        var parts = await db.OutlineParts.OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(http.RequestAborted);
        var before = Said(parts);
        var kept = Keep(parts, [.. asked.Select(part => part.Title)]);
        for (var n = 0; n < asked.Count; n++)
        {
            var (title, least, most) = asked[n];
            if (kept[n] is { } part)
            {
                part.Ask(title, least, most);
                part.MoveTo(n);
            }
            else
            {
                db.Add(new OutlinePart(n, title, least, most));
            }
        }

        db.RemoveRange(parts.Except(kept.OfType<OutlinePart>()));
        var after = Said([.. asked.Select((part, n) => new OutlinePart(n, part.Title, part.Least, part.Most))]);
        if (!string.Equals(before, after, StringComparison.Ordinal))
            db.AddChange(new AuditEntry(AuditActs.Outline, http.Actor().MemberId, null, null, before, after, clock.GetCurrentInstant()), cause);
        await db.SaveChangesAsync(http.RequestAborted);
        await ReviewAsync(db, clock.GetCurrentInstant(), http.RequestAborted);
        return sent.Done("/settings/outline?done=saved");
    }

    // What was ready may lack a part now, and what lacked one may be ready.
    private static async Task ReviewAsync(WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        var outline = await db.OutlineParts.OrderBy(p => p.Position).ToListAsync(cancellation);
        foreach (var talk in await db.Talks.Ahead().Include(t => t.Prepared).Include(t => t.Materials).Include(t => t.Meeting).Where(t => t.Prepared.Any()).AsSplitQuery().ToListAsync(cancellation))
            talk.Review(outline, null, now);
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Which part each asked title is: the one of that title wherever it stood, so that what presenters wrote for it stays with it; else the one
    /// in its place, which then has another title; else none.
    /// </summary>
    private static OutlinePart?[] Keep(List<OutlinePart> parts, string[] titles)
    {
        var left = new List<OutlinePart>(parts);
        var kept = new OutlinePart?[titles.Length];
        for (var n = 0; n < titles.Length; n++)
        {
            kept[n] = left.Find(part => string.Equals(part.Title, titles[n], StringComparison.Ordinal));
            if (kept[n] is { } same)
                left.Remove(same);
        }

        for (var n = 0; n < titles.Length; n++)
        {
            if (kept[n] is null && n < parts.Count && left.Remove(parts[n]))
                kept[n] = parts[n];
        }

        return kept;
    }

    private static List<(string Title, int? Least, int? Most)> Read(Submission<OutlineForm> sent, IStringLocalizer<SettingTexts> words)
    {
        var form = sent.Form;
        var parts = new List<(string Title, int? Least, int? Most)>();
        // Who names no part at all forgot the list; who wants none says so.
        if (form.Titles.Length == 0)
            sent.Refuse("titles", words["Outline.Missing"]);
        for (var n = 0; n < form.Titles.Length; n++)
        {
            if (string.IsNullOrWhiteSpace(form.Titles[n]))
                continue;
            var (least, most) = (Minutes(form.Least, n), Minutes(form.Most, n));
            if (form.Titles[n].Length > LongestTitle)
                sent.Refuse("titles", words["Outline.Title.Long", n + 1]);
            else if (least is < 0 || most is < 0 || least > most)
                sent.Refuse("least", words["Outline.Minutes.Wrong", n + 1, LongestMinutes]);
            else
                parts.Add((form.Titles[n].Trim(), least, most));
        }

        if (parts.Count > Most)
            sent.Refuse("titles", words["Outline.Many", Most]);
        return parts;
    }

    // Nothing typed is no bound; what is no number of minutes is -1, which no part may have.
    private static int? Minutes(string[] typed, int n) => n >= typed.Length || string.IsNullOrWhiteSpace(typed[n])
        ? null
        : int.TryParse(typed[n], NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes <= LongestMinutes ? minutes : -1;

    private static string Said(IReadOnlyList<OutlinePart> parts) => string.Join("; ", parts.Select(part => part.MinimumMinutes is null && part.MaximumMinutes is null ? part.Title : $"{part.Title} ({part.MinimumMinutes}-{part.MaximumMinutes})"));
}

/// <summary>The parts, in order.</summary>
/// <param name="Titles">What each is about.</param>
/// <param name="Least">The least minutes of each; empty for no bound.</param>
/// <param name="Most">The most minutes of each; empty for no bound.</param>
/// <param name="Because">The number of the suggestion that caused it; nothing for none.</param>
public sealed record OutlineForm(string[] Titles, string[] Least, string[] Most, string? Because);
