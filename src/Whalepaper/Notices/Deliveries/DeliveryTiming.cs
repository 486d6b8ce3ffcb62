using System.Globalization;
using NodaTime;

namespace Whalepaper.Notices.Deliveries;

/// <summary>How the worker spends its time.</summary>
/// <param name="Lease">How long it has a batch in hand; whoever dies with one holds it up for so long.</param>
/// <param name="Poll">How often it looks for what other copies of the program, or the clock, made due.</param>
/// <param name="Patience">How long after the start the first readers have the machine to themselves.</param>
public sealed record DeliveryTiming(Duration Lease, Duration Poll, Duration Patience)
{
    /// <summary>How many deliveries are taken in hand at once.</summary>
    public const int Batch = 200;

    /// <summary>What holds unless said otherwise.</summary>
    public static readonly DeliveryTiming Usual = new(Duration.FromMinutes(2), Duration.FromSeconds(20), Duration.FromSeconds(3));

    private const string Section = "Deliveries";

    /// <summary>How long one attempt may take.</summary>
    public Duration Attempt => Lease / 4;

    /// <summary>How much of the lease must be left for an attempt to begin: twice what it may take, for clocks that differ and a slow save.</summary>
    public Duration Reserve => Lease / 2;

    /// <summary>Reads what is set, in seconds: <c>Deliveries:Lease</c>, <c>Deliveries:Poll</c>, <c>Deliveries:Patience</c>.</summary>
    /// <exception cref="InvalidOperationException">It is no such number.</exception>
    public static DeliveryTiming Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new DeliveryTiming(
            Given(settings, nameof(Lease), Usual.Lease, Duration.FromSeconds(4)), Given(settings, nameof(Poll), Usual.Poll, Duration.FromMilliseconds(100)), Given(settings, nameof(Patience), Usual.Patience, Duration.Zero));
    }

    private static Duration Given(IConfiguration settings, string part, Duration usual, Duration least)
    {
        if (settings[$"{Section}:{part}"] is not { Length: > 0 } set)
            return usual;
        return double.TryParse(set, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= 3600 && Duration.FromSeconds(seconds) >= least
            ? Duration.FromSeconds(seconds)
            : throw new InvalidOperationException($"{Section}:{part} is '{set}', which is no number of seconds between {least.TotalSeconds.ToString(CultureInfo.InvariantCulture)} and 3600.");
    }
}
