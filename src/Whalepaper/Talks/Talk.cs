using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Talks.Preparation;
using Whalepaper.Topics;

namespace Whalepaper.Talks;

/// <summary>One or more presenters sharing a paper, or several, at a meeting (分享).</summary>
public sealed partial class Talk
{
    /// <summary>How many materials lie beside a talk at most.</summary>
    public const int MaterialsMaximum = 40;

    private readonly List<TalkPresenter> _presenters = [];
    private readonly List<TalkPaper> _papers = [];
    private readonly List<Material> _materials = [];
    private readonly List<TalkStep> _course = [];
    private readonly List<PreparedPart> _prepared = [];

    private Talk()
    {
    }

    /// <summary>Claims an entry of a reading list.</summary>
    /// <param name="entry">What will be shared.</param>
    /// <param name="presenters">Who shares it, in the order in which they are named; at least one.</param>
    /// <param name="claimedAt">When.</param>
    /// <param name="by">Who claims it; null where only an archive tells of it.</param>
    /// <param name="asks">Whether it waits for the committee's word.</param>
    public Talk(ReadingListEntry entry, IEnumerable<Member> presenters, Instant claimedAt, Member? by = null, bool asks = false)
    {
        ArgumentNullException.ThrowIfNull(entry);
        TopicId = entry.TopicId;
        TrackId = entry.TrackId;
        ClaimedAt = claimedAt;
        NeedsWord = asks;
        State = asks ? TalkState.Asked : TalkState.Claimed;
        Cover(entry);
        PresentBy(presenters);
        if (by is not null)
            Note(asks ? TalkStepKind.Asked : TalkStepKind.Claimed, by, claimedAt);
    }

    /// <summary>Who waited longest for an entry that became free moves up.</summary>
    /// <param name="entry">What became free.</param>
    /// <param name="member">Who waited.</param>
    /// <param name="at">When.</param>
    /// <param name="asks">Whether it waits for the committee's word.</param>
    public static Talk MoveUp(ReadingListEntry entry, Member member, Instant at, bool asks)
    {
        ArgumentNullException.ThrowIfNull(member);
        var talk = new Talk(entry, [member], at, null, asks);
        talk.Note(TalkStepKind.MovedUp, null, at, member);
        member.TakeTurn();
        return talk;
    }

    /// <summary>The committee plans that somebody shares an entry: its word is said with it.</summary>
    /// <param name="entry">What will be shared.</param>
    /// <param name="presenters">Who shares it, in order; at least one.</param>
    /// <param name="at">When it was planned.</param>
    /// <param name="by">Who planned it.</param>
    public static Talk Plan(ReadingListEntry entry, IEnumerable<Member> presenters, Instant at, Member by)
    {
        var talk = new Talk(entry, presenters, at);
        talk.Note(TalkStepKind.Planned, by, at, talk._presenters[0].Member);
        return talk;
    }

    /// <summary>The database's number, in the talk's address.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>The track's database number.</summary>
    public int TrackId { get; private set; }

    /// <summary>The meeting's database number; null while no date is set.</summary>
    public int? MeetingId { get; private set; }

    /// <summary>The meeting; null while no date is set, or while it was not loaded.</summary>
    public Meeting? Meeting { get; private set; }

    /// <summary>
    /// Its place among the talks of the meeting, from 0; null while no date is set. The database admits one talk a seat, and so no more talks
    /// than the meeting has seats.
    /// </summary>
    public int? Seat { get; private set; }

    /// <summary>When the paper was taken.</summary>
    public Instant ClaimedAt { get; private set; }

    /// <summary>Whether it was asked for by somebody who needs the committee's word for it.</summary>
    public bool NeedsWord { get; private set; }

    /// <summary>The committee's word, once given.</summary>
    public Acceptance? Acceptance { get; private set; }

    /// <summary>The presenter's yes to the date, once said.</summary>
    public Confirmation? Confirmation { get; private set; }

    /// <summary>Since when all parts are prepared; null while one is missing.</summary>
    public Instant? PreparedAt { get; private set; }

    /// <summary>The record that it was shared.</summary>
    public Giving? Giving { get; private set; }

    /// <summary>The record that it will not be: taken back, called off, or not shown up for.</summary>
    public Ending? Ending { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Who shares, in order.</summary>
    public IReadOnlyList<TalkPresenter> Presenters => _presenters;

    /// <summary>What is shared, in order.</summary>
    public IReadOnlyList<TalkPaper> Papers => _papers;

    /// <summary>Slides, notes, code and recordings.</summary>
    public IReadOnlyList<Material> Materials => _materials;

    /// <summary>What happened to it, in order.</summary>
    public IReadOnlyList<TalkStep> Course => _course;

    /// <summary>What its presenters wrote for its parts.</summary>
    public IReadOnlyList<PreparedPart> Prepared => _prepared;

    /// <summary>Where it stands: told by its records, and kept beside them because every list asks for it.</summary>
    public TalkState State { get; private set; }

    /// <summary>Whether it is still to come: neither given nor ended.</summary>
    public bool IsAhead => State is TalkState.Asked or TalkState.Claimed or TalkState.Confirmed or TalkState.Ready;

    /// <summary>Takes another entry into the talk.</summary>
    public void Cover(ReadingListEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        _papers.Add(new TalkPaper(this, entry, _papers.Count));
    }

    /// <summary>Names who shares it.</summary>
    /// <exception cref="ArgumentException">Nobody.</exception>
    public void PresentBy(IEnumerable<Member> presenters)
    {
        ArgumentNullException.ThrowIfNull(presenters);
        var named = presenters.Distinct().ToList();
        if (named.Count == 0)
            throw new ArgumentException("A talk has at least one presenter.", nameof(presenters));
        _presenters.RemoveAll(p => !named.Contains(p.Member));
        foreach (var member in named)
        {
            var place = _presenters.Find(p => ReferenceEquals(p.Member, member));
            if (place is null)
                _presenters.Add(new TalkPresenter(this, member, named.IndexOf(member)));
            else
                place.StandAt(named.IndexOf(member));
        }
    }

    /// <summary>Credits one presenter's place to another, because the two are one person.</summary>
    /// <returns>False if the other shares this talk already: then the place is given up.</returns>
    public bool Credit(Member from, Member to)
    {
        var place = _presenters.Find(p => ReferenceEquals(p.Member, from)) ?? throw new ArgumentException("Not a presenter of this talk.", nameof(from));
        _presenters.Remove(place);
        if (_presenters.Exists(p => ReferenceEquals(p.Member, to)))
            return false;
        _presenters.Add(new TalkPresenter(this, to, place.Position));
        return true;
    }

    /// <summary>Gives a place beside the others back to somebody who had it.</summary>
    public void Readmit(Member presenter, int position)
    {
        if (!_presenters.Exists(p => ReferenceEquals(p.Member, presenter)))
            _presenters.Add(new TalkPresenter(this, presenter, position));
    }

    /// <summary>Lays a link beside the talk.</summary>
    /// <param name="kind">What sort of thing it leads to.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="link">Where it is.</param>
    /// <param name="at">When.</param>
    /// <param name="by">Who adds it; null for what comes with an archive, which everybody may see.</param>
    /// <param name="isPublic">Whether everybody may see it.</param>
    /// <exception cref="InvalidOperationException">There is no room beside it.</exception>
    public Material Attach(MaterialKind kind, string title, string link, Instant at, Member? by = null, bool isPublic = true)
    {
        var material = Lay(kind, title, by, isPublic, at);
        material.LeadTo(link);
        return material;
    }

    /// <summary>Lays a file beside the talk.</summary>
    /// <param name="kind">What sort of thing it is.</param>
    /// <param name="title">What it is called.</param>
    /// <param name="file">The file, which is kept already.</param>
    /// <param name="by">Who adds it.</param>
    /// <param name="isPublic">Whether everybody may open it; else members may, since much of what is shared is others' work.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">There is no room beside it.</exception>
    public Material Attach(MaterialKind kind, string title, StoredFile file, Member by, bool isPublic, Instant at)
    {
        ArgumentNullException.ThrowIfNull(file);
        var material = Lay(kind, title, by, isPublic, at);
        material.Hold(file);
        return material;
    }

    /// <summary>Takes something away that lies beside the talk. It comes back by being added again.</summary>
    public void Detach(Material material) => _materials.Remove(material);

    private Material Lay(MaterialKind kind, string title, Member? by, bool isPublic, Instant at)
    {
        if (_materials.Count >= MaterialsMaximum)
            throw new InvalidOperationException("There is no room for more materials.");
        var material = new Material(kind, title, _materials.Count == 0 ? 0 : _materials.Max(other => other.Position) + 1, by, isPublic, at);
        _materials.Add(material);
        return material;
    }

    private bool IsPresentedBy(Member member) => _presenters.Exists(p => ReferenceEquals(p.Member, member));

    private void Note(TalkStepKind kind, Member? by, Instant at, Member? whom = null, string? word = null, bool late = false) =>
        _course.Add(new TalkStep(kind, by, at) { Whom = whom, Date = Meeting?.StartsAt, Word = word, IsLate = late });
}
