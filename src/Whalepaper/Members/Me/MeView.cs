using NodaTime;
using Whalepaper.Admission.Elections;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Meetings;
using Whalepaper.Members.Profiles;
using Whalepaper.Participation.Measuring;
using Whalepaper.Talks;
using Whalepaper.Tracks;
using Whalepaper.Ui;

namespace Whalepaper.Members.Me;

/// <summary>What a member's own page shows.</summary>
/// <param name="Me">Whose page it is, with the tracks that they follow.</param>
/// <param name="Tracks">All tracks, in their order.</param>
public sealed record MeView(Member Me, IReadOnlyList<Track> Tracks)
{
    /// <summary>What they will share, the next talk first, talks without a date last.</summary>
    public required IReadOnlyList<TalkAhead> Ahead { get; init; }

    /// <summary>Talks that they may take over, or whose date somebody would swap for theirs; the nearest date first.</summary>
    public required IReadOnlyList<OfferToMe> Offers { get; init; }

    /// <summary>What every talk covers.</summary>
    public required IReadOnlyList<OutlinePart> Outline { get; init; }

    /// <summary>The next meetings of the tracks that they follow, and those at which they share.</summary>
    public required IReadOnlyList<MeetingLine> Meetings { get; init; }

    /// <summary>The first papers of running topics that nobody has claimed: of their tracks, or of all if they follow none.</summary>
    public required IReadOnlyList<OpenPaper> Open { get; init; }

    /// <summary>How many such papers there are.</summary>
    public required int OpenCount { get; init; }

    /// <summary>What they shared last, the newest topic first.</summary>
    public required IReadOnlyList<TalkShared> Shared { get; init; }

    /// <summary>How many talks they shared in all.</summary>
    public required int SharedCount { get; init; }

    /// <summary>Archive profiles that may be theirs.</summary>
    public required IReadOnlyList<LikelyProfile> Likely { get; init; }

    /// <summary>Their application for the inner group, if one was sent and runs: its number.</summary>
    public int? Application { get; init; }

    /// <summary>Their application that ended last, by its number; null for none, and while one runs.</summary>
    public int? LastApplication { get; init; }

    /// <summary>The election of the committee that runs, for somebody of the inner group; null for none.</summary>
    public ElectionSign? Election { get; init; }

    /// <summary>A look back that waits for their answer; null for none.</summary>
    public LookBackSign? LookBack { get; init; }

    /// <summary>How they stand in the topic that goes on, for somebody of the inner group; null for nobody else.</summary>
    public (TopicFrame Frame, RollLine Line)? Meter { get; init; }

    /// <summary>What the organizer set, by key.</summary>
    public required IReadOnlyDictionary<string, string> Rules { get; init; }
}

/// <summary>A talk that a member is about to share, and what is there of it.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="Titles">The papers it covers.</param>
/// <param name="Meeting">Its meeting; null while no date is set.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Others">Who shares it too.</param>
/// <param name="Materials">What sorts of things lie beside it.</param>
/// <param name="Parts">For how many parts of the outline something is written.</param>
public sealed record TalkAhead(int Id, int TrackId, IReadOnlyList<string> Titles, OccasionOfTalk? Meeting, TalkState State, IReadOnlyList<PersonSign> Others, IReadOnlyList<MaterialKind> Materials, int Parts)
{
    /// <summary>The papers' titles in one line.</summary>
    public string Title => string.Join(" · ", Titles);

    /// <summary>Whether a presenter said yes to the date.</summary>
    public bool IsConfirmed => State is TalkState.Confirmed or TalkState.Ready;

    /// <summary>When it is shared; null while no date is set, or if its meeting does not take place.</summary>
    public Instant? At => Meeting is { IsCancelled: false } meeting ? meeting.StartsAt : null;

    /// <summary>Whether there is something to show: slides, notes or a PDF.</summary>
    public bool HasSlides => Materials.Any(kind => kind is MaterialKind.Slides or MaterialKind.Notes or MaterialKind.Pdf);

    /// <summary>Whether there is code, for which the outline asks.</summary>
    public bool HasCode => Materials.Contains(MaterialKind.Code);
}

/// <summary>A talk that is offered to a member.</summary>
/// <param name="TalkId">The number in its address.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="Title">What it is about.</param>
/// <param name="From">Who offers it.</param>
/// <param name="IsSwap">Whether a swap of dates is asked for.</param>
/// <param name="IsToMe">Whether it is offered to them alone.</param>
/// <param name="At">Its date, if it has one.</param>
public sealed record OfferToMe(int TalkId, int TrackId, string Title, PersonSign From, bool IsSwap, bool IsToMe, Instant? At);

/// <summary>A talk that a member shared.</summary>
/// <param name="Id">The number in its address.</param>
/// <param name="TrackId">The track's database number.</param>
/// <param name="Topic">What the group counts its topic as.</param>
/// <param name="At">When, if a date is known.</param>
/// <param name="Titles">The papers it covered.</param>
public sealed record TalkShared(int Id, int TrackId, int Topic, Instant? At, IReadOnlyList<string> Titles);
