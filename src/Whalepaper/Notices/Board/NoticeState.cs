using Whalepaper.Members;

namespace Whalepaper.Notices.Board;

/// <summary>How far a notice is. The numbers stand in the database: none is ever given another meaning.</summary>
public enum NoticeState
{
    /// <summary>It is being written.</summary>
    Draft = 0,

    /// <summary>Somebody else of the committee is to read it first.</summary>
    Review = 1,

    /// <summary>It waits for its hour.</summary>
    Scheduled = 2,

    /// <summary>It is told.</summary>
    Published = 3,

    /// <summary>It was taken back: before it went out, or after.</summary>
    Cancelled = 4,
}

/// <summary>The places on the ladder that a notice is for. The numbers stand in the database.</summary>
[Flags]
public enum AudienceStandings
{
    /// <summary>None: it is for people by name.</summary>
    None = 0,

    /// <summary>The open group.</summary>
    Open = 1,

    /// <summary>Candidates.</summary>
    Candidate = 2,

    /// <summary>The inner group.</summary>
    Inner = 4,

    /// <summary>Those who moved out and still have their account.</summary>
    Former = 8,
}

/// <summary>Between the ladder and the choice of its places.</summary>
public static class AudienceWords
{
    /// <summary>Every place that counts as the group.</summary>
    public const AudienceStandings Group = AudienceStandings.Open | AudienceStandings.Candidate | AudienceStandings.Inner;

    /// <summary>The places that can be chosen, in the order of the ladder.</summary>
    public static IReadOnlyList<Standing> Places { get; } = [Standing.Open, Standing.Candidate, Standing.Inner, Standing.Former];

    /// <summary>A place as it stands in forms and in JSON.</summary>
    public static string WordOf(Standing place) => place.ToString().ToLowerInvariant();

    /// <summary>The choice of one place alone.</summary>
    public static AudienceStandings Only(Standing? place) => place switch
    {
        Standing.Open => AudienceStandings.Open,
        Standing.Candidate => AudienceStandings.Candidate,
        Standing.Inner => AudienceStandings.Inner,
        Standing.Former => AudienceStandings.Former,
        _ => AudienceStandings.None,
    };

    /// <summary>The places of a choice.</summary>
    public static IReadOnlyList<Standing> In(AudienceStandings chosen) => [.. Places.Where(place => (chosen & Only(place)) != AudienceStandings.None)];
}

/// <summary>For whom a notice is: some places on the ladder, perhaps only those who follow a track or share in a topic; or people by name.</summary>
/// <param name="Standings">The places; none where it is for people by name.</param>
/// <param name="TrackId">Of these, only who follows this track; null for all.</param>
/// <param name="TopicId">Of these, only who shares in this topic; null for all.</param>
/// <param name="People">The people's database numbers; empty where it is for places on the ladder.</param>
public sealed record Audience(AudienceStandings Standings, int? TrackId, int? TopicId, IReadOnlyList<int> People)
{
    /// <summary>The most people by name.</summary>
    public const int MostPeople = 50;

    /// <summary>Whether it is for everybody who is in the group.</summary>
    public bool IsEverybody => (Standings & AudienceWords.Group) == AudienceWords.Group && TrackId is null && TopicId is null && People.Count == 0;

    /// <summary>
    /// Whether it may go into chats: nobody knows who reads there, so only what is for all of the group or for all who follow a track, whose chats alone
    /// are told then; or what everybody may read.
    /// </summary>
    /// <param name="isPublic">Whether everybody may read it.</param>
    public bool SuitsChats(bool isPublic) => isPublic || ((Standings & AudienceWords.Group) == AudienceWords.Group && TopicId is null && People.Count == 0);
}

/// <summary>How a notice goes out, besides standing on the site and in inboxes.</summary>
/// <param name="ByMail">Whether by mail.</param>
/// <param name="InChats">Whether into the group's chats.</param>
/// <param name="IsPublic">Whether everybody may read it, visitors too, and it stands in the feed.</param>
/// <param name="At">When; null for as soon as it is sent.</param>
public sealed record NoticeWay(bool ByMail, bool InChats, bool IsPublic, NodaTime.Instant? At);
