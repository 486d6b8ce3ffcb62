namespace Whalepaper.Notices.Deliveries;

/// <summary>Who goes first among deliveries that are due. The numbers stand in the database: none is ever given another meaning.</summary>
public enum DeliveryPrecedence
{
    /// <summary>Somebody waits for it at the door, such as for a link to sign in with.</summary>
    Awaited = 0,

    /// <summary>It is about a talk, a meeting or a task of theirs, and has its hour.</summary>
    Usual = 1,

    /// <summary>It goes to many at once, and it does not matter who of them comes first.</summary>
    ToMany = 2,
}
