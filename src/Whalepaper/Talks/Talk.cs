using NodaTime;
using Whalepaper.Meetings;
using Whalepaper.Members;
using Whalepaper.Topics;

namespace Whalepaper.Talks;

/// <summary>Where a talk stands between wish and archive.</summary>
public enum TalkState
{
    /// <summary>Somebody took the paper.</summary>
    Claimed,

    /// <summary>The presenter said yes to the date.</summary>
    Confirmed,

    /// <summary>It was shared.</summary>
    Given,
}

/// <summary>One or more presenters sharing a paper, or several, at a meeting (分享).</summary>
public sealed class Talk
{
    /// <summary>How many materials lie beside a talk at most.</summary>
    public const int MaterialsMaximum = 40;

    private readonly List<TalkPresenter> _presenters = [];
    private readonly List<TalkPaper> _papers = [];
    private readonly List<Material> _materials = [];

    private Talk()
    {
    }

    /// <summary>Claims an entry of a reading list.</summary>
    /// <param name="entry">What will be shared.</param>
    /// <param name="presenters">Who shares it, in the order in which they are named; at least one.</param>
    /// <param name="claimedAt">When.</param>
    public Talk(ReadingListEntry entry, IEnumerable<Member> presenters, Instant claimedAt)
    {
        ArgumentNullException.ThrowIfNull(entry);
        TopicId = entry.TopicId;
        TrackId = entry.TrackId;
        ClaimedAt = claimedAt;
        Cover(entry);
        PresentBy(presenters);
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

    /// <summary>When the paper was taken.</summary>
    public Instant ClaimedAt { get; private set; }

    /// <summary>The presenter's yes to the date, once said.</summary>
    public Confirmation? Confirmation { get; private set; }

    /// <summary>The record that it was shared.</summary>
    public Giving? Giving { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Who shares, in order.</summary>
    public IReadOnlyList<TalkPresenter> Presenters => _presenters;

    /// <summary>What is shared, in order.</summary>
    public IReadOnlyList<TalkPaper> Papers => _papers;

    /// <summary>Slides, notes, code and recordings.</summary>
    public IReadOnlyList<Material> Materials => _materials;

    /// <summary>Where it stands.</summary>
    public TalkState State =>
        Giving is not null ? TalkState.Given : Confirmation is not null ? TalkState.Confirmed : TalkState.Claimed;

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

    /// <summary>Sets the date, by naming the meeting.</summary>
    /// <exception cref="InvalidOperationException">The meeting is of another track, or the talk was given already.</exception>
    public void ScheduleAt(Meeting meeting)
    {
        ArgumentNullException.ThrowIfNull(meeting);
        if (meeting.TrackId != TrackId)
            throw new InvalidOperationException("A talk is shared at a meeting of its own track.");
        if (Giving is not null)
            throw new InvalidOperationException("A talk that was given keeps its meeting.");
        if (!ReferenceEquals(Meeting, meeting))
            Confirmation = null;
        Meeting = meeting;
        MeetingId = meeting.Id == 0 ? null : meeting.Id;
    }

    /// <summary>Records a presenter's yes to the date.</summary>
    /// <exception cref="InvalidOperationException">There is no date yet, or the member does not present this talk.</exception>
    public void Confirm(Member by, Instant at)
    {
        if (Meeting is null && MeetingId is null)
            throw new InvalidOperationException("There is no date to confirm yet.");
        if (!_presenters.Exists(p => ReferenceEquals(p.Member, by)))
            throw new InvalidOperationException("Only a presenter confirms a talk.");
        Confirmation ??= new Confirmation(by, at);
    }

    /// <summary>Records that it was shared.</summary>
    public void Give(GivingSource source, Instant recordedAt) => Giving ??= new Giving(source, recordedAt);

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
}
