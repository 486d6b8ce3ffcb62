using NodaTime;

namespace Whalepaper.Notices.Board;

public sealed partial class GroupNotice
{
    /// <summary>The title that somebody wants it to have; null unless a changed notice waits for a second pair of eyes.</summary>
    public string? SuggestedTitle { get; private set; }

    /// <summary>The text that somebody wants it to have, Markdown.</summary>
    public string? SuggestedText { get; private set; }

    /// <summary>Who does.</summary>
    public int? SuggestedById { get; private set; }

    /// <summary>Since when.</summary>
    public Instant? SuggestedAt { get; private set; }

    /// <summary>Whether changed words wait for a second pair of eyes.</summary>
    public bool EditWaits => SuggestedAt is not null;

    /// <summary>Whether somebody may take the changed words over: whoever wrote them is no second pair of eyes.</summary>
    public bool MayAcceptEdit(int memberId) => EditWaits && SuggestedById != memberId;

    /// <summary>Changes its words after it went out. What they were is kept; what lies in inboxes stays as it is, and what waited beside it is forgotten.</summary>
    /// <returns>False if they are these already.</returns>
    /// <exception cref="InvalidOperationException">It did not go out.</exception>
    public bool Edit(string title, string text, int byId, Instant now)
    {
        Require(State is NoticeState.Published);
        if (Checked(title, text) == (Title, Text))
            return false;
        _revisions.Add(new NoticeRevision(Edits + 1, Title, Text, ChangedById, ChangedAt));
        Say(title, text, byId, now);
        Edits++;
        Forget();
        return true;
    }

    /// <summary>Lays changed words beside it, where somebody else must read them first: letters that wait say what it says until then. They take the place of those that waited.</summary>
    /// <returns>False if it says so already, or if these wait already.</returns>
    /// <exception cref="InvalidOperationException">It did not go out.</exception>
    public bool SuggestEdit(string title, string text, int byId, Instant now)
    {
        Require(State is NoticeState.Published);
        var words = Checked(title, text);
        if (words == (Title, Text) || words == (SuggestedTitle, SuggestedText))
            return false;
        ((SuggestedTitle, SuggestedText), SuggestedById, SuggestedAt) = (words, byId, now);
        return true;
    }

    /// <summary>Takes the changed words over: they are their writer's, as if nobody had had to read them.</summary>
    /// <exception cref="InvalidOperationException">None wait, or not for them: see <see cref="MayAcceptEdit"/>.</exception>
    public void AcceptEdit(int byId, Instant now)
    {
        Require(MayAcceptEdit(byId));
        Edit(SuggestedTitle!, SuggestedText!, SuggestedById!.Value, now);
    }

    /// <summary>Lets the changed words be.</summary>
    /// <exception cref="InvalidOperationException">None wait.</exception>
    public void DropEdit()
    {
        Require(EditWaits);
        Forget();
    }

    private void Forget() => (SuggestedTitle, SuggestedText, SuggestedById, SuggestedAt) = (null, null, null, null);
}
