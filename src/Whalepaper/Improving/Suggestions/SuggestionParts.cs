using NodaTime;
using Whalepaper.Audit;

namespace Whalepaper.Improving.Suggestions;

/// <summary>That somebody wants what a suggestion proposes. One each; the database holds that.</summary>
public sealed class SuggestionSupport
{
    private SuggestionSupport()
    {
    }

    /// <summary>Supports.</summary>
    /// <param name="suggestion">Which suggestion.</param>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is their own, or decided.</exception>
    public SuggestionSupport(Suggestion suggestion, int memberId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        if (suggestion.ById == memberId)
            throw new InvalidOperationException("Nobody supports their own suggestion.");
        if (!suggestion.TakesSupport)
            throw new InvalidOperationException("This suggestion is decided.");
        (SuggestionId, MemberId, At) = (suggestion.Id, memberId, at);
    }

    /// <summary>The suggestion's database number.</summary>
    public int SuggestionId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }
}

/// <summary>What somebody says of a suggestion.</summary>
public sealed class SuggestionComment
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 4000;

    /// <summary>The longest reason for hiding one, in UTF-16 units.</summary>
    public const int ReasonMaximum = 500;

    /// <summary>How many of one member stand at a suggestion at most: more is no discussion.</summary>
    public const int MostOfOne = 50;

    private SuggestionComment()
    {
    }

    /// <summary>Says it.</summary>
    /// <param name="suggestion">Of which suggestion.</param>
    /// <param name="byId">Who: their database number.</param>
    /// <param name="text">The text, Markdown.</param>
    /// <param name="key">What the form carried, so that sent twice it is said once.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It was taken back.</exception>
    public SuggestionComment(Suggestion suggestion, int byId, string text, string key, Instant at)
    {
        ArgumentNullException.ThrowIfNull(suggestion);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, TextMaximum, nameof(text));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, Suggestion.KeyMaximum, nameof(key));
        if (!suggestion.TakesComments)
            throw new InvalidOperationException("This suggestion was taken back.");
        (SuggestionId, ById, Text, Key, At) = (suggestion.Id, byId, text.Trim(), key, at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The suggestion's database number.</summary>
    public int SuggestionId { get; private set; }

    /// <summary>Who said it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>The text, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What the form carried.</summary>
    public string Key { get; private set; } = "";

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>When the committee hid it; null while it is shown.</summary>
    public Instant? HiddenAt { get; private set; }

    /// <summary>Who hid it: their database number.</summary>
    public int? HiddenById { get; private set; }

    /// <summary>Why, for everybody to read.</summary>
    public string? HiddenWhy { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Hides it from all but the committee and whoever said it.</summary>
    public void Hide(int byId, string why, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(why.Length, ReasonMaximum, nameof(why));
        (HiddenAt, HiddenById, HiddenWhy) = (at, byId, why.Trim());
    }

    /// <summary>Shows it again.</summary>
    public void Show() => (HiddenAt, HiddenById, HiddenWhy) = (null, null, null);
}

/// <summary>That a setting was changed because of a suggestion: what changed, who did it and when stands in the audit log, which holds it for ever.</summary>
public sealed class SuggestionEffect
{
    private SuggestionEffect()
    {
    }

    /// <summary>Ties a change to the suggestion that caused it.</summary>
    /// <param name="suggestionId">The suggestion's database number.</param>
    /// <param name="entry">The change, as the audit log tells of it; saved with this.</param>
    public SuggestionEffect(int suggestionId, AuditEntry entry) => (SuggestionId, Entry) = (suggestionId, entry);

    /// <summary>The number of the change in the audit log.</summary>
    public int EntryId { get; private set; }

    /// <summary>The change; null where it was not loaded.</summary>
    public AuditEntry Entry { get; private set; } = null!;

    /// <summary>The suggestion's database number.</summary>
    public int SuggestionId { get; private set; }
}
