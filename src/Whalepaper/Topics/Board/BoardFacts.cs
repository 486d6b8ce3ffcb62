using NodaTime;
using Whalepaper.Members;
using Whalepaper.Talks;
using Whalepaper.Talks.Claiming;
using Whalepaper.Tracks;

namespace Whalepaper.Topics.Board;

/// <summary>A track that takes part.</summary>
/// <param name="Id">Its database number.</param>
/// <param name="Track">The track.</param>
public sealed record BoardTrack(int Id, Track Track);

/// <summary>A meeting of the topic.</summary>
/// <param name="Id">Its number.</param>
/// <param name="TrackId">Its track.</param>
/// <param name="Week">The Monday of its week, in the group's zone.</param>
/// <param name="Day">The day on which it begins, in the group's zone.</param>
/// <param name="StartsAt">When it begins.</param>
/// <param name="EndsAt">When it ends.</param>
/// <param name="IsCancelled">Whether it does not take place.</param>
public sealed record BoardMeeting(int Id, int TrackId, LocalDate Week, LocalDate Day, Instant StartsAt, Instant EndsAt, bool IsCancelled);

/// <summary>An entry of one of the topic's lists.</summary>
public sealed record BoardEntry(int Id, int TrackId, int PaperId, string Title, int Position);

/// <summary>A talk of the topic that holds its papers.</summary>
/// <param name="Id">Its number.</param>
/// <param name="EntryId">The first entry that it holds: by it, it is known on the board.</param>
/// <param name="MeetingId">Where it is; null without a date.</param>
/// <param name="State">How far it is.</param>
/// <param name="Presenters">Who shares it, in order.</param>
public sealed record BoardTalk(int Id, int EntryId, int? MeetingId, TalkState State, IReadOnlyList<int> Presenters)
{
    /// <summary>Who hears it as a panel, where it is a trial talk.</summary>
    public IReadOnlyList<int> Panel { get; init; } = [];

    /// <summary>Whether it is still to come.</summary>
    public bool IsAhead => State is TalkState.Asked or TalkState.Claimed or TalkState.Confirmed or TalkState.Ready;
}

/// <summary>Somebody who can share, or who does.</summary>
/// <param name="Id">Their number.</param>
/// <param name="Name">What the group calls them.</param>
/// <param name="Handle">The name in the address of their page.</param>
/// <param name="Standing">Where they are on the ladder; null for a name of the archive.</param>
/// <param name="CanShare">Whether talks can go to them.</param>
/// <param name="LastAt">When they last shared, in whatever topic; null if never.</param>
/// <param name="Follows">The tracks that they follow.</param>
public sealed record BoardMember(int Id, string Name, string Handle, Standing? Standing, bool CanShare, Instant? LastAt, IReadOnlyList<int> Follows);

/// <summary>A wish for a paper of one of the topic's lists.</summary>
public sealed record BoardWish(int TrackId, int PaperId, int MemberId, bool Presents, Instant At);

/// <summary>All that is known when a topic is planned, as it stood at one moment.</summary>
/// <param name="TopicId">The topic's database number.</param>
/// <param name="Number">What the group counts it as.</param>
/// <param name="State">Where it stands in its life.</param>
/// <param name="Now">The present.</param>
public sealed record BoardFacts(int TopicId, int Number, TopicState State, Instant Now)
{
    /// <summary>How many talks a meeting has room for.</summary>
    public required int Capacity { get; init; }

    /// <summary>How many talks one may have in a topic.</summary>
    public required int Most { get; init; }

    /// <summary>How long before a date giving a talk up is late: nothing is suggested for dates so near.</summary>
    public Duration Notice { get; init; }

    /// <summary>The tracks, in the order of the topic's lists.</summary>
    public required IReadOnlyList<BoardTrack> Tracks { get; init; }

    /// <summary>The meetings, in order of time.</summary>
    public required IReadOnlyList<BoardMeeting> Meetings { get; init; }

    /// <summary>The entries, in order of their lists.</summary>
    public required IReadOnlyList<BoardEntry> Entries { get; init; }

    /// <summary>The talks that were not withdrawn.</summary>
    public required IReadOnlyList<BoardTalk> Talks { get; init; }

    /// <summary>Further entries that talks hold, besides the first of each.</summary>
    public required IReadOnlySet<int> Held { get; init; }

    /// <summary>Who can share, and who does.</summary>
    public required IReadOnlyList<BoardMember> Members { get; init; }

    /// <summary>What they share in other topics at the time.</summary>
    public required IReadOnlyList<Engagement> Elsewhere { get; init; }

    /// <summary>The days on which they cannot.</summary>
    public required IReadOnlyList<AwayDays> Away { get; init; }

    /// <summary>What they wish for.</summary>
    public required IReadOnlyList<BoardWish> Wishes { get; init; }
}
