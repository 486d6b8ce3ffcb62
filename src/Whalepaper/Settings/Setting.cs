using NodaTime;

namespace Whalepaper.Settings;

/// <summary>A value that the organizer set; what was never set has its default. See <see cref="SettingsCatalogue"/>.</summary>
public sealed class Setting
{
    private Setting()
    {
    }

    /// <summary>Sets a value for the first time.</summary>
    /// <param name="key">Which.</param>
    /// <param name="value">The value, in the form of its <see cref="SettingDefinition"/>.</param>
    /// <param name="at">When.</param>
    public Setting(string key, string value, Instant at)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        Key = key;
        Change(value, at);
    }

    /// <summary>Which.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The value.</summary>
    public string Value { get; private set; } = "";

    /// <summary>When it was set.</summary>
    public Instant At { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>Sets another value.</summary>
    public void Change(string value, Instant at)
    {
        ArgumentNullException.ThrowIfNull(value);
        Value = value;
        At = at;
    }
}
