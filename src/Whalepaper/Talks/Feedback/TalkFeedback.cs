using NodaTime;

namespace Whalepaper.Talks.Feedback;

/// <summary>
/// What a listener tells the presenters of a talk: what was clear, what to improve, and about which part. The presenters read it. Of an anonymous one
/// nobody is shown the name or the hour, on no page and in no file, log or audit; the number behind it is kept so that it counts once, and can be
/// changed by who wrote it.
/// </summary>
public sealed class TalkFeedback
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 2000;

    /// <summary>How long after a talk it is taken.</summary>
    public static readonly Duration Taken = Duration.FromDays(14);

    private readonly List<FeedbackPart> _parts = [];

    private TalkFeedback()
    {
    }

    /// <summary>Tells it.</summary>
    /// <param name="talk">About which talk, with its presenters, meeting and record.</param>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="words">What.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">The talk takes none of them now: see <see cref="IsTaken"/>.</exception>
    public TalkFeedback(Talk talk, int memberId, FeedbackWords words, Instant at)
    {
        ArgumentNullException.ThrowIfNull(talk);
        (TalkId, MemberId, At) = (talk.Id, memberId, at);
        Change(talk, words, at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The talk's database number.</summary>
    public int TalkId { get; private set; }

    /// <summary>Who wrote it: their database number. Shown to nobody if it is anonymous.</summary>
    public int MemberId { get; private set; }

    /// <summary>What was clear.</summary>
    public string? Clear { get; private set; }

    /// <summary>What to improve.</summary>
    public string? Improve { get; private set; }

    /// <summary>Whether its author is told to nobody.</summary>
    public bool IsAnonymous { get; private set; }

    /// <summary>When it was written. Shown to nobody if it is anonymous: hours tell names.</summary>
    public Instant At { get; private set; }

    /// <summary>When it was changed last. Shown to nobody if it is anonymous.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>What it says about single parts.</summary>
    public IReadOnlyList<FeedbackPart> Parts => _parts;

    /// <summary>Whether a talk takes feedback of somebody: one that was given at a meeting, until <see cref="Taken"/> after it, and not of its own presenters.</summary>
    public static bool IsTaken(Talk talk, int memberId, Instant now)
    {
        ArgumentNullException.ThrowIfNull(talk);
        if (talk.Giving is not { Source: GivingSource.Meeting } giving || talk.Presenters.Any(presenter => presenter.MemberId == memberId))
            return false;
        var over = talk.Meeting is { } meeting ? Instant.Max(meeting.EndsAt, giving.RecordedAt) : giving.RecordedAt;
        return now < over + Taken;
    }

    /// <summary>Says it otherwise.</summary>
    /// <exception cref="InvalidOperationException">Too late, or of another talk.</exception>
    public void Change(Talk talk, FeedbackWords words, Instant at)
    {
        ArgumentNullException.ThrowIfNull(talk);
        ArgumentNullException.ThrowIfNull(words);
        if (talk.Id != TalkId || !IsTaken(talk, MemberId, at))
            throw new InvalidOperationException("Feedback is for a talk that was given not long ago, and of others.");
        (Clear, Improve, IsAnonymous, ChangedAt) = (words.Clear, words.Improve, words.IsAnonymous, at);
        _parts.RemoveAll(part => !words.Parts.ContainsKey(part.Position));
        foreach (var (position, text) in words.Parts)
        {
            if (_parts.Find(part => part.Position == position) is { } known)
                known.Say(text);
            else
                _parts.Add(new FeedbackPart(position, text));
        }
    }

    /// <summary>Becomes another's, because the two are one person.</summary>
    internal void PassTo(int memberId) => MemberId = memberId;
}

/// <summary>The words of feedback, with at least one somewhere.</summary>
public sealed record FeedbackWords
{
    /// <summary>Some words.</summary>
    /// <param name="clear">What was clear.</param>
    /// <param name="improve">What to improve.</param>
    /// <param name="isAnonymous">Whether their author is told to nobody.</param>
    /// <param name="parts">What is said about single parts, by their places in the outline, from 0; blanks are left out.</param>
    /// <exception cref="ArgumentException">Nothing is said, or too much: see <see cref="TalkFeedback.TextMaximum"/>.</exception>
    public FeedbackWords(string? clear, string? improve, bool isAnonymous, IEnumerable<KeyValuePair<int, string?>>? parts = null)
    {
        (Clear, Improve, IsAnonymous) = (Said(clear), Said(improve), isAnonymous);
        Parts = (parts ?? []).Select(part => (part.Key, Text: Said(part.Value))).Where(part => part.Text is not null).ToDictionary(part => part.Key, part => part.Text!);
        if (Clear is null && Improve is null && Parts.Count == 0)
            throw new ArgumentException("Nothing is said.", nameof(clear));
        if (Parts.Keys.Any(position => position < 0))
            throw new ArgumentOutOfRangeException(nameof(parts), "Parts are counted from 0.");
        if (Parts.Values.Append(Clear).Append(Improve).Any(text => text?.Length > TalkFeedback.TextMaximum))
            throw new ArgumentException("Too much is said.", nameof(clear));
    }

    /// <summary>What was clear.</summary>
    public string? Clear { get; }

    /// <summary>What to improve.</summary>
    public string? Improve { get; }

    /// <summary>Whether their author is told to nobody.</summary>
    public bool IsAnonymous { get; }

    /// <summary>What is said about single parts, by their places in the outline.</summary>
    public IReadOnlyDictionary<int, string> Parts { get; }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What feedback says about one part of the outline.</summary>
public sealed class FeedbackPart
{
    private FeedbackPart()
    {
    }

    internal FeedbackPart(int position, string text) => (Position, Text) = (position, text);

    /// <summary>The feedback's database number.</summary>
    public int FeedbackId { get; private set; }

    /// <summary>The part's place in the outline, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>The words.</summary>
    public string Text { get; private set; } = "";

    internal void Say(string text) => Text = text;
}
