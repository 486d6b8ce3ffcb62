using NodaTime;

namespace Whalepaper.Admission.Panels;

/// <summary>A question of the panel to a candidate, before, at or after the trial talk, with its answer: both are on the record.</summary>
public sealed class PanelQuestion
{
    /// <summary>The most that one member of the committee asks one candidate.</summary>
    public const int MostOfOne = 40;

    /// <summary>The longest question, in UTF-16 units.</summary>
    public const int TextMaximum = 2000;

    /// <summary>The longest answer, in UTF-16 units.</summary>
    public const int AnswerMaximum = 8000;

    private PanelQuestion()
    {
    }

    /// <summary>Asks.</summary>
    /// <param name="applicationId">The application's database number.</param>
    /// <param name="byId">Who asks: their database number.</param>
    /// <param name="text">The question, Markdown.</param>
    /// <param name="follows">The question that it follows up on; null for none.</param>
    /// <param name="key">What the form carried, so that sent twice it is asked once.</param>
    /// <param name="at">When.</param>
    public PanelQuestion(int applicationId, int byId, string text, PanelQuestion? follows, string key, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, TextMaximum, nameof(text));
        if (follows is not null && follows.ApplicationId != applicationId)
            throw new ArgumentException("A question of another application.", nameof(follows));
        (ApplicationId, ById, Text, FollowsId, Key, At) = (applicationId, byId, text.Trim(), follows?.FollowsId ?? follows?.Id, key, at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The application's database number.</summary>
    public int ApplicationId { get; private set; }

    /// <summary>Who asked: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>The question, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The first question of those that belong together; null for one that is the first.</summary>
    public int? FollowsId { get; private set; }

    /// <summary>What the form carried.</summary>
    public string Key { get; private set; } = "";

    /// <summary>When it was asked.</summary>
    public Instant At { get; private set; }

    /// <summary>The candidate's answer, Markdown; null while there is none.</summary>
    public string? Answer { get; private set; }

    /// <summary>When it was answered, the last time; null while it was not.</summary>
    public Instant? AnsweredAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Forgets the answer: who gave it left.</summary>
    public void ForgetAnswer() => (Answer, AnsweredAt) = (null, null);

    /// <summary>Answers, or answers better.</summary>
    public void Reply(string answer, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(answer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer.Length, AnswerMaximum, nameof(answer));
        (Answer, AnsweredAt) = (answer.Trim(), at);
    }
}
