using System.Globalization;
using System.Text;
using Whalepaper.Charter;

namespace Whalepaper.Tests.Charter;

/// <summary>Facts as lines that a person can read and a test can compare; keys, which are ours, left out.</summary>
internal static class FactWords
{
    public static string Of(CharterFacts facts)
    {
        var words = new StringBuilder();
        words.Append(CultureInfo.InvariantCulture, $"group {facts.Name}\n");
        foreach (var track in facts.Tracks)
            words.Append(CultureInfo.InvariantCulture, $"track {track.Code} = {track.Name}{(track.Slot is { } slot ? $" @ {Hour(slot)}" : "")}\n");
        foreach (var part in facts.Outline)
            words.Append(CultureInfo.InvariantCulture, $"part {part.Title}{(part.Minimum is null && part.Maximum is null ? "" : $" [{part.Minimum}..{part.Maximum}]")}\n");
        foreach (var topic in facts.Topics)
        {
            words.Append(CultureInfo.InvariantCulture, $"topic {topic.Number}{(topic.Title is null ? "" : $" = {topic.Title}")}{(topic.Starts is null ? "" : $" {topic.Starts:yyyy-MM-dd}..{topic.Ends:yyyy-MM-dd}")}\n");
            foreach (var list in topic.Lists)
            {
                words.Append(CultureInfo.InvariantCulture, $"  {list.Track}{(list.Theme is null ? "" : $" = {list.Theme}")}\n");
                foreach (var entry in list.Entries)
                    words.Append(CultureInfo.InvariantCulture, $"    {entry.Title}{(entry.Link is null ? "" : $" -> {entry.Link}")}{(entry.Presenters.Count == 0 ? "" : $" @ {string.Join(" + ", entry.Presenters)}")}\n");
            }
        }

        return words.ToString();
    }

    private static string Hour(SlotFact slot) =>
        string.Create(CultureInfo.InvariantCulture, $"{slot.Weekday.ToString()[..3]} {slot.Time.ToString("HH:mm", CultureInfo.InvariantCulture)}{(slot.Minutes is { } minutes ? $" for {minutes} min" : "")}");
}
