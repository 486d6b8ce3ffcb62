using NodaTime;

namespace Whalepaper.Notices.Board;

/// <summary>The words of a notice that comes again and again, in one language, as the committee set them. Where there is none, ours hold.</summary>
public sealed class NoticeTemplate
{
    private NoticeTemplate()
    {
    }

    /// <summary>Sets it.</summary>
    /// <param name="kind">What it is for: a word of <see cref="TemplateKind"/>.</param>
    /// <param name="language">The language's tag.</param>
    public NoticeTemplate(string kind, string language)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(language);
        Kind = TemplateKind.Find(kind)?.Word ?? throw new ArgumentException($"There is no template '{kind}'.", nameof(kind));
        Language = language;
    }

    /// <summary>What it is for.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>The language's tag.</summary>
    public string Language { get; private set; } = "";

    /// <summary>The title, with places to fill in.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The text, Markdown with places to fill in.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Who set it last.</summary>
    public int ById { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Changes it.</summary>
    /// <exception cref="ArgumentException">An empty title or text, or a place that is none.</exception>
    public void Say(string title, string text, int byId, Instant now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var kind = TemplateKind.Find(Kind)!;
        if (kind.Unknown(title).Concat(kind.Unknown(text)).Any())
            throw new ArgumentException("It has places that nothing fills.", nameof(text));
        (Title, Text, ById, At) = (title.Trim(), text.Trim(), byId, now);
    }
}
