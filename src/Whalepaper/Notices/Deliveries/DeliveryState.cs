namespace Whalepaper.Notices.Deliveries;

/// <summary>How far a delivery is. The numbers stand in the database: none is ever given another meaning.</summary>
public enum DeliveryState
{
    /// <summary>It waits until it is due.</summary>
    Waiting = 0,

    /// <summary>A copy of the program has it in hand, until its lease ends.</summary>
    Sending = 1,

    /// <summary>The receiver took it.</summary>
    Sent = 2,

    /// <summary>It was given up; people see it, and may have it tried again.</summary>
    Dead = 3,

    /// <summary>It became pointless before it was sent.</summary>
    Dropped = 4,
}
