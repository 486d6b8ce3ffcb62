using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Talks;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Board;

/// <summary>Title and text of a template.</summary>
/// <param name="Title">The title.</param>
/// <param name="Text">The text, Markdown.</param>
internal sealed record WordsOfTemplate(string Title, string Text);

/// <summary>The templates as they stand: the committee's words where it set some, else ours; and how they are filled.</summary>
internal sealed class TemplateWords(WhalepaperDb db, Masthead masthead, PublicAddress house, IClock clock, DateWords dates, IStringLocalizer<NoticeBoardTexts> words)
{
    /// <summary>The words that come with the program.</summary>
    public WordsOfTemplate Ours(TemplateKind kind, Language language)
    {
        var asked = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = language.Culture;
            return new WordsOfTemplate(words[$"Template.{kind.Word}.Title"], words[$"Template.{kind.Word}.Text"].Value.ReplaceLineEndings("\n").Trim());
        }
        finally
        {
            CultureInfo.CurrentUICulture = asked;
        }
    }

    /// <summary>All templates as they stand, with whether the committee set them.</summary>
    public async Task<IReadOnlyDictionary<(TemplateKind Kind, Language Language), (WordsOfTemplate Words, bool IsSet)>> ReadAsync(CancellationToken cancellation)
    {
        var kept = await db.NoticeTemplates.AsNoTracking().ToDictionaryAsync(t => (t.Kind, t.Language), t => new WordsOfTemplate(t.Title, t.Text), cancellation);
        return TemplateKind.All.SelectMany(kind => Language.All.Select(language => (Kind: kind, Language: language)))
            .ToDictionary(one => one, one => kept.TryGetValue((one.Kind.Word, one.Language.Tag), out var set) ? (set, true) : (Ours(one.Kind, one.Language), false));
    }

    /// <summary>A template filled with what there is to say now, in a language; what cannot be said stays as a place.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="language">In which language: the current one, by which days are named.</param>
    /// <param name="topic">The topic's number; null for the current one.</param>
    /// <param name="talk">The talk; null for the next one of this week.</param>
    /// <param name="cancellation">Stops the work.</param>
    public async Task<WordsOfTemplate> FillAsync(TemplateKind kind, Language language, int? topic, int? talk, CancellationToken cancellation)
    {
        var set = await db.NoticeTemplates.AsNoTracking().SingleOrDefaultAsync(t => t.Kind == kind.Word && t.Language == language.Tag, cancellation);
        var template = set is null ? Ours(kind, language) : new WordsOfTemplate(set.Title, set.Text);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { ["group"] = masthead.Name };
        if (kind == TemplateKind.TalkThisWeek)
            await AddTalkAsync(values, talk, cancellation);
        else
            await AddTopicAsync(values, kind, topic, cancellation);
        // Whatever people wrote into the data, a title stays one line.
        foreach (var (place, value) in values)
            values[place] = Deliveries.Message.Line(value);
        return new WordsOfTemplate(TemplateKind.Fill(template.Title, values), TemplateKind.Fill(template.Text, values));
    }

    private async Task AddTopicAsync(Dictionary<string, string> values, TemplateKind kind, int? number, CancellationToken cancellation)
    {
        var found = await db.Topics.AsNoTracking().Where(t => number == null || t.Number == number)
            .OrderByDescending(t => t.OpenedAt != null && t.ClosedAt == null ? 1 : 0).ThenByDescending(t => t.Number)
            .Select(t => new { t.Number, t.Starts }).FirstOrDefaultAsync(cancellation);
        if (found is null)
            return;
        values["topic"] = found.Number.ToString(CultureInfo.InvariantCulture);
        var path = string.Create(CultureInfo.InvariantCulture, $"/topics/{found.Number}");
        values["link"] = house.Of(kind == TemplateKind.PlanPublished ? $"{path}/releases" : path);
        if (found.Starts is { } starts)
            values["date"] = dates.Day(starts);
    }

    private async Task AddTalkAsync(Dictionary<string, string> values, int? id, CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        // The group's week: who looks from elsewhere writes for the group all the same. What only waits for the committee's word is shared by nobody yet.
        var end = now.InZone(masthead.Zone).Date.Next(IsoDayOfWeek.Monday).AtStartOfDayInZone(masthead.Zone).ToInstant();
        var talks = db.Talks.AsNoTracking().Where(t => t.Ending == null && (id == null
            ? t.Giving == null && t.State != TalkState.Asked && t.Meeting != null && t.Meeting.CancelledAt == null && t.Meeting.StartsAt > now && t.Meeting.StartsAt < end
            : t.Id == id));
        var found = await (
            from talk in talks
            join topic in db.Topics on talk.TopicId equals topic.Id
            join track in db.Tracks on talk.TrackId equals track.Id
            orderby talk.Meeting!.StartsAt, talk.Id
            select new { talk.Id, topic.Number, track.Code, StartsAt = (Instant?)talk.Meeting!.StartsAt }).FirstOrDefaultAsync(cancellation);
        if (found is null)
            return;
        var titles = await db.TalkPapers.Where(p => p.TalkId == found.Id && p.ReleasedAt == null).OrderBy(p => p.Position).Select(p => p.Paper.Title).ToListAsync(cancellation);
        var names = await db.TalkPresenters.Where(p => p.TalkId == found.Id).OrderBy(p => p.Position).Select(p => p.Member.Name).ToListAsync(cancellation);
        values["topic"] = found.Number.ToString(CultureInfo.InvariantCulture);
        values["track"] = found.Code.ToUpperInvariant();
        values["link"] = house.Of(string.Create(CultureInfo.InvariantCulture, $"/talks/{found.Id}"));
        if (titles.Count > 0)
            values["paper"] = string.Join(words["And"], titles);
        if (names.Count > 0)
            values["presenter"] = string.Join(words["And"], names);
        if (found.StartsAt is not { } starts)
            return;
        // Everybody reads the same words: the hour is the group's.
        var local = starts.InZone(masthead.Zone).LocalDateTime;
        values["date"] = dates.Day(local.Date);
        values["time"] = DateWords.Time(local.TimeOfDay);
    }
}
