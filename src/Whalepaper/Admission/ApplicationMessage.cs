using NodaTime;

namespace Whalepaper.Admission;

/// <summary>A message between somebody who applies and the committee.</summary>
public sealed class ApplicationMessage
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 4000;

    private ApplicationMessage()
    {
    }

    /// <summary>Writes one.</summary>
    /// <param name="applicationId">The application's database number.</param>
    /// <param name="byId">Who writes: their database number.</param>
    /// <param name="text">The text, Markdown.</param>
    /// <param name="key">What the form carried, so that sent twice it is written once.</param>
    /// <param name="at">When.</param>
    public ApplicationMessage(int applicationId, int byId, string text, string key, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, TextMaximum, nameof(text));
        (ApplicationId, ById, Text, Key, At) = (applicationId, byId, text.Trim(), key, at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The application's database number.</summary>
    public int ApplicationId { get; private set; }

    /// <summary>Who wrote it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>The text, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>What the form carried.</summary>
    public string Key { get; private set; } = "";

    /// <summary>When.</summary>
    public Instant At { get; private set; }
}
