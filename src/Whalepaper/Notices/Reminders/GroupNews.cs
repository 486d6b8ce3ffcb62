using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Talks;
using Whalepaper.Topics.Board;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Reminders;

/// <summary>Something that concerns everybody who follows some tracks: a plan that was published, or a topic that opens.</summary>
/// <param name="Occasion">What causes it.</param>
/// <param name="Chat">What chats know it as.</param>
/// <param name="About">What it is about, as its row keeps it.</param>
/// <param name="At">When it happened.</param>
/// <param name="Tracks">The tracks that it concerns.</param>
internal sealed record GroupNewsItem(string Occasion, string Chat, string About, Instant At, IReadOnlyList<int> Tracks)
{
    /// <summary>How long it is worth telling.</summary>
    public static readonly Duration Lasts = Duration.FromDays(3);

    /// <summary>What happened lately.</summary>
    public static async Task<List<GroupNewsItem>> ReadAsync(WhalepaperDb db, Instant now, CancellationToken cancellation)
    {
        var since = now - Lasts;
        var releases = await db.PlanReleases.Where(r => r.At > since && r.At <= now).OrderBy(r => r.Id).Select(r => new { r.Id, r.TopicId, r.Number, r.At }).ToListAsync(cancellation);
        var opened = await db.Topics.Where(t => t.OpenedAt > since && t.OpenedAt <= now && t.ClosedAt == null).OrderBy(t => t.Id).Select(t => new { t.Id, At = t.OpenedAt!.Value }).ToListAsync(cancellation);
        if (releases.Count + opened.Count == 0)
            return [];
        List<int> topics = [.. releases.Select(r => r.TopicId).Concat(opened.Select(t => t.Id)).Distinct()];
        var tracks = (await db.TopicTracks.Where(l => EF.Parameter(topics).Contains(l.TopicId)).Select(l => new { l.TopicId, l.TrackId }).ToListAsync(cancellation)).ToLookup(l => l.TopicId, l => l.TrackId);
        return [
            .. opened.Select(t => new GroupNewsItem(string.Create(CultureInfo.InvariantCulture, $"topic:{t.Id}:opens"), "topic", string.Create(CultureInfo.InvariantCulture, $"topic:{t.Id}"), t.At, [.. tracks[t.Id]])),
            .. releases.Select(r => new GroupNewsItem(string.Create(CultureInfo.InvariantCulture, $"plan:{r.TopicId}:{r.Number}"), "plan", string.Create(CultureInfo.InvariantCulture, $"release:{r.Id}"), r.At, [.. tracks[r.TopicId]])),
        ];
    }
}

/// <summary>Tells of a published plan, or of a topic that opens; members and chats alike.</summary>
internal sealed class GroupNewsWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    private const int MostLines = 20;

    public string Kind => ReminderKinds.Plan;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation) => (delivery.About ?? "").Split(':') switch
    {
        ["topic", var id] when int.TryParse(id, CultureInfo.InvariantCulture, out var number) => await OfTopicAsync(number, cancellation),
        ["release", var id] when int.TryParse(id, CultureInfo.InvariantCulture, out var number) => await OfReleaseAsync(number, reader, cancellation),
        _ => null,
    };

    private async Task<Message?> OfTopicAsync(int id, CancellationToken cancellation)
    {
        var topic = await db.Topics.AsNoTracking().Where(t => t.Id == id && t.ClosedAt == null).Select(t => new { t.Number, t.Title }).SingleOrDefaultAsync(cancellation);
        if (topic is null)
            return null;
        var open = await db.Entries.CountAsync(e => e.TopicId == id && !db.TalkPapers.Any(p => p.EntryId == e.Id && p.ReleasedAt == null), cancellation);
        var subject = string.IsNullOrWhiteSpace(topic.Title) ? texts["Topic.Subject.Untitled", topic.Number] : texts["Topic.Subject", topic.Number, topic.Title];
        return new Message(subject, texts.Counted("Topic.Text", open, topic.Number, open), house.Of($"/topics/{topic.Number}"), texts["Topic.Act"]);
    }

    private async Task<Message?> OfReleaseAsync(int id, Reader reader, CancellationToken cancellation)
    {
        if (await db.ReleaseLinesAsync(db.PlanReleases.Where(r => r.Id == id), cancellation) is not [var release])
            return null;
        var topic = await db.Topics.Where(t => db.PlanReleases.Any(r => r.Id == id && r.TopicId == t.Id)).Select(t => t.Number).SingleAsync(cancellation);
        var lines = new List<string>();
        foreach (var change in release.Changes.OrderBy(change => change.ToAt ?? Instant.MaxValue).Take(MostLines))
            lines.Add(texts["Plan.Line", change.ToAt is { } at ? await hours.SayShortAsync(at, reader, cancellation) : texts["News.NoDate"].Value, change.Title, string.Join(texts["And"], change.Presenters.Select(person => person.Name))]);
        if (release.Changes.Count > MostLines)
            lines.Add(texts["Plan.More", release.Changes.Count - MostLines]);
        var word = string.IsNullOrWhiteSpace(release.Word) ? "" : $"\n\n{texts["News.Word", release.Word]}";
        return new Message(texts["Plan.Subject", topic, release.Number], $"{texts["Plan.Lead", topic].Value}\n{string.Join('\n', lines)}{word}", house.Of($"/topics/{topic}/releases"), texts["Plan.Act"]);
    }
}

/// <summary>Tells a chat what is shared this week.</summary>
internal sealed class WeekWords(WhalepaperDb db, ReminderHours hours, PublicAddress house, IStringLocalizer<ReminderTexts> texts) : IDeliveryContent
{
    public string Kind => ReminderKinds.Week;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if ((delivery.About ?? "").Split(':') is not [var id, var day] || !int.TryParse(id, CultureInfo.InvariantCulture, out var trackId) || LocalDatePattern.Iso.Parse(day) is not { Success: true, Value: var monday })
            return null;
        var (since, until) = (monday.AtStartOfDayInZone(reader.Zone).ToInstant(), monday.PlusWeeks(1).AtStartOfDayInZone(reader.Zone).ToInstant());
        var track = await db.Tracks.AsNoTracking().SingleOrDefaultAsync(t => t.Id == trackId, cancellation);
        var talks = await (
            from talk in db.Talks.Ahead()
            where talk.TrackId == trackId && talk.State != TalkState.Asked && talk.Meeting != null && talk.Meeting.CancelledAt == null && talk.Meeting.StartsAt >= since && talk.Meeting.StartsAt < until
            orderby talk.Meeting!.StartsAt, talk.Seat
            select new { talk.Id, talk.Meeting!.StartsAt }).AsNoTracking().ToListAsync(cancellation);
        if (track is null || talks.Count == 0)
            return null;
        var line = await TalkTold.LinesAsync(db, [.. talks.Select(talk => talk.Id)], texts["And"], cancellation);
        var lines = new List<string>();
        foreach (var talk in talks)
        {
            var (title, names) = line(talk.Id);
            lines.Add(texts["Plan.Line", await hours.SayShortAsync(talk.StartsAt, reader, cancellation), title, names]);
        }

        return new Message(texts["Week.Subject", track.NameIn(reader.Language.Culture)], string.Join('\n', lines), house.Of("/schedule"), texts["Week.Act"]);
    }
}
