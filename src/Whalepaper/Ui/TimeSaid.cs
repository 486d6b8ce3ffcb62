namespace Whalepaper.Ui;

/// <summary>How much of an instant is said.</summary>
public enum TimeSaid
{
    /// <summary>"Saturday 28 November 21:30".</summary>
    DayAndTime,

    /// <summary>"Sat 28 Nov 21:30".</summary>
    ShortDayAndTime,

    /// <summary>"Saturday 21:30" where that is enough, else the whole day.</summary>
    Near,

    /// <summary>"Saturday 28 November".</summary>
    Day,

    /// <summary>"Sat 28 Nov".</summary>
    ShortDay,

    /// <summary>"21:30".</summary>
    Time,
}
