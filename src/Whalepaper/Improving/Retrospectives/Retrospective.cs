using System.Globalization;
using System.Security.Cryptography;
using NodaTime;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>How far looking back on a topic is.</summary>
public enum RetrospectiveState
{
    /// <summary>Answers are taken.</summary>
    Open = 1,

    /// <summary>It is over, and the committee reads it.</summary>
    Closed = 2,

    /// <summary>The group reads it.</summary>
    Published = 3,
}

/// <summary>
/// A look back on a topic: a short survey of the inner group, answered by each of them once and without a name, and published with the numbers of the topic beside
/// it. A topic has one at most; the database holds that.
/// </summary>
public sealed class Retrospective
{
    /// <summary>The longest word of the committee, in UTF-16 units.</summary>
    public const int WordMaximum = 4000;

    /// <summary>Of fewer answers than this, none is shown or kept: everybody would know whose they are.</summary>
    public const int LeastAnswers = 3;

    private readonly List<RetrospectiveInvitee> _invitees = [];

    private Retrospective()
    {
    }

    /// <summary>Opens it. Who may answer is settled with that.</summary>
    /// <param name="topicId">The topic's database number.</param>
    /// <param name="invited">The database numbers of those who may answer.</param>
    /// <param name="closesAt">Until when.</param>
    /// <param name="byId">Who opens it: their database number; null for the program.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">Fewer are asked than are shown.</exception>
    public Retrospective(int topicId, IReadOnlyCollection<int> invited, Instant closesAt, int? byId, Instant at)
    {
        ArgumentNullException.ThrowIfNull(invited);
        if (invited.Count < LeastAnswers)
            throw new InvalidOperationException("Of so few, nobody answers without a name.");
        (TopicId, Invited, OpenedAt, ClosesAt, OpenedById) = (topicId, invited.Count, at, closesAt, byId);
        int[] drawn = [.. invited];
        RandomNumberGenerator.Shuffle(drawn.AsSpan());
        // Evenly: no box is for so few that one could tell whose answers lie in it.
        var boxes = ((drawn.Length - 1) / AnswerSheets.Most) + 1;
        _invitees.AddRange(drawn.Select((member, n) => new RetrospectiveInvitee(member, n % boxes)));
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>When it was opened.</summary>
    public Instant OpenedAt { get; private set; }

    /// <summary>Who opened it: their database number; null for the program.</summary>
    public int? OpenedById { get; private set; }

    /// <summary>Until when answers are taken.</summary>
    public Instant ClosesAt { get; private set; }

    /// <summary>When it was closed and counted; null while it is open.</summary>
    public Instant? ClosedAt { get; private set; }

    /// <summary>How many were asked.</summary>
    public int Invited { get; private set; }

    /// <summary>How many answered; null while it is open.</summary>
    public int? Answered { get; private set; }

    /// <summary>How often each question was answered by each number, question after question; empty while it is open, and where too few answered.</summary>
    public List<int> Counts { get; private set; } = [];

    /// <summary>What should stay, as it was written, in an order drawn by lot; empty as <see cref="Counts"/> is.</summary>
    public List<string> Keep { get; private set; } = [];

    /// <summary>What should change, as it was written, in an order drawn by lot; empty as <see cref="Counts"/> is.</summary>
    public List<string> Change { get; private set; } = [];

    /// <summary>How many written words the committee left out when it published.</summary>
    public int LeftOut { get; private set; }

    /// <summary>The committee's word to the group, Markdown; null until it is published.</summary>
    public string? Word { get; private set; }

    /// <summary>When it was published; null until then.</summary>
    public Instant? PublishedAt { get; private set; }

    /// <summary>Who published it: their database number.</summary>
    public int? PublishedById { get; private set; }

    /// <summary>The numbers of the topic, as they stood when it was closed and then when it was published.</summary>
    public TopicNumbers Numbers { get; private set; } = TopicNumbers.None;

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Who may answer, while it is open; only what was loaded.</summary>
    public IReadOnlyList<RetrospectiveInvitee> Invitees => _invitees;

    /// <summary>How far it is.</summary>
    public RetrospectiveState State => PublishedAt is not null ? RetrospectiveState.Published : ClosedAt is not null ? RetrospectiveState.Closed : RetrospectiveState.Open;

    /// <summary>Whether enough answered for anything to be shown.</summary>
    public bool HasResults => Answered >= LeastAnswers;

    /// <summary>How the audit log names the look back on a topic.</summary>
    /// <param name="topicNumber">What the group counts the topic as.</param>
    public static string SubjectOf(int topicNumber) => topicNumber.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether answers are taken.</summary>
    public bool IsOpen(Instant now) => ClosedAt is null && now < ClosesAt;

    /// <summary>Closes it and counts. What stays tells of nobody what they answered.</summary>
    /// <param name="sheets">All that were answered.</param>
    /// <param name="numbers">The numbers of the topic.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It was closed before.</exception>
    public void Close(IReadOnlyCollection<AnswerSheet> sheets, TopicNumbers numbers, Instant at)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        Must(ClosedAt is null);
        (ClosedAt, Answered, Numbers) = (at, sheets.Count, numbers);
        if (!HasResults)
            return;
        Counts = AnswerSheet.Count(sheets);
        (Keep, Change) = (AnswerSheet.Shuffled(sheets.Select(sheet => sheet.Keep)), AnswerSheet.Shuffled(sheets.Select(sheet => sheet.Change)));
    }

    /// <summary>Publishes it to the group. What is left out is gone: it says only how much that was.</summary>
    /// <param name="word">The committee's word, Markdown.</param>
    /// <param name="keepLeftOut">Which places of <see cref="Keep"/> are left out.</param>
    /// <param name="changeLeftOut">Which places of <see cref="Change"/> are left out.</param>
    /// <param name="numbers">The numbers of the topic.</param>
    /// <param name="byId">Who publishes: their database number.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">It is open, or was published before.</exception>
    public void Publish(string word, IReadOnlySet<int> keepLeftOut, IReadOnlySet<int> changeLeftOut, TopicNumbers numbers, int byId, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(word.Length, WordMaximum, nameof(word));
        ArgumentNullException.ThrowIfNull(keepLeftOut);
        ArgumentNullException.ThrowIfNull(changeLeftOut);
        Must(ClosedAt is not null && PublishedAt is null);
        var before = Keep.Count + Change.Count;
        (Keep, Change) = ([.. Keep.Where((_, place) => !keepLeftOut.Contains(place))], [.. Change.Where((_, place) => !changeLeftOut.Contains(place))]);
        LeftOut = before - Keep.Count - Change.Count;
        (Word, Numbers, PublishedAt, PublishedById) = (word.Trim(), numbers, at, byId);
    }

    private void Must(bool isMet)
    {
        if (!isMet)
            throw new InvalidOperationException($"Looking back that is {State} cannot do this.");
    }
}

/// <summary>What was counted of a topic, beside what people say of it.</summary>
/// <param name="Planned">Talks that were claimed or planned, whatever became of them.</param>
/// <param name="Given">Talks that were given.</param>
/// <param name="Missed">Talks that nobody came to give.</param>
/// <param name="Meetings">Meetings that were held, and of which somebody wrote down who was there: as participation counts them.</param>
/// <param name="Attendances">How often somebody was at one.</param>
/// <param name="RemindersFailed">Reminders of its talks that did not reach anybody.</param>
public sealed record TopicNumbers(int Planned, int Given, int Missed, int Meetings, int Attendances, int RemindersFailed)
{
    /// <summary>Of a topic in which nothing was.</summary>
    public static readonly TopicNumbers None = new(0, 0, 0, 0, 0, 0);

    /// <summary>How many were at a meeting on the average; null where none was held.</summary>
    public decimal? Attendance => Meetings == 0 ? null : (decimal)Attendances / Meetings;
}

/// <summary>Somebody who may answer, while it is open. It tells whether they did, not when, and not what.</summary>
public sealed class RetrospectiveInvitee
{
    private RetrospectiveInvitee()
    {
    }

    internal RetrospectiveInvitee(int memberId, int box) => (MemberId, Box) = (memberId, box);

    /// <summary>The look back's database number.</summary>
    public int RetrospectiveId { get; private set; }

    /// <summary>Who: their database number.</summary>
    public int MemberId { get; private set; }

    /// <summary>Into which box their answer goes, drawn by lot: a box seals all that lies in it anew with each answer, and so it is for a hundred at most.</summary>
    public int Box { get; private set; }

    /// <summary>Whether they answered: told to themselves alone, and gone once it is closed.</summary>
    public bool HasAnswered { get; private set; }
}

/// <summary>
/// Where answers lie while a look back is open, apart from who may answer and under seal: places for as many as may answer, empty at first, always equally long and
/// sealed anew with each answer. No place has a name on it, and an answer takes one by lot. When it closes they are counted once and taken away.
/// </summary>
public sealed class RetrospectiveBox
{
    private RetrospectiveBox()
    {
    }

    /// <summary>Sets one up.</summary>
    /// <param name="retrospective">For which look back; it has its number with the same save.</param>
    /// <param name="place">Which of its boxes, from 0.</param>
    /// <param name="content">Empty places, sealed.</param>
    public RetrospectiveBox(Retrospective retrospective, int place, byte[] content) => (Retrospective, Place, Content) = (retrospective, place, content);

    /// <summary>The look back's database number.</summary>
    public int RetrospectiveId { get; private set; }

    /// <summary>The look back.</summary>
    public Retrospective Retrospective { get; private set; } = null!;

    /// <summary>Which of its boxes, from 0.</summary>
    public int Place { get; private set; }

    /// <summary>The answers, sealed.</summary>
    public byte[] Content { get; private set; } = [];

    /// <summary>Counts who had it in hand: who counts up has it alone until the end of their transaction.</summary>
    public int Turn { get; private set; }

    /// <summary>Lays other answers into it.</summary>
    public void Fill(byte[] content) => Content = content;
}
