namespace Whalepaper.Notices.Deliveries;

/// <summary>What an invitation asks of a calendar (RFC 5546).</summary>
public enum CalendarMethod
{
    /// <summary>To put the event in, or to change it.</summary>
    Request,

    /// <summary>To take it out.</summary>
    Cancel,
}

/// <summary>An invitation to an event, for the calendar of who reads a message. Mail carries it; other channels leave it out.</summary>
/// <param name="Method">What it asks.</param>
/// <param name="Text">The calendar (RFC 5545), with the same method; lines end with CR LF.</param>
public sealed record CalendarInvitation(CalendarMethod Method, string Text)
{
    /// <summary>The method as calendars and mail write it.</summary>
    public string MethodWord => Method is CalendarMethod.Cancel ? "CANCEL" : "REQUEST";
}
