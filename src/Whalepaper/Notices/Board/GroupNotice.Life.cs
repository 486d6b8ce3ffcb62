using NodaTime;

namespace Whalepaper.Notices.Board;

public sealed partial class GroupNotice
{
    /// <summary>Whether it can be changed as a whole: it did not go out yet, and nobody took it back.</summary>
    public bool IsAhead => State is NoticeState.Draft or NoticeState.Review or NoticeState.Scheduled;

    /// <summary>Whether it can be deleted: nobody was told.</summary>
    public bool CanDelete => PublishedAt is null && State is NoticeState.Draft or NoticeState.Cancelled;

    /// <summary>Whether somebody may approve it: whoever asked for it to be sent, or wrote its words last, is no second pair of eyes.</summary>
    public bool MayBeApprovedBy(int memberId) => State is NoticeState.Review && AskedById != memberId && ChangedById != memberId;

    /// <summary>Changes all of it. What waited for somebody or for its hour is a draft again: what was asked and approved was something else.</summary>
    /// <exception cref="InvalidOperationException">It went out, or was taken back.</exception>
    /// <exception cref="ArgumentException">A title, text or audience that is none, or one that chats do not suit.</exception>
    public void Change(string title, string text, Audience audience, NoticeWay way, int byId, Instant now)
    {
        ArgumentNullException.ThrowIfNull(audience);
        ArgumentNullException.ThrowIfNull(way);
        Require(IsAhead);
        if (audience.People.Count > Audience.MostPeople || audience.Standings == AudienceStandings.None == (audience.People.Count == 0))
            throw new ArgumentException("A notice is for places on the ladder, or for a few people by name.", nameof(audience));
        if (way.InChats && !audience.SuitsChats(way.IsPublic))
            throw new ArgumentException("What is for some of the group goes into no chat.", nameof(way));
        Say(title, text, byId, now);
        (Standings, TrackId, TopicId) = (audience.Standings, audience.TrackId, audience.TopicId);
        _people.RemoveAll(person => !audience.People.Contains(person.MemberId));
        _people.AddRange(audience.People.Distinct().Where(id => !_people.Exists(person => person.MemberId == id)).Select(id => new NoticePerson(id)));
        (ByMail, InChats, IsPublic, At) = (way.ByMail, way.InChats, way.IsPublic, way.At);
        State = NoticeState.Draft;
        (AskedById, AskedAt, ApprovedById, ApprovedAt) = (null, null, null, null);
    }

    /// <summary>Sends it: to somebody else of the committee first, where the group wants that; else out, or to wait for its hour.</summary>
    /// <param name="byId">Who asks.</param>
    /// <param name="needsReview">Whether somebody else must read it first.</param>
    /// <param name="now">When.</param>
    /// <exception cref="InvalidOperationException">It is no draft.</exception>
    public void Send(int byId, bool needsReview, Instant now)
    {
        Require(State is NoticeState.Draft);
        (AskedById, AskedAt) = (byId, now);
        if (needsReview)
            State = NoticeState.Review;
        else
            Go(now);
    }

    /// <summary>Lets it go out after somebody else read it.</summary>
    /// <exception cref="InvalidOperationException">It does not wait for that, or not for them: see <see cref="MayBeApprovedBy"/>.</exception>
    public void Approve(int byId, Instant now)
    {
        Require(MayBeApprovedBy(byId));
        (ApprovedById, ApprovedAt) = (byId, now);
        Go(now);
    }

    /// <summary>Lets it out when its hour has come.</summary>
    /// <exception cref="InvalidOperationException">It does not wait for its hour, or that has not come.</exception>
    public void Publish(Instant now)
    {
        Require(State is NoticeState.Scheduled && At <= now);
        Go(now);
    }

    /// <summary>Whether it can be taken back: it is on its way, or went out, however long ago.</summary>
    public bool CanCancel => State is NoticeState.Review or NoticeState.Scheduled or NoticeState.Published;

    /// <summary>Takes it back: nobody reads it any more, but for what lies in inboxes.</summary>
    /// <param name="byId">Who does.</param>
    /// <param name="now">When.</param>
    /// <exception cref="InvalidOperationException">It is a draft, or it was taken back already.</exception>
    public void Cancel(int byId, Instant now)
    {
        Require(CanCancel);
        (State, CancelledById, CancelledAt) = (NoticeState.Cancelled, byId, now);
        Forget();
    }

    /// <summary>Puts it before the others, or takes it down again.</summary>
    /// <returns>False if it is so already.</returns>
    /// <exception cref="InvalidOperationException">It did not go out.</exception>
    public bool Pin(bool pinned, int byId, Instant now)
    {
        Require(State is NoticeState.Published);
        if (IsPinned == pinned)
            return false;
        (IsPinned, PinnedById, PinnedAt) = (pinned, byId, now);
        return true;
    }

    private void Go(Instant now)
    {
        if (At > now)
            State = NoticeState.Scheduled;
        else
            (State, PublishedAt) = (NoticeState.Published, now);
    }

    private void Say(string title, string text, int byId, Instant now)
    {
        (Title, Text) = Checked(title, text);
        (ChangedById, ChangedAt) = (byId, now);
    }

    private static (string Title, string Text) Checked(string title, string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return title.Length > TitleMaximum || text.Length > TextMaximum || !string.Equals(Deliveries.Message.Line(title), title.Trim(), StringComparison.Ordinal)
            ? throw new ArgumentException("A title is one line, and neither it nor the text is endless.", nameof(title))
            : (title.Trim(), text.Trim());
    }

    private static void Require(bool allowed)
    {
        if (!allowed)
            throw new InvalidOperationException("The notice is not where this can be done with it.");
    }
}
