using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;
using Whalepaper.Talks;

namespace Whalepaper.Meetings.Asking;

/// <summary>A question at a meeting, or before it.</summary>
public sealed class Question
{
    /// <summary>The longest question, in UTF-16 units.</summary>
    public const int TextMaximum = 1000;

    /// <summary>The longest answer, in UTF-16 units.</summary>
    public const int AnswerMaximum = 2000;

    /// <summary>The longest name of somebody in whose stead it is asked, in UTF-16 units.</summary>
    public const int NameMaximum = 80;

    /// <summary>The longest key of a form, in UTF-16 units.</summary>
    public const int KeyMaximum = 64;

    /// <summary>How many questions one member asks at a meeting at most.</summary>
    public const int MostOfOne = 20;

    private Question()
    {
    }

    /// <summary>Asks.</summary>
    /// <param name="meeting">At which meeting.</param>
    /// <param name="talk">About which of its talks; null for none in particular.</param>
    /// <param name="askedById">Who asks: their database number.</param>
    /// <param name="text">The question.</param>
    /// <param name="key">What the form carried, so that the same question sent twice is asked once; see <see cref="NewKey"/>.</param>
    /// <param name="at">When.</param>
    /// <param name="onBehalfOf">The name of somebody who has no account here, if it is theirs.</param>
    /// <exception cref="ArgumentException">No text or key, or one too long.</exception>
    /// <exception cref="InvalidOperationException">The meeting is cancelled, or the talk is of another one.</exception>
    public Question(Meeting meeting, Talk? talk, int askedById, string text, string key, Instant at, string? onBehalfOf = null)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, TextMaximum, nameof(text));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, KeyMaximum, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(onBehalfOf?.Length ?? 0, NameMaximum, nameof(onBehalfOf));
        if (meeting.CancelledAt is not null)
            throw new InvalidOperationException("Nobody is asked at a meeting that does not take place.");
        if (talk is not null && talk.MeetingId != meeting.Id)
            throw new InvalidOperationException("This talk is not shared at this meeting.");
        (MeetingId, TalkId, AskedById, Text, AskedAt) = (meeting.Id, talk?.Id, askedById, text.Trim(), at);
        OnBehalfOf = string.IsNullOrWhiteSpace(onBehalfOf) ? null : onBehalfOf.Trim();
        Key = KeyOf(key);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>The talk's database number; null for none in particular.</summary>
    public int? TalkId { get; private set; }

    /// <summary>Who asked: their database number.</summary>
    public int AskedById { get; private set; }

    /// <summary>The name of somebody without an account whose question it is; null where it is the asker's own.</summary>
    public string? OnBehalfOf { get; private set; }

    /// <summary>The question, plain text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>When it was asked.</summary>
    public Instant AskedAt { get; private set; }

    /// <summary>By what it is known again when its form is sent once more: what the form carried, and what was asked. Another question is another one, though a browser brought an old form back.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Which of its asker's questions at this meeting it is, from 1: of two that come at once, only one is the last that is taken.</summary>
    public int Ordinal { get; private set; } = 1;

    /// <summary>When it was answered; null until then.</summary>
    public Instant? AnsweredAt { get; private set; }

    /// <summary>Who marked it as answered: their database number.</summary>
    public int? AnsweredById { get; private set; }

    /// <summary>The answer, Markdown; null where it was only spoken.</summary>
    public string? Answer { get; private set; }

    /// <summary>When the host hid it; null while it is shown.</summary>
    public Instant? HiddenAt { get; private set; }

    /// <summary>Who hid it: their database number.</summary>
    public int? HiddenById { get; private set; }

    /// <summary>Counts changes. A form that answers carries it, so that of two who write at once the later one is told.</summary>
    public int Version { get; private set; }

    /// <summary>A key for a form that is shown anew.</summary>
    public static string NewKey() => Guid.NewGuid().ToString("N");

    /// <summary>Takes its place behind those that its asker asked at this meeting before.</summary>
    /// <param name="last">The highest <see cref="Ordinal"/> of these; 0 for none.</param>
    /// <returns>False where they asked as many as one may: see <see cref="MostOfOne"/>.</returns>
    public bool ComeAfter(int last)
    {
        if (last >= MostOfOne)
            return false;
        Ordinal = last + 1;
        return true;
    }

    /// <summary>Marks it as answered, or changes the answer. Who answered first stays.</summary>
    /// <param name="byId">Who says so: their database number.</param>
    /// <param name="at">When.</param>
    /// <param name="answer">The answer, Markdown; null or blank where it was only spoken.</param>
    public void MarkAnswered(int byId, Instant at, string? answer = null)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer?.Length ?? 0, AnswerMaximum, nameof(answer));
        Answer = string.IsNullOrWhiteSpace(answer) ? null : answer.Trim();
        if (AnsweredAt is null)
            (AnsweredAt, AnsweredById) = (at, byId);
    }

    /// <summary>Takes the mark back. What was written stays, unseen, for when it is answered again: one press takes nobody's words away.</summary>
    public void MarkOpen() => (AnsweredAt, AnsweredById) = (null, null);

    /// <summary>Whether an answer would take away another one that its author has not read.</summary>
    /// <param name="answer">The answer; null where none is written.</param>
    /// <param name="read">The <see cref="Version"/> that it was written from; null for none.</param>
    public bool WouldLose(string? answer, int? read) => answer is not null && Answer is not null && read != Version && !string.Equals(Answer, answer.Trim(), StringComparison.Ordinal);

    /// <summary>Hides it from all but the host.</summary>
    public void Hide(int byId, Instant at)
    {
        if (HiddenAt is null)
            (HiddenAt, HiddenById) = (at, byId);
    }

    /// <summary>Shows it again.</summary>
    public void Show() => (HiddenAt, HiddenById) = (null, null);

    /// <summary>Becomes another's, because the two are one person: behind what that one asked, though they are more together than one may ask.</summary>
    internal void PassTo(int memberId, int last) => (AskedById, Ordinal) = (memberId, last + 1);

    private string KeyOf(string form) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{form}\n{MeetingId}\n{TalkId}\n{OnBehalfOf}\n{Text}"))));
}

/// <summary>That somebody wants a question of others answered too.</summary>
public sealed class QuestionVote
{
    private QuestionVote()
    {
    }

    /// <summary>Votes.</summary>
    /// <param name="question">For which question.</param>
    /// <param name="memberId">Who: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is their own, or hidden.</exception>
    public QuestionVote(Question question, int memberId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (question.AskedById == memberId)
            throw new InvalidOperationException("Nobody votes for their own question.");
        if (question.HiddenAt is not null)
            throw new InvalidOperationException("This question is hidden.");
        (QuestionId, MeetingId, MemberId, At) = (question.Id, question.MeetingId, memberId, at);
    }

    /// <summary>The question's database number.</summary>
    public int QuestionId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>The meeting's database number.</summary>
    public int MeetingId { get; private set; }

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>The same vote in another's name, because the two are one person.</summary>
    internal QuestionVote For(int memberId) => new() { QuestionId = QuestionId, MeetingId = MeetingId, MemberId = memberId, At = At };
}
