using System.Diagnostics;
using System.Text.Json;

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
    private const string Python = "/usr/bin/python3";

    public static async Task<ReadCalendars> ReadAsync(ReadOnlyMemory<byte> calendars)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Meetings", "read_calendars.py")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var python = Process.Start(start) ?? throw new InvalidOperationException($"{Python} did not start.");
        var answer = python.StandardOutput.ReadToEndAsync();
        var complaint = python.StandardError.ReadToEndAsync();
        await python.StandardInput.BaseStream.WriteAsync(calendars);
        python.StandardInput.Close();
        await python.WaitForExitAsync();
        if (python.ExitCode != 0)
            throw new InvalidDataException($"The calendar could not be read: {await complaint}");
        return JsonSerializer.Deserialize<ReadCalendars>(await answer, JsonSerializerOptions.Web)!;
    }

    public static async Task<ReadCalendar> ReadOneAsync(ReadOnlyMemory<byte> calendar) => (await ReadAsync(calendar)).Calendars.Single();
}
