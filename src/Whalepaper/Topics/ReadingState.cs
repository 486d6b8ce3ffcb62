using Whalepaper.Data;
using Whalepaper.Talks;

namespace Whalepaper.Topics;

/// <summary>Where an entry of a reading list stands.</summary>
public enum ReadingState
{
    /// <summary>Nobody has taken it.</summary>
    Open,

    /// <summary>Somebody took it.</summary>
    Claimed,

    /// <summary>The presenter said yes to the date.</summary>
    Confirmed,

    /// <summary>It was shared.</summary>
    Given,
}

/// <summary>How entries and the talks that hold them come together.</summary>
internal static class ReadingStates
{
    /// <summary>The state of an entry held by such a talk; null for one that none holds.</summary>
    public static ReadingState Of(TalkState? talk) => talk switch
    {
        null => ReadingState.Open,
        TalkState.Asked or TalkState.Claimed => ReadingState.Claimed,
        TalkState.Confirmed or TalkState.Ready => ReadingState.Confirmed,
        _ => ReadingState.Given,
    };

    /// <summary>The entries that stand so.</summary>
    public static IQueryable<ReadingListEntry> InState(this IQueryable<ReadingListEntry> entries, WhalepaperDb db, ReadingState state)
    {
        var held = db.TalkPapers.Where(paper => paper.ReleasedAt == null);
        if (state == ReadingState.Open)
            return entries.Where(entry => !held.Any(paper => paper.EntryId == entry.Id));
        return entries.HeldBy(db, state switch
        {
            ReadingState.Claimed => db.Talks.Where(talk => talk.State == TalkState.Asked || talk.State == TalkState.Claimed),
            ReadingState.Confirmed => db.Talks.Where(talk => talk.State == TalkState.Confirmed || talk.State == TalkState.Ready),
            _ => db.Talks.Where(talk => talk.State == TalkState.Given),
        });
    }

    /// <summary>The entries that the member of this handle shares.</summary>
    public static IQueryable<ReadingListEntry> SharedBy(this IQueryable<ReadingListEntry> entries, WhalepaperDb db, string handle) =>
        entries.HeldBy(db, db.Talks.Where(talk => talk.Presenters.Any(presenter => presenter.Member.Handle == handle)));

    private static IQueryable<ReadingListEntry> HeldBy(this IQueryable<ReadingListEntry> entries, WhalepaperDb db, IQueryable<Talk> talks) =>
        entries.Where(entry => db.TalkPapers.Any(paper => paper.EntryId == entry.Id && paper.ReleasedAt == null && talks.Any(talk => talk.Id == paper.TalkId)));
}
