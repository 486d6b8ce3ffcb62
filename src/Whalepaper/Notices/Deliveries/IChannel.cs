using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>A way to people. Registered scoped: a round of deliveries has one of its own, and the round's database.</summary>
public interface IChannel
{
    /// <summary>The kind of the channels that it serves: see <see cref="ChannelNames.KindOf"/>.</summary>
    string Kind { get; }

    /// <summary>Which of its channels cannot be used at present, by their full names: what waits for them goes on waiting, and no attempt is counted.</summary>
    Task<IReadOnlyList<string>> ClosedAsync(CancellationToken cancellation);

    /// <summary>Whether it leads nowhere outside: all that it does is rows, which are saved together with their results.</summary>
    bool IsWithin => false;

    /// <summary>Begins a round: what it opens, such as a connection, serves all of it.</summary>
    ICourier Begin();
}

/// <summary>Carries messages one after the other, for one round.</summary>
public interface ICourier : IAsyncDisposable
{
    /// <summary>
    /// Gets a message ready, perhaps while the one before is still under way. What goes wrong, here or later, is an <see cref="Outcome"/> and no
    /// exception; an exception counts as a failure that may pass.
    /// </summary>
    /// <param name="delivery">What is carried; it is not changed here.</param>
    /// <param name="message">Its words.</param>
    /// <param name="reader">For whom.</param>
    /// <param name="cancellation">Ends the attempt where it takes too long.</param>
    Task<Carriage> PrepareAsync(Delivery delivery, Message message, Reader reader, CancellationToken cancellation);
}

/// <summary>A message that is ready to be carried.</summary>
/// <param name="CarryAsync">
/// Carries it, once at most. It hands nothing over before it is written down what became of the one before, and nothing at all if that failed. What it adds to the
/// round's database is saved together with a good outcome.
/// </param>
public sealed record Carriage(Func<Meanwhile, CancellationToken, Task<Outcome>> CarryAsync)
{
    /// <summary>Whether it goes without the round's database, and does what is to be done meanwhile; for others that is done before or after.</summary>
    public bool GoesAlone { get; init; }

    /// <summary>Whether nothing is to be carried, since it is known what becomes of it.</summary>
    public bool HasEnded { get; private init; }

    /// <summary>One that need not be carried.</summary>
    public static Carriage Ended(Outcome outcome) => new((_, _) => Task.FromResult(outcome)) { GoesAlone = true, HasEnded = true };
}

/// <summary>What became of an attempt.</summary>
public enum Fate
{
    /// <summary>The receiver took it.</summary>
    Taken,

    /// <summary>It failed, and may do better later.</summary>
    Later,

    /// <summary>It is not its turn yet, and was not tried: it waits as long as is said, and no attempt is counted.</summary>
    NotYet,

    /// <summary>The channel cannot be reached at all: nothing else of the round need try it.</summary>
    Away,

    /// <summary>The receiver will never take this.</summary>
    Refused,

    /// <summary>The receiver will never take anything for this address.</summary>
    Unreachable,

    /// <summary>There is nobody any more for whom it is.</summary>
    Pointless,
}

/// <summary>What became of an attempt, and how to tell it.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Told">What was said, on one line; never a secret.</param>
/// <param name="Rest">How long the receiver asked to be left alone; null if it did not.</param>
public sealed record Outcome(Fate Fate, string Told, Duration? Rest = null)
{
    /// <summary>What follows, in a save of its own: should it be lost, what was sent still stands there as sent. Null for nothing.</summary>
    public Func<CancellationToken, Task>? Then { get; init; }
}
