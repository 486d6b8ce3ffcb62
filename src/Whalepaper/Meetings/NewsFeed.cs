using System.Globalization;
using System.Text;
using System.Xml;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Charter;
using Whalepaper.Ui;

namespace Whalepaper.Meetings;

/// <summary>
/// Sets the news as an Atom feed (RFC 4287) in the group's language. An entry's name (RFC 4151) is made from the site's host, the day on which
/// the group began and the thing's number, and its time comes from the data: a reader sees each thing once.
/// </summary>
/// <param name="texts">The words, in the current culture.</param>
/// <param name="masthead">Whose news.</param>
/// <param name="site">The address of the site.</param>
public sealed class NewsFeed(IStringLocalizer<CalendarTexts> texts, Masthead masthead, Uri site)
{
    private const string Atom = "http://www.w3.org/2005/Atom";

    private sealed record Entry(
        string Name, string Href, string Title, string? Track, Instant Published, Instant Updated, IReadOnlyList<string> Authors, string? Summary = null);

    /// <summary>The feed in UTF-8.</summary>
    public byte[] Write(NewsView news)
    {
        ArgumentNullException.ThrowIfNull(news);
        var founded = news.FoundedAt ?? Instant.FromUnixTimeTicks(0);
        var entries = Entries(news).OrderByDescending(entry => entry.Updated).ToList();
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, masthead.Language.Tag);
            Text(xml, "id", NameOf("news", founded));
            Text(xml, "title", texts["News.Title", PlainLine.Of(masthead.Name)]);
            Text(xml, "updated", Time(entries.Count > 0 ? entries[0].Updated : founded));
            Person(xml, masthead.Name);
            Link(xml, "self", "/feed.atom", "application/atom+xml");
            Link(xml, "alternate", "/", "text/html");
            foreach (var entry in entries)
                WriteEntry(xml, entry, founded);
            xml.WriteEndElement();
        }

        return stream.ToArray();
    }

    private IEnumerable<Entry> Entries(NewsView news)
    {
        var tracks = news.Upcoming.Tracks;
        foreach (var notice in news.Notices)
            yield return new Entry($"notices/{notice.Id}", $"/notices/{notice.Id}", texts["News.Notice", PlainLine.Of(notice.Title)], null, notice.At, notice.ChangedAt > notice.At ? notice.ChangedAt : notice.At, [], ProseText.Of(notice.Text, address => SafeLink.Resolve(address, null)));
        foreach (var talk in news.Given)
        {
            yield return new Entry(
                $"talks/{talk.Id}", $"/talks/{talk.Id}", texts["News.Given", People(talk.Presenters), Titles(talk.Titles)], tracks[talk.TrackId].Mark,
                talk.HeldAt ?? talk.RecordedAt, talk.RecordedAt, talk.Presenters);
        }

        foreach (var paper in news.Listed)
        {
            var mark = tracks[paper.TrackId].Mark;
            yield return new Entry(
                $"entries/{paper.EntryId}", $"/papers/{paper.PaperId}", texts["News.Listed", mark, PlainLine.Of(paper.Title)], mark, paper.AddedAt, paper.AddedAt, []);
        }

        var when = LocalDateTimePattern.Create(texts["News.When"], masthead.Language.Culture);
        foreach (var meeting in news.Upcoming.Meetings)
        {
            var mark = tracks[meeting.TrackId].Mark;
            var what = meeting.Talks.Count == 0
                ? texts["Summary.Open"].Value
                : string.Join(texts["Talks.And"], meeting.Talks.Select(talk => texts["Talk", Titles(talk.Titles), People(talk.Presenters)]));
            var time = when.Format(meeting.StartsAt.InZone(masthead.Zone).LocalDateTime);
            yield return new Entry(
                $"meetings/{meeting.Id}", $"/meetings/{meeting.Id}", texts["News.Upcoming", $"{mark} {time}", what], mark, meeting.ChangedAt, meeting.ChangedAt,
                [.. meeting.Talks.SelectMany(talk => talk.Presenters).Distinct(StringComparer.Ordinal)]);
        }
    }

    private void WriteEntry(XmlWriter xml, Entry entry, Instant founded)
    {
        xml.WriteStartElement("entry", Atom);
        Text(xml, "id", NameOf(entry.Name, founded));
        Text(xml, "title", entry.Title);
        Text(xml, "published", Time(entry.Published));
        Text(xml, "updated", Time(entry.Updated));
        foreach (var author in entry.Authors)
            Person(xml, author);
        if (entry.Track is not null)
        {
            xml.WriteStartElement("category", Atom);
            xml.WriteAttributeString("term", entry.Track);
            xml.WriteEndElement();
        }

        Link(xml, "alternate", entry.Href, "text/html");
        Text(xml, "summary", entry.Summary ?? entry.Title);
        xml.WriteEndElement();
    }

    private void Link(XmlWriter xml, string relation, string path, string type)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", new Uri(site, path).AbsoluteUri);
        xml.WriteEndElement();
    }

    private static void Person(XmlWriter xml, string name)
    {
        xml.WriteStartElement("author", Atom);
        Text(xml, "name", PlainLine.Of(name));
        xml.WriteEndElement();
    }

    private static void Text(XmlWriter xml, string element, string text) => xml.WriteElementString(element, Atom, text);

    private static string Time(Instant instant) => InstantPattern.General.Format(instant);

    private string NameOf(string thing, Instant founded) =>
        $"tag:{site.IdnHost},{founded.InUtc().Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}:{thing}";

    private string Titles(IEnumerable<string> titles) => string.Join(texts["Talks.And"], titles.Select(PlainLine.Of));

    private string People(IEnumerable<string> names) => string.Join(texts["People.And"], names.Select(PlainLine.Of));
}
