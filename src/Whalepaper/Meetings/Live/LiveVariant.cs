using Whalepaper.Ui;

namespace Whalepaper.Meetings.Live;

/// <summary>As whom somebody is in the room of a meeting.</summary>
public enum LiveAudience
{
    /// <summary>Who listens, asks and votes.</summary>
    Listener,

    /// <summary>Who shares something at this meeting, and may turn the parts of the own talk.</summary>
    Presenter,

    /// <summary>Who holds the meeting.</summary>
    Host,
}

/// <summary>For whom the room is set: the same for all of one language and audience, whoever they are. What is somebody's alone has no place in it.</summary>
/// <param name="Language">The language of its words.</param>
/// <param name="Audience">As whom they are there.</param>
public readonly record struct LiveVariant(Language Language, LiveAudience Audience);

/// <summary>A part of the page of a meeting that changes while it is looked at.</summary>
/// <param name="Name">Its name in the page: what <c>data-live</c> says there.</param>
/// <param name="Html">What stands inside of it now.</param>
public sealed record LiveRegion(string Name, string Html);

/// <summary>Looks at a meeting as it is now: once, for all for whom its page is set.</summary>
public interface ILiveFragment
{
    /// <summary>Reads what its regions show.</summary>
    /// <param name="meetingId">The meeting's database number.</param>
    /// <param name="before">How it looked the last time; null if nobody looked yet.</param>
    /// <param name="changed">What changed since then.</param>
    /// <param name="cancellation">Stops the reading.</param>
    Task<ILiveSight> LookAsync(int meetingId, ILiveSight? before, LiveParts changed, CancellationToken cancellation);
}

/// <summary>A meeting as it was at one moment.</summary>
public interface ILiveSight
{
    /// <summary>Gives all regions of its page, in their order there: once for all who see the same. They are always the same ones. Several are set at once.</summary>
    /// <param name="variant">For whom.</param>
    /// <param name="cancellation">Stops the work.</param>
    Task<IReadOnlyList<LiveRegion>> RenderAsync(LiveVariant variant, CancellationToken cancellation);
}
