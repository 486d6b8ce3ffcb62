namespace Whalepaper.Charter;

/// <summary>Finds out whether a line names a weekly hour, and whose.</summary>
internal static class SlotReading
{
    private const int LongestLabel = 60;

    // What stands before an hour and names no track.
    private static readonly string[] NoTrack = ["time", "when", "hour", "weekly", "meeting", "meetings", "时间", "時間", "分享时间", "分享時間", "每周", "每週"];

    /// <summary>Reads a line; in a section about hours (<paramref name="expected"/>) with fewer signs asked for.</summary>
    public static void Read(CharterDocument document, int line, string text, ListMarker? marker, bool expected)
    {
        var start = marker?.End ?? text.Length - text.AsSpan().TrimStart().Length;
        if (SlotPhrase.Find(text) is not { } phrase || phrase.Start < start)
            return;
        var labelEnd = BeforeLead(text, start, phrase.Start);
        var signed = labelEnd > start && IsSign(text[labelEnd - 1]);
        var label = Trimmed(text, start, labelEnd);
        var (from, to) = (label.Start.Value, label.End.Value);
        if (to - from > LongestLabel || (!expected && (!signed || text.AsSpan(phrase.End).Trim().Length > 0)))
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

    private static void Add(CharterDocument document, string text, SlotLine slot)
    {
        if (SlotPhrase.NamesDay(text[slot.Label]) || SlotPhrase.Find(text[slot.Phrase.End..]) is not null)
            document.Remark(slot.Line, Doubt.SeveralDays);
        else if (slot.Phrase.Slot is null)
            document.Remark(slot.Line, Doubt.UnclearHour);
        else if (!document.SlotTracks.Add(slot.Track))
            document.Remark(slot.Line, Doubt.SecondSlot);
        else
            document.Slots.Add(slot);
    }

    // "每", "every" and "on" belong to the phrase, not to the label.
    private static int BeforeLead(string text, int start, int end)
    {
        end = start + text.AsSpan(start, end - start).TrimEnd().Length;
        foreach (var lead in (ReadOnlySpan<string>)["每", "every", "each", "on"])
        {
            if (text.AsSpan(start, end - start).EndsWith(lead, StringComparison.OrdinalIgnoreCase)
                && (lead is "每" || end - lead.Length == start || !char.IsLetterOrDigit(text[end - lead.Length - 1])))
                end = start + text.AsSpan(start, end - lead.Length - start).TrimEnd().Length;
        }

        return end;
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
