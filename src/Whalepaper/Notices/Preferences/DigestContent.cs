using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Notices.Deliveries;
using Whalepaper.Ui;

namespace Whalepaper.Notices.Preferences;

/// <summary>Puts a digest into words: what is still unread when it is sent, the latest first.</summary>
internal sealed class DigestContent(WhalepaperDb db, PublicAddress house, IStringLocalizer<PreferenceTexts> texts) : IDeliveryContent
{
    /// <summary>The most messages that one tells of.</summary>
    public const int Most = 30;

    private const int MostLines = 2;
    private const int MostSigns = 160;

    public string Kind => DigestSpan.Kind;

    public async Task<Message?> WriteAsync(Delivery delivery, Reader reader, CancellationToken cancellation)
    {
        if (DigestSpan.Read(delivery.About) is not { } span || reader.MemberId is not { } member || !await db.DigestChoices.AnyAsync(c => c.MemberId == member, cancellation))
            return null;
        var unread = db.InboxItems.Where(i => i.MemberId == member && i.ReadAt == null && i.At > span.From && i.At <= span.To);
        var count = await unread.CountAsync(cancellation);
        if (count == 0)
            return null;
        var items = await unread.OrderByDescending(i => i.Id).Take(Most).Select(i => new { i.Subject, i.Text, i.Link }).ToListAsync(cancellation);
        List<string> paragraphs = [texts.Counted("Digest.Lead", count, count), .. items.Select(i => Paragraph(i.Subject, i.Text, i.Link))];
        if (count > items.Count)
            paragraphs.Add(texts.Counted("Digest.More", count - items.Count, count - items.Count));
        return new Message(Message.Line(texts.Counted("Digest.Subject", count, count)), string.Join("\n\n", paragraphs), house.Of("/me/inbox"), texts["Digest.Act"]);
    }

    private string Paragraph(string subject, string text, string link)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        IEnumerable<string> told = [$"· {Message.Line(subject)}", .. lines.Where(line => !string.Equals(line, link, StringComparison.Ordinal)).Take(MostLines).Select(Cut)];
        if (link.Length > 0)
            told = told.Append(link.StartsWith('/') ? house.Of(link) : link);
        return string.Join('\n', told);
    }

    private static string Cut(string line) => line.Length <= MostSigns ? line : $"{line[..(char.IsHighSurrogate(line[MostSigns - 1]) ? MostSigns - 1 : MostSigns)]}…";
}
