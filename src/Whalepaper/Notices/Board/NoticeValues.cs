using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Notices.Board;

/// <summary>What stands in the form of a notice before anything is typed.</summary>
/// <param name="Title">The title.</param>
/// <param name="Text">The text, Markdown.</param>
public sealed record NoticeValues(string Title, string Text)
{
    /// <summary><c>standings</c> or <c>people</c>.</summary>
    public string To { get; init; } = "standings";

    /// <summary>The places on the ladder, by their words.</summary>
    public IReadOnlyList<string> Standings { get; init; } = [.. AudienceWords.In(AudienceWords.Group).Select(AudienceWords.WordOf)];

    /// <summary>A track's code.</summary>
    public string? Track { get; init; }

    /// <summary>A topic's number.</summary>
    public string? Topic { get; init; }

    /// <summary>Handles, one a line.</summary>
    public string People { get; init; } = "";

    /// <summary>Whether by mail.</summary>
    public bool Mail { get; init; }

    /// <summary>Whether into chats.</summary>
    public bool Chats { get; init; }

    /// <summary><c>usual</c>, <c>yes</c> or <c>no</c>.</summary>
    public string Public { get; init; } = "usual";

    /// <summary>When it goes out, on the writer's clock; null for at once.</summary>
    public LocalDateTime? At { get; init; }

    /// <summary>What stands in a notice already.</summary>
    internal static async Task<NoticeValues> OfAsync(WhalepaperDb db, GroupNotice notice, DateTimeZone zone, CancellationToken cancellation)
    {
        var audience = notice.Audience;
        var handles = audience.People.Count == 0 ? [] : await db.Members.Where(m => audience.People.Contains(m.Id)).OrderBy(m => m.Handle).Select(m => m.Handle).ToListAsync(cancellation);
        var topic = audience.TopicId is { } topicId ? await db.Topics.Where(t => t.Id == topicId).Select(t => (int?)t.Number).SingleOrDefaultAsync(cancellation) : null;
        return new NoticeValues(notice.Title, notice.Text)
        {
            To = audience.People.Count > 0 ? "people" : "standings",
            Standings = [.. AudienceWords.In(audience.Standings).Select(AudienceWords.WordOf)],
            Track = audience.TrackId is { } trackId ? await db.Tracks.Where(t => t.Id == trackId).Select(t => t.Code).SingleOrDefaultAsync(cancellation) : null,
            Topic = topic?.ToString(CultureInfo.InvariantCulture),
            People = string.Join('\n', handles),
            Mail = notice.ByMail,
            Chats = notice.InChats,
            Public = notice.IsPublic == audience.IsEverybody ? "usual" : notice.IsPublic ? "yes" : "no",
            At = notice.At?.InZone(zone).LocalDateTime,
        };
    }
}

/// <summary>What the form of a notice offers, and what is looked at before it is saved.</summary>
/// <param name="Tracks">Codes and names of the tracks.</param>
/// <param name="Topics">Numbers of the topics, the latest first.</param>
/// <param name="Reaches">How many would be told of what is previewed; null where nothing is.</param>
public sealed record NoticeChoices(IReadOnlyList<(string Code, string Name)> Tracks, IReadOnlyList<int> Topics, int? Reaches)
{
    /// <summary>Reads them.</summary>
    internal static async Task<NoticeChoices> ReadAsync(WhalepaperDb db, NoticePreview? preview, Instant now, CancellationToken cancellation)
    {
        var tracks = await db.Tracks.AsNoTracking().OrderBy(t => t.Position).ToListAsync(cancellation);
        var topics = await db.Topics.OrderByDescending(t => t.Number).Select(t => t.Number).ToListAsync(cancellation);
        int? reaches = preview?.Filled is { } filled ? await db.AudienceOf(filled.Audience, now).CountAsync(cancellation) : null;
        return new NoticeChoices(tracks.ConvertAll(t => (t.Code, $"{t.Mark} {t.NameIn(CultureInfo.CurrentUICulture)}")), topics, reaches);
    }
}
