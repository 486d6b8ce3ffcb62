using System.Buffers;

namespace Whalepaper.Charter;

/// <summary>Finds out whether a line names a weekly hour, and whose.</summary>
internal static class SlotReading
{
    private const int LongestLabel = 60;

    // What stands before an hour and names no track.
    private static readonly string[] NoTrack = ["time", "when", "hour", "weekly", "meeting", "meetings", "时间", "時間", "分享时间", "分享時間", "每周", "每週"];

    private static readonly string[] Leads = ["每个", "每個", "每逢", "逢", "每", "every", "each", "weekly", "on"];

    // What may stand behind an hour and say nothing.
    private static readonly SearchValues<char> Closing = SearchValues.Create(" \t\u3000。.；;，,!！)）*_|~");

    /// <summary>Reads a line; in a section about hours (<paramref name="expected"/>) with fewer signs asked for.</summary>
    public static void Read(CharterDocument document, int line, string text, ListMarker? marker, bool expected)
    {
        var start = marker?.End ?? text.Length - text.AsSpan().TrimStart().Length;
        if (SlotPhrase.Find(text) is not { } phrase)
        {
            if (expected && marker is not null && SlotDoubts.OfDay(text, start) is { } doubt && IsPlaceOfHour(document, text, start))
                document.Remark(line, doubt);
            return;
        }

        if (phrase.Start < start)
            return;
        var labelEnd = BeforeLead(text, start, phrase.Start);
        var signed = labelEnd > start && IsSign(text[labelEnd - 1]);
        var label = Trimmed(text, start, labelEnd);
        var (from, to) = (label.Start.Value, label.End.Value);
        if (to - from > LongestLabel || (!expected && (!signed || text.AsSpan(phrase.End).ContainsAnyExcept(Closing))))
            return;
        if (from == to || NoTrack.Contains(text[label], StringComparer.OrdinalIgnoreCase))
        {
            // An hour without a name belongs to the track whose lists have none either: the only one, when the group began.
            if (expected && HasNamelessTrack(document))
                Add(document, text, new(line, TrackNames.Only, from..from, phrase));
            return;
        }

        // A sentence is no label, unless it is a track's name.
        if (marker is not null || (signed && document.Naming.Knows(text[label])))
            Add(document, text, new(line, document.Naming.CodeOf(text[label]), label, phrase));
    }

    private static bool HasNamelessTrack(CharterDocument document) =>
        document.Topics.TrueForAll(topic => topic.Lists.Count == 0) || document.Topics.Exists(topic => topic.Lists.Exists(list => list.Heading is null));

    // A day without an hour is worth a word only where a track's hour should stand: behind a name and a sign, or where no name is needed.
    private static bool IsPlaceOfHour(CharterDocument document, string text, int start)
    {
        var sign = text.AsSpan(start).IndexOfAny(':', '：', '|');
        return SlotDoubts.BeginsWithDay(text[start..]) ? HasNamelessTrack(document) : sign is > 0 and <= LongestLabel && SlotDoubts.BeginsWithDay(text[(start + sign + 1)..]);
    }

    private static void Add(CharterDocument document, string text, SlotLine slot)
    {
        if (SlotDoubts.Of(text, slot) is { } doubt)
            document.Remark(slot.Line, doubt);
        else if (!document.SlotTracks.Add(slot.Track))
            document.Remark(slot.Line, Doubt.SecondSlot);
        else
            document.Slots.Add(slot);
    }

    // "每", "every" and "on" belong to the phrase, not to the label.
    private static int BeforeLead(string text, int start, int end)
    {
        while (true)
        {
            end = start + text.AsSpan(start, end - start).TrimEnd(" \t\u3000*_(（").Length;
            var lead = Array.Find(Leads, word => text.AsSpan(start, end - start).EndsWith(word, StringComparison.OrdinalIgnoreCase)
                && (!char.IsAsciiLetter(word[0]) || end - word.Length == start || !char.IsLetterOrDigit(text[end - word.Length - 1])));
            if (lead is null)
                return end;
            end -= lead.Length;
        }
    }

    private static Range Trimmed(string text, int start, int end)
    {
        while (end > start && (IsSign(text[end - 1]) || text[end - 1] is ' ' or '*' or '_' or '\t' or '\u3000'))
            end--;
        while (start < end && text[start] is '*' or '_' or '|' or ' ' or '\uFEFF')
            start++;
        return start..end;
    }

    private static bool IsSign(char c) => c is ':' or '：' or '-' or '–' or '—' or '|';
}
