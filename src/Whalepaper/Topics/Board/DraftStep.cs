using System.Text.Json;
using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Topics.Board;

/// <summary>What was done to a draft. The numbers are kept in databases.</summary>
public enum DraftAct
{
    /// <summary>A paper got a presenter and a date.</summary>
    Placed = 1,

    /// <summary>Something got another date.</summary>
    Moved = 2,

    /// <summary>Two changed places.</summary>
    Swapped = 3,

    /// <summary>Something lost its date.</summary>
    Unplaced = 4,

    /// <summary>Something was pinned.</summary>
    Pinned = 5,

    /// <summary>A pin was taken off.</summary>
    Unpinned = 6,

    /// <summary>A plan was suggested.</summary>
    Suggested = 7,

    /// <summary>All of the draft was thrown away.</summary>
    Discarded = 8,
}

/// <summary>Something that was done to a draft, with what takes it back: how the entries stood before.</summary>
public sealed class DraftStep
{
    private DraftStep()
    {
    }

    internal DraftStep(DraftAct act, IReadOnlyDictionary<int, Intention?> before, Member by, Instant at)
    {
        Act = act;
        Before = JsonSerializer.Serialize(before.OrderBy(entry => entry.Key).Select(entry => new Former(entry.Key, entry.Value)));
        EntryId = before.Count == 1 ? before.Keys.Single() : null;
        By = by;
        At = at;
    }

    /// <summary>The database's number; later steps have higher ones.</summary>
    public int Id { get; private set; }

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>What was done.</summary>
    public DraftAct Act { get; private set; }

    /// <summary>The entry it was done to; null for several.</summary>
    public int? EntryId { get; private set; }

    /// <summary>Who did it: their database number.</summary>
    public int ById { get; private set; }

    /// <summary>Who did it; null where it was not loaded.</summary>
    public Member By { get; private set; } = null!;

    /// <summary>When.</summary>
    public Instant At { get; private set; }

    /// <summary>How the entries stood before, as JSON: the inverse of the act.</summary>
    public string Before { get; private set; } = "";

    internal IReadOnlyDictionary<int, Intention?> Inverse() => JsonSerializer.Deserialize<List<Former>>(Before)!.ToDictionary(former => former.EntryId, former => former.Intention);

    /// <summary>Whether taking it back would plan somebody again.</summary>
    internal bool Names(int memberId) => Inverse().Values.Any(intention => intention?.Presenters.Contains(memberId) is true);

    private sealed record Former(int EntryId, Intention? Intention);
}
