using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks.Preparation;

/// <summary>What presenters write for the parts of their talk.</summary>
public static class PreparationEndpoints
{
    /// <summary>Adds the command.</summary>
    public static void MapPreparation(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("PUT", "/talks/{id:int}/preparation", Act.TakePart, "prepareTalk", "Write down what is prepared for parts of one's own talk: those that are sent", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(int id, Submission<PreparationForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<PreparationTexts> words)
    {
        var talk = await db.TalkForChangeAsync(id, http.RequestAborted);
        if (talk?.PresenterOf(http.Actor().MemberId) is not { } me)
            return TypedResults.NotFound();
        var page = talk.Ending is null ? $"/talks/{id}/prepare" : $"/talks/{id}";
        if (talk.Ending is not null)
            sent.Refuse(Submission.Whole, words["Ended"]);
        await db.Entry(talk).Collection(t => t.Prepared).LoadAsync(http.RequestAborted);
        await db.Entry(talk).Collection(t => t.Materials).LoadAsync(http.RequestAborted);
        var outline = await db.OutlineParts.OrderBy(p => p.Position).ToListAsync(http.RequestAborted);
        var written = Read(sent, talk, outline, words);
        if (!sent.IsSound)
            return sent.Refused(http, page);
        var now = clock.GetCurrentInstant();
        foreach (var (part, text, isShown) in written)
            talk.Prepare(part, text, isShown, now);
        talk.Review(outline, me, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{page}?done=saved");
    }

    // Parts, texts and versions come side by side; shown are the parts that listeners may read.
    private static List<(OutlinePart Part, string Text, bool IsShown)> Read(Submission<PreparationForm> sent, Talk talk, List<OutlinePart> outline, IStringLocalizer<PreparationTexts> words)
    {
        var form = sent.Form;
        if (form.Parts.Length == 0)
            sent.Refuse("parts", words["Uneven"]);
        if (form.Texts.Length != form.Parts.Length)
            sent.Refuse("texts", words["Uneven"]);
        if (form.Versions.Length != form.Parts.Length)
            sent.Refuse("versions", words["Uneven"]);
        var written = new List<(OutlinePart Part, string Text, bool IsShown)>();
        for (var n = 0; n < form.Parts.Length && sent.IsSound; n++)
        {
            var part = outline.Find(p => string.Equals(p.Id.ToString(CultureInfo.InvariantCulture), form.Parts[n], StringComparison.Ordinal));
            var version = talk.Prepared.FirstOrDefault(p => p.PartId == part?.Id)?.Version ?? 0;
            if (part is null || written.Exists(other => other.Part == part))
                sent.Refuse("parts", words["Changed"]);
            else if (!string.Equals(form.Versions[n], Stamp(talk, part, version), StringComparison.Ordinal))
                sent.Refuse("texts", words["Meanwhile", part.Title]);
            else
                written.Add((part, form.Texts[n], form.Shown.Contains(form.Parts[n], StringComparer.Ordinal)));
        }

        if (form.Shown.Except(form.Parts, StringComparer.Ordinal).Any())
            sent.Refuse("shown", words["Changed"]);
        return written;
    }

    /// <summary>How a form says which state of a part it shows; <c>new</c> for one that nobody wrote yet.</summary>
    internal static string Stamp(Talk talk, OutlinePart part, int version) =>
        talk.Prepared.Any(p => p.PartId == part.Id) ? version.ToString(CultureInfo.InvariantCulture) : "new";
}

/// <summary>What is prepared.</summary>
/// <param name="Parts">The numbers of the outline's parts.</param>
/// <param name="Texts">What is written for each, Markdown, in the same order.</param>
/// <param name="Versions">The state of each that the sender saw, as the page gave it: a count, or <c>new</c>.</param>
/// <param name="Shown">The numbers of those that listeners may read before the meeting.</param>
public sealed record PreparationForm(string[] Parts, [Longest(PreparedPart.TextMaximum), Lines] string[] Texts, [Unseen] string[] Versions, string[] Shown);
