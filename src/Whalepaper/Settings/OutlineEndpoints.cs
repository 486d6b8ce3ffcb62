using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Audit;
using Whalepaper.Data;
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

    private static async Task<IResult> SaveAsync(Submission<OutlineForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<SettingTexts> words)
    {
        var asked = Read(sent, words);
        if (!sent.IsSound)
            return sent.Refused(http, "/settings/outline");
        var parts = await db.OutlineParts.OrderBy(p => p.Position).ThenBy(p => p.Id).ToListAsync(http.RequestAborted);
        var before = Said(parts);
        for (var n = 0; n < asked.Count; n++)
        {
            var (title, least, most) = asked[n];
            if (n < parts.Count)
            {
                parts[n].Ask(title, least, most);
                parts[n].MoveTo(n);
            }
            else
            {
                db.Add(new OutlinePart(n, title, least, most));
            }
        }

        db.RemoveRange(parts.Skip(asked.Count));
        var after = Said([.. asked.Select((part, n) => new OutlinePart(n, part.Title, part.Least, part.Most))]);
        if (!string.Equals(before, after, StringComparison.Ordinal))
            db.Add(new AuditEntry(AuditActs.Outline, http.Actor().MemberId, null, null, before, after, clock.GetCurrentInstant()));
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done("/settings/outline?done=saved");
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
public sealed record OutlineForm(string[] Titles, string[] Least, string[] Most);
