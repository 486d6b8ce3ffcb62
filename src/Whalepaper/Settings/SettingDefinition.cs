using System.Globalization;

namespace Whalepaper.Settings;

/// <summary>What a setting is: its key, its default, and what it may be.</summary>
/// <param name="Key">The name in the database, in forms, in the audit log: <c>area.name</c>.</param>
public abstract record SettingDefinition(string Key)
{
    /// <summary>The area that it belongs to: what stands before the dot.</summary>
    public string Area => Key[..Key.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>The default as it is kept.</summary>
    public abstract string Default { get; }

    /// <summary>What was typed, as it is kept; null where it may not be that.</summary>
    public abstract string? Read(string typed);
}

/// <summary>A number between two bounds.</summary>
/// <param name="Key">See <see cref="SettingDefinition"/>.</param>
/// <param name="Usual">The default.</param>
/// <param name="Least">The least it may be.</param>
/// <param name="Most">The most it may be.</param>
/// <param name="Step">It is a multiple of this.</param>
public sealed record NumberSetting(string Key, decimal Usual, decimal Least, decimal Most, decimal Step) : SettingDefinition(Key)
{
    /// <inheritdoc />
    public override string Default => Usual.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override string? Read(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        // What is no character at all cannot be folded, and is no number.
        if (typed.Any(sign => char.IsSurrogate(sign) || (sign & 0xFFFE) is 0xFFFE))
            return null;
        var known = decimal.TryParse(typed.Trim().Normalize(System.Text.NormalizationForm.FormKC), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        return known && number >= Least && number <= Most && number % Step == 0 ? number.ToString("0.##", CultureInfo.InvariantCulture) : null;
    }

    /// <summary>The kept value as a number.</summary>
    public decimal Of(IReadOnlyDictionary<string, string> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return kept.TryGetValue(Key, out var value) && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : Usual;
    }
}

/// <summary>One of a few words; what each means is said in the texts, under <c>key.word</c>.</summary>
/// <param name="Key">See <see cref="SettingDefinition"/>.</param>
/// <param name="Words">What it can be.</param>
/// <param name="Usual">The default.</param>
public sealed record ChoiceSetting(string Key, IReadOnlyList<string> Words, string Usual) : SettingDefinition(Key)
{
    /// <inheritdoc />
    public override string Default => Usual;

    /// <inheritdoc />
    public override string? Read(string typed) => Words.Contains(typed, StringComparer.Ordinal) ? typed : null;

    /// <summary>The kept value.</summary>
    public string Of(IReadOnlyDictionary<string, string> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return kept.GetValueOrDefault(Key) ?? Usual;
    }
}

/// <summary>A yes or a no.</summary>
/// <param name="Key">See <see cref="SettingDefinition"/>.</param>
/// <param name="Usual">The default.</param>
public sealed record YesNoSetting(string Key, bool Usual) : SettingDefinition(Key)
{
    /// <inheritdoc />
    public override string Default => Usual ? "yes" : "no";

    /// <inheritdoc />
    public override string? Read(string typed) => typed is "yes" or "no" ? typed : null;

    /// <summary>The kept value.</summary>
    public bool Of(IReadOnlyDictionary<string, string> kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        return kept.TryGetValue(Key, out var value) ? value is "yes" : Usual;
    }
}
