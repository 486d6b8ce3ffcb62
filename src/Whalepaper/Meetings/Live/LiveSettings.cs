using System.Globalization;

namespace Whalepaper.Meetings.Live;

/// <summary>What the rooms of meetings may cost.</summary>
/// <param name="Listeners">How many may listen in this copy of the program at the same time.</param>
/// <param name="Calm">How long a room rests at least from one setting to the next.</param>
public sealed record LiveSettings(int Listeners, TimeSpan Calm)
{
    /// <summary>How many pages one member may have open, in each copy of the program.</summary>
    public const int MostOfMember = 10;

    /// <summary>How long a look at a meeting is believed where nothing is told of a change: whoever comes after that has it read whole.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    /// <summary>The setting that names <see cref="Listeners"/>.</summary>
    public const string ListenersSetting = "Live:Listeners";

    /// <summary>What holds unless said otherwise.</summary>
    public static readonly LiveSettings Usual = new(5_000, TimeSpan.FromMilliseconds(200));

    private const int Most = 100_000;

    /// <summary>Reads what is set: <c>Live:Listeners</c>.</summary>
    /// <exception cref="InvalidOperationException">It is no such number.</exception>
    public static LiveSettings Read(IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings[ListenersSetting] is not { Length: > 0 } set)
            return Usual;
        return int.TryParse(set, NumberStyles.None, CultureInfo.InvariantCulture, out var listeners) && listeners is >= 1 and <= Most
            ? Usual with { Listeners = listeners }
            : throw new InvalidOperationException($"{ListenersSetting} is '{set}', which is no number between 1 and {Most.ToString(CultureInfo.InvariantCulture)}.");
    }
}
