using NodaTime;

namespace Whalepaper;

/// <summary>How work beside the requests went, since the start of this copy of the program.</summary>
/// <param name="DoneAt">When it was last done without a fault; null if never.</param>
/// <param name="FailedAt">When it last failed; null if never.</param>
/// <param name="Fault">The kind of what was thrown then: a name of the program's, and no words, which could name somebody.</param>
/// <param name="Failures">How often it failed.</param>
internal sealed record WorkRun(Instant? DoneAt, Instant? FailedAt, string? Fault, long Failures)
{
    /// <summary>Whether it failed and was not done since.</summary>
    public bool IsFailing => FailedAt is { } failed && !(DoneAt > failed);
}

/// <summary>Work that notes how it goes.</summary>
internal interface IRecordedWork
{
    /// <summary>How it went.</summary>
    WorkRecord Record { get; }

    /// <summary>Whether there is anything to do for it in this installation.</summary>
    bool IsWanted => true;
}

/// <summary>Where work notes how it goes. Several threads may read while one writes.</summary>
internal sealed class WorkRecord
{
    private WorkRun _run = new(null, null, null, 0);

    /// <summary>How it went so far.</summary>
    public WorkRun Run => Volatile.Read(ref _run);

    /// <summary>It was done.</summary>
    public void Done(Instant at) => Volatile.Write(ref _run, _run with { DoneAt = at });

    /// <summary>It failed.</summary>
    public void Failed(Instant at, Exception fault) => Volatile.Write(ref _run, _run with { FailedAt = at, Fault = fault.GetType().Name, Failures = _run.Failures + 1 });
}
