using NodaTime;

namespace Whalepaper.Notices;

/// <summary>
/// A letter to one address, such as the one that proves it. While the house has no mail, it lies in the outbox, where the
/// organizer finds it and hands the link on.
/// </summary>
public sealed class Letter
{
    /// <summary>How long a letter is kept: its links are dead by then.</summary>
    public static readonly Duration Kept = Duration.FromDays(7);

    private Letter()
    {
    }

    /// <summary>Writes a letter.</summary>
    /// <param name="to">The address.</param>
    /// <param name="subject">One line.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="link">The address that it leads to; empty where it only tells something.</param>
    /// <param name="at">When.</param>
    public Letter(string to, string subject, string text, string link, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(to);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(link);
        if (to.Any(char.IsControl) || subject.Any(char.IsControl))
            throw new ArgumentException("An address or a subject is one line.", nameof(to));
        To = to;
        Subject = subject;
        Text = text;
        Link = link;
        At = at;
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The address.</summary>
    public string To { get; private set; } = "";

    /// <summary>One line.</summary>
    public string Subject { get; private set; } = "";

    /// <summary>Plain text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The address that it leads to; empty where it only tells something.</summary>
    public string Link { get; private set; } = "";

    /// <summary>When it was written.</summary>
    public Instant At { get; private set; }
}
