namespace Whalepaper.Charter;

/// <summary>Takes list items apart: a title that is a link, one in brackets alone, plain words, or words with links woven in.</summary>
internal sealed class EntryReading
{
    private readonly string _line;
    private readonly ListMarker _marker;
    private readonly EntryHabits _habits;
    private readonly int _end;

    private EntryReading(string line, ListMarker marker, EntryHabits habits, int end) =>
        (_line, _marker, _habits, _end) = (line, marker, habits, end);

    /// <summary>Takes a list item apart; null if it is no entry.</summary>
    public static EntryLine? Read(string line, ListMarker marker, EntryHabits habits)
    {
        var end = line.AsSpan().TrimEnd().Length;
        return marker.End >= end ? null : new EntryReading(line, marker, habits, end).Entry();
    }

    private EntryLine? Entry()
    {
        var entry = _line[_marker.End] == '[' ? Bracketed() : OfWords(WovenLine.Of(_line, _marker.End, _end));
        return entry is { Doubt: null, Address: { } address } && !SafeLink.IsSafe(address) ? entry with { Doubt = Doubt.UnsafeLink } : entry;
    }

    // [title](address), [title][label], [title]; and [mark] [title](address).
    private EntryLine Bracketed()
    {
        var close = BracketScan.Close(_line, _marker.End, _end, '[', ']');
        if (close < 0)
            return Prose(Doubt.UnbalancedBrackets);
        var title = (_marker.End + 1)..close;
        if (_line.AsSpan()[title].IsWhiteSpace())
            return Prose(Doubt.NoTitle);
        var entry = new EntryLine { Line = _line, Marker = _marker, Title = title, Whole = _marker.End..(close + 1) };
        if (close + 1 < _end && _line[close + 1] is '(' or '（')
        {
            if (BracketScan.Address(_line, close + 1, _end) is not { } found)
                return Prose(Doubt.UnbalancedBrackets);
            var linked = entry with { Link = found.Address, Whole = _marker.End..found.After };
            return WithPresenters(WovenLine.Of(_line, _marker.End, _end) is { Leading: not null } woven ? Joined(linked, woven) : linked);
        }

        var referred = WithReference(entry);
        if (referred is { Reference: null, Doubt: null } && WovenLine.Of(_line, _marker.End, _end) is { Leading: { } lead } marked)
            return Led(lead, marked);
        return WithPresenters(referred);
    }

    private EntryLine? OfWords(WovenLine woven)
    {
        if (woven.Leading is { } lead)
            return Led(lead, woven);
        var named = Whole(PresenterTail.OfPlain(woven.Seen, _marker.End, woven.End, _habits.Manner), woven);
        if (woven.TitleUpTo(named?.Named.Start.Value ?? _end) is not { } title)
            return Alone(woven);
        var link = woven.LinkOf(title, named?.Named);
        if (link is not { } own)
            return Plain(named, woven);
        var around = woven.Around(own);
        var apart = own.Start >= title.End.Value || own.End <= title.Start.Value;
        var tail = apart ? Math.Max(around.End.Value, title.End.Value) : title.End.Value;
        named ??= apart ? Whole(Behind(tail, woven), woven) : null;
        return new EntryLine
        {
            Line = _line,
            Marker = _marker,
            Title = title,
            Whole = title,
            Woven = woven.Flat(title.Start.Value, title.End.Value),
            Link = own.Address,
            Apart = apart ? around : null,
            Named = named?.Named,
            Names = named?.Names,
            Seen = woven.Seen,
            Tail = tail,
        };
    }

    // An address and nothing else is a title too: people see at least where it leads.
    private EntryLine? Alone(WovenLine woven) => woven.LinkOf(_marker.End.._end, null) is not { } link ? Plain(null, woven) : new EntryLine
    {
        Line = _line,
        Marker = _marker,
        Title = link.Address,
        Whole = link.Start..link.End,
        Woven = EntryLine.Unescape(_line[link.IsBare ? link.Address : link.Text]).Trim(),
        Link = link.Address,
        Seen = woven.Seen,
    };

    private EntryLine? Plain((Range Named, Range Names)? named, WovenLine woven)
    {
        var title = Unemphasized(_marker.End.._line.AsSpan(0, named?.Named.Start.Value ?? _end).TrimEnd().Length);
        return title.End.Value <= title.Start.Value ? null
            : new EntryLine { Line = _line, Marker = _marker, Title = title, Whole = title, Named = named?.Named, Names = named?.Names, Seen = woven.Seen };
    }

    private EntryLine Led(InlineLink lead, WovenLine woven)
    {
        var entry = new EntryLine { Line = _line, Marker = _marker, Title = lead.Text, Link = lead.Address, Whole = lead.Start..lead.End, Tail = woven.PastEmphasis(lead.End) };
        return WithPresenters(Joined(entry, woven));
    }

    private static EntryLine Joined(EntryLine entry, WovenLine woven) => woven.Joined() is not { } joined ? entry
        : entry with { Woven = joined.Title, Title = entry.Whole.Start..joined.End, Whole = entry.Whole.Start..joined.End, Tail = joined.End };

    // **title** is a title in bold, and its signs are none of its words.
    private Range Unemphasized(Range title)
    {
        var (start, end) = (title.Start.Value, title.End.Value);
        while (end - start > 2 && _line[start] is '*' or '~' && _line[end - 1] == _line[start])
            (start, end) = (start + 1, end - 1);
        return _line.AsSpan(start, end - start).ContainsAny('*', '~') ? title : start..end;
    }

    private EntryLine Prose(Doubt doubt) => new() { Line = _line, Marker = _marker, Title = _marker.End.._end, Whole = _marker.End.._end, Doubt = doubt };

    // [title][label], [title][] and [title] alone, where the document says elsewhere what the label means.
    private EntryLine WithReference(EntryLine entry)
    {
        var open = entry.Tail;
        var close = open < _end && _line[open] == '[' ? BracketScan.Close(_line, open, _end, '[', ']') : -1;
        var label = close > open + 1 ? _line[(open + 1)..close] : _line[entry.Title];
        if (_habits.References.TryGetValue(ReferenceScan.KeyOf(label), out var address))
            return entry with { Reference = address, Whole = entry.Whole.Start..(close < 0 ? open : close + 1) };
        return close > open + 1 ? entry with { Doubt = Doubt.UnknownReference } : entry;
    }

    private EntryLine WithPresenters(EntryLine entry)
    {
        var woven = WovenLine.BehindTitle(_line, entry.Tail, _end);
        entry = entry with { Seen = woven.Seen };
        var open = woven.Seen.IndexOf('【', entry.Tail, _end - entry.Tail);
        if (open >= 0 && BracketScan.Close(woven.Seen, open, _end, '【', '】') < 0)
            return Prose(Doubt.UnbalancedBrackets);
        return Whole(Behind(entry.Tail, woven), woven) is { } found ? entry with { Named = found.Named, Names = found.Names } : entry;
    }

    private (Range Named, Range Names)? Behind(int tail, WovenLine woven)
    {
        var open = woven.Seen.IndexOf('【', tail, _end - tail);
        var close = open < 0 ? -1 : BracketScan.Close(woven.Seen, open, _end, '【', '】');
        return close >= 0 ? (open..(close + 1), (open + 1)..close) : PresenterTail.OfLinked(woven.Seen, tail, Math.Max(tail, woven.End), _habits.Manner);
    }

    private static (Range Named, Range Names)? Whole((Range Named, Range Names)? found, WovenLine woven) =>
        found is { } tail ? (woven.Whole(tail.Named), woven.Whole(tail.Names)) : null;
}
