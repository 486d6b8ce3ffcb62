using NodaTime;

namespace Whalepaper.Notices.Deliveries;

public sealed partial class Delivery
{
    /// <summary>Takes it in hand: until the lease ends, nobody else does. What was taken too often and never came back is given up.</summary>
    /// <param name="holder">Who does.</param>
    /// <param name="now">When.</param>
    /// <param name="length">For how long.</param>
    /// <returns>False if it was given up.</returns>
    /// <exception cref="InvalidOperationException">It is not due.</exception>
    public bool Lease(string holder, Instant now, Duration length)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(holder);
        if (!IsDue(now))
            throw new InvalidOperationException("This delivery is not due.");
        if (Attempts >= MostAttempts)
        {
            End(DeliveryState.Dead, Result ?? "It was begun too often and never ended.", now);
            return false;
        }

        Attempts++;
        (State, Holder, Due) = (DeliveryState.Sending, holder, now + length);
        return true;
    }

    /// <summary>Records that the receiver took it. Its own words are gone from here with that.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has it in hand, or nobody.</exception>
    public void Succeed(string holder, string result, Instant now)
    {
        RequireHolder(holder);
        End(DeliveryState.Sent, result, now);
        SealedWords = null;
    }

    /// <summary>Records a failure that may pass: it is tried again after a rest, or given up after the last attempt.</summary>
    /// <param name="holder">Who tried.</param>
    /// <param name="result">What went wrong.</param>
    /// <param name="now">When.</param>
    /// <param name="jitter">Between -1 and 1; see <see cref="Backoff"/>.</param>
    /// <param name="rest">How long the receiver asked to be left alone; null if it did not.</param>
    /// <exception cref="InvalidOperationException">Somebody else has it in hand, or nobody.</exception>
    public void Fail(string holder, string result, Instant now, double jitter, Duration? rest = null)
    {
        RequireHolder(holder);
        if (Attempts >= MostAttempts)
        {
            End(DeliveryState.Dead, result, now);
            return;
        }

        var wait = Backoff.After(Attempts, jitter);
        Wait(now + (rest is { } asked && asked > wait ? asked : wait));
        Result = Cut(result);
    }

    /// <summary>Records a failure that will not pass: it is given up.</summary>
    /// <exception cref="InvalidOperationException">Somebody else has it in hand, or nobody.</exception>
    public void GiveUp(string holder, string result, Instant now)
    {
        RequireHolder(holder);
        End(DeliveryState.Dead, result, now);
    }

    /// <summary>Lays it back as if it had not been taken in hand.</summary>
    /// <param name="holder">Who had it.</param>
    /// <param name="due">When it is to be taken in hand again.</param>
    /// <exception cref="InvalidOperationException">Somebody else has it in hand, or nobody.</exception>
    public void PutBack(string holder, Instant due)
    {
        RequireHolder(holder);
        Attempts--;
        Wait(due);
    }

    /// <summary>Lets it be, because it became pointless. What is on its way, only who has it in hand can stop.</summary>
    /// <param name="why">Why, on one line.</param>
    /// <param name="now">When.</param>
    /// <param name="holder">Who has it in hand; null for others.</param>
    /// <returns>False if it ended already or is on its way.</returns>
    public bool Drop(string why, Instant now, string? holder = null)
    {
        if (State is not DeliveryState.Waiting && !(State is DeliveryState.Sending && string.Equals(Holder, holder, StringComparison.Ordinal)))
            return false;
        End(DeliveryState.Dropped, why, now);
        SealedWords = null;
        return true;
    }

    /// <summary>Gives one that was given up to the worker again, with all its attempts.</summary>
    /// <exception cref="InvalidOperationException">It was not given up, or has nothing to say any more: see <see cref="CanRetry"/>.</exception>
    public void Retry(Instant now)
    {
        if (!CanRetry)
            throw new InvalidOperationException("This delivery cannot be tried again.");
        Attempts = 0;
        EndedAt = null;
        Wait(now);
    }

    /// <summary>Lets one that became pointless wait again, because it is not after all.</summary>
    /// <exception cref="InvalidOperationException">It was not dropped, or its own words are gone.</exception>
    public void Revive(Instant due, Instant? until, string about)
    {
        if (State is not DeliveryState.Dropped || Kind is Letter)
            throw new InvalidOperationException("Only what was dropped, and is put into words when it is sent, is revived.");
        (Attempts, EndedAt, Result, Until, About) = (0, null, null, until, about);
        Wait(due);
    }

    /// <summary>Moves it with what it is about.</summary>
    /// <param name="due">When it is to be sent now.</param>
    /// <param name="until">When it becomes pointless now.</param>
    /// <param name="about">What it is about now; null for the same.</param>
    /// <returns>False if it ended already or is on its way.</returns>
    public bool MoveTo(Instant due, Instant? until, string? about = null)
    {
        if (State is not DeliveryState.Waiting)
            return false;
        // What failed rests on.
        (Due, Until, About) = (Attempts > 0 ? Instant.Max(Due, due) : due, until, about ?? About);
        return true;
    }

    private void RequireHolder(string holder)
    {
        if (State is not DeliveryState.Sending || !string.Equals(Holder, holder, StringComparison.Ordinal))
            throw new InvalidOperationException("This delivery is in other hands.");
    }

    private void Wait(Instant due) => (State, Holder, Due) = (DeliveryState.Waiting, null, due);

    private void End(DeliveryState state, string result, Instant now) => (State, Holder, Due, EndedAt, Result) = (state, null, now, now, Cut(result));

    private static string Cut(string text) => text.Length <= ResultMaximum ? text : text[..(char.IsHighSurrogate(text[ResultMaximum - 1]) ? ResultMaximum - 1 : ResultMaximum)];
}
