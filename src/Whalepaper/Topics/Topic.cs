using NodaTime;
using Whalepaper.Tracks;

namespace Whalepaper.Topics;

/// <summary>Where a topic stands in its life.</summary>
public enum TopicState
{
    /// <summary>Not opened yet.</summary>
    Planned,

    /// <summary>Members claim and share.</summary>
    Running,

    /// <summary>Over; its archive stays.</summary>
    Closed,
}

/// <summary>A period of sharing (期): a number, dates, and a theme per track.</summary>
public sealed class Topic
{
    private readonly List<TopicTrack> _tracks = [];
    private readonly List<SkippedDate> _skipped = [];

    private Topic()
    {
    }

    /// <summary>Plans a topic.</summary>
    /// <param name="number">What the group counts it as, from 0.</param>
    public Topic(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Number = number;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>What the group counts it as: 5 in "Topic 5". Unique.</summary>
    public int Number { get; private set; }

    /// <summary>A title beside the number, if it has one.</summary>
    public string? Title { get; private set; }

    /// <summary>Its first day in the group's zone; null if it was never set.</summary>
    public LocalDate? Starts { get; private set; }

    /// <summary>Its last day in the group's zone; null if it runs until closed.</summary>
    public LocalDate? Ends { get; private set; }

    /// <summary>When members could begin to share in it.</summary>
    public Instant? OpenedAt { get; private set; }

    /// <summary>When it was over.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>The tracks that take part, in the order of the topic's reading lists.</summary>
    public IReadOnlyList<TopicTrack> Tracks => _tracks;

    /// <summary>Days on which nobody meets.</summary>
    public IReadOnlyList<SkippedDate> Skipped => _skipped;

    /// <summary>Where it stands.</summary>
    public TopicState State => StateOf(OpenedAt, ClosedAt);

    /// <summary>Where a topic stands that was opened and closed at these moments.</summary>
    public static TopicState StateOf(Instant? openedAt, Instant? closedAt) =>
        closedAt is not null ? TopicState.Closed : openedAt is not null ? TopicState.Running : TopicState.Planned;

    /// <summary>Gives it a title, or takes it away.</summary>
    public void Entitle(string? title) => Title = string.IsNullOrWhiteSpace(title) ? null : title.Trim();

    /// <summary>Sets its first and last day, both in the group's zone and both included.</summary>
    /// <exception cref="ArgumentException">It would end before it starts.</exception>
    public void Run(LocalDate? starts, LocalDate? ends)
    {
        if (starts is { } first && ends is { } last && last < first)
            throw new ArgumentException($"A topic cannot end on {last} before it starts on {first}.", nameof(ends));
        Starts = starts;
        Ends = ends;
    }

    /// <summary>Lets members share in it.</summary>
    public void Open(Instant at)
    {
        OpenedAt ??= at;
        ClosedAt = null;
    }

    /// <summary>Ends it.</summary>
    public void Close(Instant at) => ClosedAt ??= at;

    /// <summary>Lets a track take part, with a theme if it has one; says it again to change the theme.</summary>
    public TopicTrack Include(Track track, string? theme = null)
    {
        ArgumentNullException.ThrowIfNull(track);
        var existing = _tracks.Find(t => ReferenceEquals(t.Track, track) || (track.Id != 0 && t.TrackId == track.Id));
        if (existing is null)
        {
            existing = new TopicTrack(this, track, _tracks.Count);
            _tracks.Add(existing);
        }

        existing.Study(theme ?? existing.Theme);
        return existing;
    }

    /// <summary>Leaves a day out; of one track, or of all.</summary>
    public void Skip(LocalDate date, string? reason = null, Track? track = null)
    {
        if (!_skipped.Exists(s => s.Date == date && s.TrackId == track?.Id))
            _skipped.Add(new SkippedDate(this, date, reason, track));
    }
}
