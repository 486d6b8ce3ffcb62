namespace Whalepaper.Tests.Meetings;

/// <summary>What an independent reader found in calendars.</summary>
/// <param name="Longest">The longest line in octets.</param>
/// <param name="Calendars">The calendars.</param>
internal sealed record ReadCalendars(int Longest, IReadOnlyList<ReadCalendar> Calendars);

internal sealed record ReadCalendar(
    string? Method, string? Version, string? Name, string? CalName, string? Ttl, string? Refresh,
    IReadOnlyList<string> Zones, IReadOnlyList<string> Properties, IReadOnlyList<ReadEvent> Events);

internal sealed record ReadEvent(
    string Uid, int Sequence, string Status, string Summary, string Description, string Url, string? Zone,
    DateTimeOffset Start, DateTimeOffset End, DateTimeOffset StartThere, DateTimeOffset EndThere, DateTimeOffset Stamp, DateTimeOffset Modified,
    string? Organizer, string? OrganizerName, string? Attendee, string? AttendeeName, string? Rsvp);

/// <summary>Reads calendars with Debian's python3-icalendar, which shares nothing with the library that wrote them.</summary>
internal static class CalendarReader
{
    public static Task<ReadCalendars> ReadAsync(ReadOnlyMemory<byte> calendars) => PythonReader.ReadAsync<ReadCalendars>("Meetings/read_calendars.py", calendars);

    public static async Task<ReadCalendar> ReadOneAsync(ReadOnlyMemory<byte> calendar) => (await ReadAsync(calendar)).Calendars.Single();
}
