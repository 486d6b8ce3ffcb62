using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>
/// That the server of an account's address refused it for good. Nothing is sent there until its owner says that it can be reached again, or a
/// letter that somebody asked for at the door gets through.
/// </summary>
public sealed class PausedAddress
{
    private PausedAddress()
    {
    }

    /// <summary>Notes a refusal.</summary>
    /// <param name="address">The address, as accounts are found by it: see <see cref="Recipient.KeyOf"/>.</param>
    /// <param name="why">What its server said, on one line.</param>
    /// <param name="at">When.</param>
    public PausedAddress(string address, string why, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        Address = Recipient.KeyOf(address);
        Repeat(why, at);
    }

    /// <summary>The address, as accounts are found by it.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What its server said the last time.</summary>
    public string Why { get; private set; } = "";

    /// <summary>When it was refused the last time.</summary>
    public Instant At { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Notes that it was refused again.</summary>
    public void Repeat(string why, Instant at)
    {
        ArgumentNullException.ThrowIfNull(why);
        Why = why.Length <= Delivery.ResultMaximum ? why : why[..Delivery.ResultMaximum];
        At = at;
    }
}
