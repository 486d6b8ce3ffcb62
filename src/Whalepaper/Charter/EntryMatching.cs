namespace Whalepaper.Charter;

/// <summary>An entry of a list as the database has it.</summary>
internal sealed record Living(int Id, string? Key, string Title, string? Link, int Position);

/// <summary>Which line of a document is which entry of the database.</summary>
/// <param name="Wanted">The document's entries in order: what each says, what its line said before, and which entry it is; null for a new one.</param>
/// <param name="Positions">The place of each on the list.</param>
/// <param name="Moved">Entries that have to make room, whether the document names them or not.</param>
/// <param name="Kept">Entries that an earlier document named and this one does not.</param>
internal sealed record EntryMatching(
    IReadOnlyList<(EntryFact Fact, EntryFact? Old, Living? Living)> Wanted,
    IReadOnlyList<int> Positions,
    IReadOnlyList<(int Id, int Position)> Moved,
    IReadOnlyList<Living> Kept)
{
    public static EntryMatching Match(IReadOnlyList<Living> living, IReadOnlyList<EntryFact> wanted, IReadOnlyList<EntryFact> before)
    {
        var byKey = living.Where(l => l.Key is not null).GroupBy(l => l.Key!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        var oldByKey = before.ToDictionary(e => e.Key, StringComparer.Ordinal);
        var taken = new HashSet<int>();
        var matched = new (EntryFact Fact, EntryFact? Old, Living? Living)[wanted.Count];
        for (var index = 0; index < wanted.Count; index++)
        {
            byKey.TryGetValue(wanted[index].Key, out var same);
            matched[index] = (wanted[index], oldByKey.GetValueOrDefault(wanted[index].Key), same);
            if (same is not null)
                taken.Add(same.Id);
        }

        if (living.Count > 0)
            Guess(living, before, taken, matched);
        return Place(living, taken, matched);
    }

    /// <summary>A line with a new key is an old entry whose title or link changed, or one that began here and was exported; else it is new.</summary>
    private static void Guess(IReadOnlyList<Living> living, IReadOnlyList<EntryFact> before, HashSet<int> taken, (EntryFact Fact, EntryFact? Old, Living? Living)[] matched)
    {
        var gone = living.Where(l => !taken.Contains(l.Id)).ToList();
        for (var index = 0; index < matched.Length && gone.Count > 0; index++)
        {
            if (matched[index].Living is not null)
                continue;
            var fact = matched[index].Fact;
            var found = gone.Find(l => Same(l.Title, fact.Title) && Same(l.Link, fact.Link))
                ?? gone.Find(l => l.Link is not null && Same(l.Link, fact.Link))
                ?? gone.Find(l => Same(Members.NormalName.Of(l.Title), Members.NormalName.Of(fact.Title)));
            if (found is null)
                continue;
            gone.Remove(found);
            taken.Add(found.Id);
            matched[index] = (fact, before.FirstOrDefault(e => Same(e.Key, found.Key)), found);
        }
    }

    // The document's order holds among the entries that it names; the others keep their place behind the one they stood behind.
    private static EntryMatching Place(IReadOnlyList<Living> living, HashSet<int> taken, (EntryFact Fact, EntryFact? Old, Living? Living)[] matched)
    {
        var order = new List<(int Wanted, Living? Other)>(matched.Length + living.Count);
        var behind = new Dictionary<int, List<Living>>();
        var anchor = -1;
        foreach (var entry in living)
        {
            if (taken.Contains(entry.Id))
            {
                anchor = entry.Id;
                continue;
            }

            if (!behind.TryGetValue(anchor, out var others))
                behind[anchor] = others = [];
            others.Add(entry);
        }

        void Follow(int id) => order.AddRange((behind.GetValueOrDefault(id) ?? []).Select(other => (-1, (Living?)other)));
        Follow(-1);
        for (var index = 0; index < matched.Length; index++)
        {
            order.Add((index, null));
            if (matched[index].Living is { } entry)
                Follow(entry.Id);
        }

        var positions = new int[matched.Length];
        var moved = new List<(int, int)>();
        // Whoever can keeps the place that it has: gaps do not matter, and a list from which something was taken is not counted anew.
        var position = -1;
        foreach (var (index, other) in order)
        {
            var entry = other ?? matched[index].Living;
            position = Math.Max(position + 1, entry?.Position ?? 0);
            if (index >= 0)
                positions[index] = position;
            if (entry is not null && entry.Position != position)
                moved.Add((entry.Id, position));
        }

        return new(matched, positions, moved, [.. living.Where(l => l.Key is not null && !taken.Contains(l.Id))]);
    }

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}
