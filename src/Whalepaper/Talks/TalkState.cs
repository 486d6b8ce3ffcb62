namespace Whalepaper.Talks;

/// <summary>Where a talk stands between wish and archive. The numbers are kept in databases.</summary>
public enum TalkState
{
    /// <summary>Somebody took the paper who needs the committee's word for it.</summary>
    Asked = 3,

    /// <summary>Somebody took the paper.</summary>
    Claimed = 0,

    /// <summary>The presenter said yes to the date.</summary>
    Confirmed = 1,

    /// <summary>The presenter said yes, and all parts are prepared.</summary>
    Ready = 4,

    /// <summary>It was shared.</summary>
    Given = 2,

    /// <summary>A presenter took it back.</summary>
    Withdrawn = 5,

    /// <summary>The committee called it off.</summary>
    Cancelled = 6,

    /// <summary>Nobody came to give it.</summary>
    Missed = 7,
}
