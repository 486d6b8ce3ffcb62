using NodaTime;
using Whalepaper.Members;
using Whalepaper.Participation.Closing;

namespace Whalepaper.Tests.Participation.Closing;

/// <summary>The rules of a closing once more, as plainly as they can be said, with nothing of the program but its words. What it does is compared with what the house did.</summary>
internal sealed class ClosingModel(IReadOnlyDictionary<string, (Role Role, bool IsLow)> people)
{
    private static readonly Duration week = Duration.FromDays(7);

    private readonly Dictionary<string, ModelCase> _cases = new(StringComparer.Ordinal);

    public Dictionary<string, (Standing Standing, Role Role)> Places { get; } = people.ToDictionary(one => one.Key, one => (Standing.Inner, one.Value.Role), StringComparer.Ordinal);

    /// <summary>How far it is; null where none runs.</summary>
    public ClosingState? State { get; private set; }

    public Instant ObjectUntil { get; private set; }

    public Instant UndoUntil { get; private set; }

    public bool Freeze(string by)
    {
        if (!IsCommittee(by) || State is not null)
            return false;
        State = ClosingState.Frozen;
        _cases.Clear();
        foreach (var (name, (_, isLow)) in people.Where(one => one.Value.IsLow && Places[one.Key].Standing is Standing.Inner))
            _cases[name] = new ModelCase();
        return true;
    }

    public bool Tell(string by, Instant now)
    {
        if (!IsCommittee(by) || State is not ClosingState.Frozen)
            return false;
        (State, ObjectUntil) = (ClosingState.Told, now + week);
        return true;
    }

    public bool CallOff(string by)
    {
        // Whoever was told and may be moved does not stop it.
        if (!IsCommittee(by) || State is not (ClosingState.Frozen or ClosingState.Told) || (State is ClosingState.Told && _cases.ContainsKey(by)))
            return false;
        State = null;
        return true;
    }

    public bool SayAgainst(string who, Instant now)
    {
        if (State is not ClosingState.Told || now >= ObjectUntil || !_cases.TryGetValue(who, out var one))
            return false;
        return one.Objects = true;
    }

    public bool Decide(string by, string whom, ClosingDecision decision, bool hasReason, Instant now)
    {
        if (!IsCommittee(by) || State is not ClosingState.Told || by == whom || !_cases.TryGetValue(whom, out var one) || Places[whom].Standing is not Standing.Inner)
            return false;
        var moves = decision is not ClosingDecision.Keep;
        if ((moves && now < ObjectUntil) || (moves && Places[whom].Role is Role.Organizer))
            return false;
        if (!hasReason && one.Decision != decision && (!moves || one.Objects))
            return false;
        if (one.Decision == decision && (one.By.Contains(by) || !moves || Places[whom].Role is Role.None))
        {
            // The same again changes nobody's mind; another person's word takes the place of the first where one suffices.
            if (!one.By.Contains(by))
                one.By = [by];
            return true;
        }

        one.By = one.Decision == decision && moves ? [one.By[0], by] : [by];
        one.Decision = decision;
        return true;
    }

    public bool Execute(string by, Instant now)
    {
        if (!IsCommittee(by) || State is not ClosingState.Told || now < ObjectUntil || _cases.Any(one => !IsDecided(one.Key, one.Value)))
            return false;
        foreach (var (name, one) in _cases.Where(one => one.Value.Decision is not ClosingDecision.Keep))
        {
            one.Before = Places[name];
            Places[name] = (one.Decision is ClosingDecision.ToOpen ? Standing.Open : Standing.Former, Role.None);
        }

        (State, UndoUntil) = (ClosingState.Executed, now + week);
        return true;
    }

    public bool Undo(string by, Instant now)
    {
        if (!IsCommittee(by) || State is not ClosingState.Executed || now >= UndoUntil)
            return false;
        foreach (var (name, one) in _cases)
        {
            if (one.Before is { } before)
                Places[name] = before;
        }

        State = null;
        return true;
    }

    public bool Return(string who)
    {
        if (Places[who].Standing is not Standing.Former)
            return false;
        Places[who] = (Standing.Open, Role.None);
        return true;
    }

    private bool IsCommittee(string who) => Places[who].Role is not Role.None;

    private bool IsDecided(string name, ModelCase one) => one.Decision is ClosingDecision.Keep || (one.Decision is not null && (Places[name].Role is Role.None || one.By.Count == 2));

    private sealed class ModelCase
    {
        public bool Objects { get; set; }

        public ClosingDecision? Decision { get; set; }

        public List<string> By { get; set; } = [];

        public (Standing Standing, Role Role)? Before { get; set; }
    }
}
