using NodaTime;
using Whalepaper.Search;

namespace Whalepaper.Improving.Suggestions;

/// <summary>
/// A proposal how the group could improve (优化建议): supported and discussed by the inner group, and answered by the committee, always with a word. What became of it
/// stands in its course; nothing of that is ever taken away.
/// </summary>
public sealed class Suggestion
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleMaximum = 120;

    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 8000;

    /// <summary>The longest word of the committee, in UTF-16 units.</summary>
    public const int WordMaximum = 2000;

    /// <summary>The longest key of a form, in UTF-16 units.</summary>
    public const int KeyMaximum = 64;

    /// <summary>How many of one member wait for the committee at a time, at most.</summary>
    public const int MostOpen = 10;

    private readonly List<SuggestionStep> _course = [];

    private Suggestion()
    {
    }

    /// <summary>Makes one.</summary>
    /// <param name="byId">Who: their database number.</param>
    /// <param name="title">What is proposed, in a line.</param>
    /// <param name="text">Why and how, Markdown.</param>
    /// <param name="key">What the form carried, so that sent twice it is made once.</param>
    /// <param name="at">When.</param>
    public Suggestion(int byId, string title, string text, string key, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, KeyMaximum, nameof(key));
        (ById, Key, At, StateSince) = (byId, key, at, at);
        Say(title, text);
    }

    /// <summary>The database's number, by which people call it.</summary>
    public int Id { get; private set; }

    /// <summary>Who made it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>What is proposed, in a line.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Why and how, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Title and text as words are looked for in them: folded, in lower case.</summary>
    public string Folded { get; private set; } = "";

    /// <summary>What the form carried.</summary>
    public string Key { get; private set; } = "";

    /// <summary>How far it is.</summary>
    public SuggestionState State { get; private set; }

    /// <summary>When it was made.</summary>
    public Instant At { get; private set; }

    /// <summary>Since when it is where it is: what waits longest stands first on the committee's desk.</summary>
    public Instant StateSince { get; private set; }

    /// <summary>When its words were changed last; null if never.</summary>
    public Instant? EditedAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>What became of it, in order; only what was loaded.</summary>
    public IReadOnlyList<SuggestionStep> Course => _course;

    /// <summary>Whether members can still support it, or stop: until it is decided for good.</summary>
    public bool TakesSupport => State is SuggestionState.Open or SuggestionState.Planned;

    /// <summary>Whether it is discussed: not once it was taken back.</summary>
    public bool TakesComments => State is not SuggestionState.Withdrawn;

    /// <summary>Changes its words, while nobody decided.</summary>
    /// <exception cref="InvalidOperationException">It was decided.</exception>
    public void Edit(string title, string text, Instant at)
    {
        Must(State is SuggestionState.Open);
        Say(title, text);
        EditedAt = at;
    }

    /// <summary>Takes it back, while nobody decided.</summary>
    /// <exception cref="InvalidOperationException">It was decided.</exception>
    public void Withdraw(Instant at)
    {
        Must(State is SuggestionState.Open);
        Move(SuggestionState.Withdrawn, null, ById, at);
    }

    /// <summary>Whether the committee can move it there: to plan what is open, to do or decline what is open or planned, and to open again whatever it decided.</summary>
    public bool CanBecome(SuggestionState state) => (State, state) switch
    {
        (SuggestionState.Open, SuggestionState.Planned) => true,
        (SuggestionState.Open or SuggestionState.Planned, SuggestionState.Done or SuggestionState.Declined) => true,
        (SuggestionState.Planned or SuggestionState.Done or SuggestionState.Declined, SuggestionState.Open) => true,
        _ => false,
    };

    /// <summary>The committee decides, or opens again what it had decided.</summary>
    /// <param name="state">What becomes of it.</param>
    /// <param name="word">Why, Markdown.</param>
    /// <param name="byId">Who says so: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It does not lead there: see <see cref="CanBecome"/>.</exception>
    public void Decide(SuggestionState state, string word, int byId, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(word.Length, WordMaximum, nameof(word));
        Must(CanBecome(state));
        Move(state, word.Trim(), byId, at);
    }

    private void Say(string title, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(title.Length, TitleMaximum, nameof(title));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, TextMaximum, nameof(text));
        (Title, Text) = (title.Trim(), text.Trim());
        Folded = FoldedText.Of($"{Title}\n{Text}").Text;
    }

    private void Move(SuggestionState state, string? word, int byId, Instant at)
    {
        (State, StateSince) = (state, at);
        _course.Add(new SuggestionStep(state, word, byId, at));
    }

    private void Must(bool isMet)
    {
        if (!isMet)
            throw new InvalidOperationException($"A suggestion that is {State} cannot do this.");
    }
}

/// <summary>Something that became of a suggestion.</summary>
public sealed class SuggestionStep
{
    private SuggestionStep()
    {
    }

    internal SuggestionStep(SuggestionState state, string? word, int byId, Instant at) => (State, Word, ById, At) = (state, word, byId, at);

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The suggestion's database number.</summary>
    public int SuggestionId { get; private set; }

    /// <summary>Where it is since then.</summary>
    public SuggestionState State { get; private set; }

    /// <summary>The committee's word, Markdown; null where it was taken back.</summary>
    public string? Word { get; private set; }

    /// <summary>Who did it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }
}
