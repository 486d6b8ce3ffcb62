using NodaTime;
using Whalepaper.Members;

namespace Whalepaper.Topics.Board;

/// <summary>
/// The committee's unpublished plan of a topic, one for all of them: what it means to do with entries, and the steps that led there, the last
/// of which can be taken back. Of two who change it at once, one is told.
/// </summary>
public sealed class PlanDraft
{
    /// <summary>How many steps can be taken back, one after the other.</summary>
    public const int MostSteps = 200;

    private readonly List<Placement> _placements = [];
    private readonly List<DraftStep> _steps = [];

    private PlanDraft()
    {
    }

    /// <summary>Begins a draft.</summary>
    /// <param name="topicId">The topic's database number.</param>
    /// <param name="at">When.</param>
    public PlanDraft(int topicId, Instant at) => (TopicId, ChangedAt) = (topicId, at);

    /// <summary>The topic's database number.</summary>
    public int TopicId { get; private set; }

    /// <summary>When it last changed.</summary>
    public Instant ChangedAt { get; private set; }

    /// <summary>How often it changed, so that whoever looks at an older one is told.</summary>
    public int Count { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>What it means to do.</summary>
    public IReadOnlyList<Placement> Placements => _placements;

    /// <summary>What can be taken back.</summary>
    public IReadOnlyList<DraftStep> Steps => _steps;

    /// <summary>What undoing takes back; null for nothing.</summary>
    public DraftStep? LastStep => _steps.OrderBy(step => step.Id == 0 ? int.MaxValue : step.Id).LastOrDefault();

    /// <summary>What it means to do, by entry.</summary>
    public IReadOnlyDictionary<int, Intention> Intentions => _placements.ToDictionary(placement => placement.EntryId, placement => placement.Intention);

    /// <summary>Does something, and keeps what takes it back.</summary>
    /// <param name="act">What it is.</param>
    /// <param name="after">What is meant for each entry concerned; null for nothing any more.</param>
    /// <param name="by">Who does it.</param>
    /// <param name="at">When.</param>
    public void Do(DraftAct act, IReadOnlyDictionary<int, Intention?> after, Member by, Instant at)
    {
        ArgumentNullException.ThrowIfNull(after);
        var before = after.Keys.ToDictionary(entry => entry, entry => _placements.Find(placement => placement.EntryId == entry)?.Intention);
        Become(after, at);
        _steps.Add(new DraftStep(act, before, by, at));
        if (_steps.Count > MostSteps)
            _steps.Remove(_steps.MinBy(step => step.Id == 0 ? int.MaxValue : step.Id)!);
    }

    /// <summary>Takes the last step back.</summary>
    /// <param name="isListed">Whether an entry is still on its list: what left it since does not come back.</param>
    /// <param name="at">When.</param>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public void Undo(Func<int, bool> isListed, Instant at)
    {
        var last = LastStep ?? throw new InvalidOperationException("There is nothing to take back.");
        Become(last.Inverse().Where(one => isListed(one.Key)).ToDictionary(), at);
        _steps.Remove(last);
    }

    /// <summary>Is empty again, with nothing to take back: it was published.</summary>
    public void End(Instant at)
    {
        _placements.Clear();
        _steps.Clear();
        Touch(at);
    }

    /// <summary>Forgets somebody who leaves: what only they were to share is not planned any more.</summary>
    public void Forget(int memberId, Instant at)
    {
        var named = _placements.FindAll(placement => placement.TalkId is null && placement.Presenters.Contains(memberId));
        if (named.Count == 0 && !_steps.Exists(step => step.Names(memberId)))
            return;
        foreach (var placement in named.Where(placement => !placement.IsSharedWithout(memberId)))
            _placements.Remove(placement);
        // What led here names them too, and taking it back would bring them back.
        _steps.Clear();
        Touch(at);
    }

    private void Become(IReadOnlyDictionary<int, Intention?> wanted, Instant at)
    {
        foreach (var (entry, intention) in wanted)
        {
            var held = _placements.Find(placement => placement.EntryId == entry);
            if (intention is null)
                _placements.RemoveAll(placement => placement.EntryId == entry);
            else if (held is null)
                _placements.Add(new Placement(TopicId, entry, intention));
            else
                held.Become(intention);
        }

        Touch(at);
    }

    private void Touch(Instant at)
    {
        ChangedAt = at;
        Count++;
    }
}
