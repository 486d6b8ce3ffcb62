using NodaTime;

namespace Whalepaper.Meetings.Minutes;

/// <summary>What was said and decided at a meeting, as members wrote it down together.</summary>
public sealed class MeetingMinutes
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 50_000;

    /// <summary>How long after its beginning a revision takes in what its author writes further.</summary>
    public static readonly Duration Together = Duration.FromMinutes(5);

    private readonly List<MinutesRevision> _revisions = [];

    private MeetingMinutes()
    {
    }

    /// <summary>Begins them.</summary>
    /// <param name="meetingId">The meeting's database number.</param>
    /// <param name="text">The text, Markdown.</param>
    /// <param name="byId">Who writes: their database number.</param>
    /// <param name="at">When.</param>
    public MeetingMinutes(int meetingId, string? text, int byId, Instant at)
    {
        MeetingId = meetingId;
        Write(text, byId, at);
    }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>The text, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>How often they were written: the number of the newest revision. A form carries it, so that of two who write at once the later one is told.</summary>
    public int Number { get; private set; }

    /// <summary>When they were written last.</summary>
    public Instant UpdatedAt { get; private set; }

    /// <summary>Who wrote them last: their database number.</summary>
    public int UpdatedById { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>All that they said, the newest too, oldest first; only what was loaded.</summary>
    public IReadOnlyList<MinutesRevision> Revisions => _revisions;

    /// <summary>
    /// Writes them anew. The same words again are no change; and who saves again and again, as one does who fears to lose something, makes one revision in
    /// <see cref="Together"/>. To be called with the newest revision at hand.
    /// </summary>
    public void Write(string? text, int byId, Instant at)
    {
        var trimmed = text?.Trim() ?? "";
        ArgumentOutOfRangeException.ThrowIfGreaterThan(trimmed.Length, TextMaximum, nameof(text));
        if (Number > 0 && string.Equals(Text, trimmed, StringComparison.Ordinal))
            return;
        (Text, UpdatedById, UpdatedAt) = (trimmed, byId, at);
        Number++;
        if (_revisions.MaxBy(revision => revision.Number) is { } last && last.ById == byId && at < last.At + Together)
            last.GoOn(Number, trimmed);
        else
            _revisions.Add(new MinutesRevision(Number, trimmed, byId, at));
    }
}

/// <summary>What minutes said from one writing to the next. Revisions are only ever added; for some minutes, the newest grows under its author's hands.</summary>
public sealed class MinutesRevision
{
    private MinutesRevision()
    {
    }

    internal MinutesRevision(int number, string text, int byId, Instant at) => (Number, Text, ById, At) = (number, text, byId, at);

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>Which writing it holds, from 1; that of the last where it took in several.</summary>
    public int Number { get; private set; }

    /// <summary>The text, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Who wrote it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>When it was begun.</summary>
    public Instant At { get; private set; }

    internal void GoOn(int number, string text) => (Number, Text) = (number, text);
}
