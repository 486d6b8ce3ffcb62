using NodaTime;

namespace Whalepaper.Notices.Board;

/// <summary>Something the committee tells the group (通知): who wrote it, for whom it is, how it goes out, how far it is.</summary>
public sealed partial class GroupNotice
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleMaximum = 120;

    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 20_000;

    private readonly List<NoticePerson> _people = [];
    private readonly List<NoticeRevision> _revisions = [];

    private GroupNotice()
    {
    }

    /// <summary>Begins one.</summary>
    /// <param name="title">What it is about, on one line.</param>
    /// <param name="text">The text, Markdown.</param>
    /// <param name="audience">For whom.</param>
    /// <param name="way">How it goes out.</param>
    /// <param name="byId">Who writes it: their database number.</param>
    /// <param name="at">When.</param>
    public GroupNotice(string title, string text, Audience audience, NoticeWay way, int byId, Instant at)
    {
        (WrittenById, WrittenAt) = (byId, at);
        Change(title, text, audience, way, byId, at);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>What it is about, on one line.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The text, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The places on the ladder that it is for; none where it is for people by name.</summary>
    public AudienceStandings Standings { get; private set; }

    /// <summary>Of these, only who follows this track; null for all.</summary>
    public int? TrackId { get; private set; }

    /// <summary>Of these, only who shares in this topic; null for all.</summary>
    public int? TopicId { get; private set; }

    /// <summary>The people that it is for by name; empty where it is for places on the ladder.</summary>
    public IReadOnlyList<NoticePerson> People => _people;

    /// <summary>Whether it goes out by mail too.</summary>
    public bool ByMail { get; private set; }

    /// <summary>Whether it goes into the group's chats too.</summary>
    public bool InChats { get; private set; }

    /// <summary>Whether everybody may read it, visitors too, and it stands in the feed.</summary>
    public bool IsPublic { get; private set; }

    /// <summary>When it is to go out; null for as soon as it is sent.</summary>
    public Instant? At { get; private set; }

    /// <summary>How far it is.</summary>
    public NoticeState State { get; private set; }

    /// <summary>Who began it.</summary>
    public int WrittenById { get; private set; }

    /// <summary>When it was begun.</summary>
    public Instant WrittenAt { get; private set; }

    /// <summary>Who changed its words last.</summary>
    public int ChangedById { get; private set; }

    /// <summary>When its words were changed last.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>Who asked for it to be sent; null while it is a draft.</summary>
    public int? AskedById { get; private set; }

    /// <summary>When that was asked.</summary>
    public Instant? AskedAt { get; private set; }

    /// <summary>Who approved it; null where nobody did or nobody had to.</summary>
    public int? ApprovedById { get; private set; }

    /// <summary>When it was approved.</summary>
    public Instant? ApprovedAt { get; private set; }

    /// <summary>When it went out; null before.</summary>
    public Instant? PublishedAt { get; private set; }

    /// <summary>Who took it back; null unless somebody did.</summary>
    public int? CancelledById { get; private set; }

    /// <summary>When it was taken back.</summary>
    public Instant? CancelledAt { get; private set; }

    /// <summary>Whether it stands before the others.</summary>
    public bool IsPinned { get; private set; }

    /// <summary>Who pinned it, or took the pin away, last.</summary>
    public int? PinnedById { get; private set; }

    /// <summary>When it was pinned or unpinned last.</summary>
    public Instant? PinnedAt { get; private set; }

    /// <summary>How often its words were changed after it went out.</summary>
    public int Edits { get; private set; }

    /// <summary>What it said before it was changed; only what was loaded.</summary>
    public IReadOnlyList<NoticeRevision> Revisions => _revisions;

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>For whom it is.</summary>
    public Audience Audience => new(Standings, TrackId, TopicId, [.. _people.Select(person => person.MemberId)]);

    /// <summary>Whether chats are told: what was written before chats had to suit its readers may go into none.</summary>
    public bool IsForChats => InChats && Audience.SuitsChats(IsPublic);

    /// <summary>What causes its deliveries: see <see cref="Deliveries.Delivery.Occasion"/>.</summary>
    public string Occasion => OccasionOf(Id);

    /// <summary>What the deliveries of a notice are caused by.</summary>
    public static string OccasionOf(int id) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"notice:{id}");
}

/// <summary>Somebody that a notice is for by name.</summary>
public sealed class NoticePerson
{
    private NoticePerson()
    {
    }

    internal NoticePerson(int memberId) => MemberId = memberId;

    /// <summary>The notice's database number.</summary>
    public int NoticeId { get; private set; }

    /// <summary>The member's database number.</summary>
    public int MemberId { get; private set; }
}

/// <summary>What a notice said until somebody changed it after it went out.</summary>
public sealed class NoticeRevision
{
    private NoticeRevision()
    {
    }

    internal NoticeRevision(int number, string title, string text, int byId, Instant at) => (Number, Title, Text, ById, At) = (number, title, text, byId, at);

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>The notice's database number.</summary>
    public int NoticeId { get; private set; }

    /// <summary>Which version it was, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The title then.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The text then, Markdown.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Who wrote these words.</summary>
    public int ById { get; private set; }

    /// <summary>When they were written.</summary>
    public Instant At { get; private set; }
}
