using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Ui;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Notices.Board;

/// <summary>A notice as it was filled in.</summary>
internal sealed record FilledNotice(string Title, string Text, Audience Audience, NoticeWay Way);

/// <summary>Reads what was filled in; what is wrong is said beside its field.</summary>
internal sealed class NoticeReader(WhalepaperDb db, Viewer viewer, IClock clock, IStringLocalizer<NoticeBoardTexts> words)
{
    private static readonly Duration farthest = Duration.FromDays(366);
    private static readonly LocalTimePattern hours = LocalTimePattern.CreateWithInvariantCulture("HH:mm");
    private static readonly char[] between = [' ', '\n', '\t', ',', ';', '，', '、', '；', '\u3000'];

    /// <summary>Reads all of it; null if something is wrong.</summary>
    public async Task<FilledNotice?> ReadAsync(Submission<NoticeForm> sent, CancellationToken cancellation)
    {
        var spoken = ReadWords(sent);
        var audience = await ReadAudienceAsync(sent, cancellation);
        var (mail, chats) = (IsTicked(sent, "mail", sent.Form.Mail), IsTicked(sent, "chats", sent.Form.Chats));
        var isPublic = sent.Form.Public is null or "" or "usual" ? audience.IsEverybody : IsTicked(sent, "public", sent.Form.Public);
        var at = ReadTime(sent);
        if (chats && sent.IsSound && !audience.SuitsChats(isPublic))
            sent.Refuse("chats", words["Chats.NotAll"]);
        return sent.IsSound && spoken is var (title, text) ? new FilledNotice(title, text, audience, new NoticeWay(mail, chats, isPublic, at)) : null;
    }

    /// <summary>Reads its words alone; null if something is wrong.</summary>
    public (string Title, string Text)? ReadWords(Submission<NoticeForm> sent)
    {
        var (title, text) = (sent.Form.Title?.Trim() ?? "", sent.Form.Text?.Trim() ?? "");
        // What ends a line elsewhere, and has no place in a header.
        title = Deliveries.Message.Line(title);
        if (title.Length == 0)
            sent.Refuse("title", words["Title.Missing"]);
        if (text.Length == 0)
            sent.Refuse("text", words["Text.Missing"]);
        return sent.IsSound ? (title, text) : null;
    }

    /// <summary>Whether it is to be sent at once.</summary>
    public bool ReadThen(Submission<NoticeForm> sent)
    {
        if (sent.Form.Then is not (null or "" or "save" or "send"))
            sent.Refuse(sent.IsJson ? "then" : Submission.Whole, words["Then.Wrong"]);
        return sent.Form.Then is "send";
    }

    private async Task<Audience> ReadAudienceAsync(Submission<NoticeForm> sent, CancellationToken cancellation)
    {
        var to = string.IsNullOrEmpty(sent.Form.To) ? string.IsNullOrWhiteSpace(sent.Form.People) ? "standings" : "people" : sent.Form.To;
        if (to is "people")
            return new Audience(AudienceStandings.None, null, null, await ReadPeopleAsync(sent, cancellation));
        if (to is not "standings")
            sent.Refuse("to", words["To.Wrong"]);
        var known = AudienceWords.Places.ToDictionary(AudienceWords.WordOf, place => AudienceWords.Only(place), StringComparer.Ordinal);
        if (sent.Form.Standings.Any(word => !known.ContainsKey(word)))
            sent.Refuse("standings", words["Standings.Wrong"]);
        else if (to is "standings" && sent.Form.Standings.Length == 0)
            sent.Refuse("standings", words["Standings.Missing"]);
        var standings = sent.Form.Standings.Aggregate(AudienceStandings.None, (all, word) => all | known.GetValueOrDefault(word));
        return new Audience(standings, await ReadTrackAsync(sent, cancellation), await ReadTopicAsync(sent, cancellation), []);
    }

    private async Task<int?> ReadTrackAsync(Submission<NoticeForm> sent, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(sent.Form.Track))
            return null;
        var found = await db.Tracks.Where(t => t.Code == sent.Form.Track).Select(t => (int?)t.Id).SingleOrDefaultAsync(cancellation);
        if (found is null)
            sent.Refuse("track", words["Track.Wrong"]);
        return found;
    }

    private async Task<int?> ReadTopicAsync(Submission<NoticeForm> sent, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(sent.Form.Topic))
            return null;
        var found = int.TryParse(sent.Form.Topic, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await db.Topics.Where(t => t.Number == number).Select(t => (int?)t.Id).SingleOrDefaultAsync(cancellation) : null;
        if (found is null)
            sent.Refuse("topic", words["Topic.Wrong"]);
        return found;
    }

    private async Task<IReadOnlyList<int>> ReadPeopleAsync(Submission<NoticeForm> sent, CancellationToken cancellation)
    {
        string[] handles = [.. (sent.Form.People ?? "").Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(handle => handle.TrimStart('@').ToLowerInvariant()).Distinct(StringComparer.Ordinal)];
        if (handles.Length is 0 or > Audience.MostPeople)
        {
            sent.Refuse("people", handles.Length == 0 ? words["People.Missing"] : words["People.Many", Audience.MostPeople, handles.Length]);
            return [];
        }

        var found = await db.Members.Where(m => handles.Contains(m.Handle) && m.ClaimedAt != null && m.LeftAt == null && m.MergedIntoId == null).Select(m => new { m.Id, m.Handle }).ToListAsync(cancellation);
        var unknown = handles.Except(found.Select(m => m.Handle), StringComparer.Ordinal).Take(5).ToList();
        if (unknown.Count > 0)
            sent.Refuse("people", words["People.Unknown", string.Join(", ", unknown)]);
        return found.ConvertAll(m => m.Id);
    }

    private bool IsTicked(Submission<NoticeForm> sent, string field, string? value)
    {
        if (value is not (null or "" or "yes" or "no"))
            sent.Refuse(field, words["Tick.Wrong"]);
        return value is "yes";
    }

    private Instant? ReadTime(Submission<NoticeForm> sent)
    {
        var form = sent.Form;
        if (form.When is null or "" or "now")
            return null;
        if (form.When is not "later")
            sent.Refuse("when", words["When.Wrong"]);
        var zone = string.IsNullOrEmpty(form.Zone) ? viewer.Zone : ViewerReading.FindZone(form.Zone);
        if (zone is null)
            sent.Refuse(sent.IsJson ? "zone" : Submission.Whole, words["Zone.Wrong"]);
        var (date, time) = (LocalDatePattern.Iso.Parse(form.Date ?? ""), hours.Parse(form.Time ?? ""));
        if (!date.Success)
            sent.Refuse("date", words["Date.Wrong"]);
        if (!time.Success)
            sent.Refuse("time", words["Time.Wrong"]);
        if (zone is null || !date.Success || !time.Success)
            return null;
        var now = clock.GetCurrentInstant();
        // The last days that can be written down have no hour of their own in every zone.
        if (date.Value.Year is < 2000 or > 3000)
        {
            sent.Refuse("date", words["Date.Wrong"]);
            return null;
        }

        var at = (date.Value + time.Value).InZoneLeniently(zone).ToInstant();
        if (at <= now || at > now + farthest)
            sent.Refuse("date", words[at <= now ? "Date.Past" : "Date.Far"]);
        return at;
    }
}
