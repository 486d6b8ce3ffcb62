namespace Whalepaper.Ui;

/// <summary>A track as a page shows it: always with its code as text, the hue only helps.</summary>
/// <param name="Code">The short code, "NLP".</param>
/// <param name="Name">The name in the viewer's language.</param>
/// <param name="Hue">A place on the ring of <see cref="Hues"/>; any number, it wraps round.</param>
/// <param name="Href">Where the mark leads, if anywhere.</param>
public sealed record TrackSign(string Code, string Name, int Hue, string? Href = null);

/// <summary>A person as a page shows one.</summary>
/// <param name="Name">The name as the person writes it.</param>
/// <param name="Href">The person's page.</param>
public sealed record PersonSign(string Name, string? Href = null);

/// <summary>How a state looks. Rooms choose the shape that fits their state and say the word beside it.</summary>
public enum StateShape
{
    /// <summary>A hollow ring: waiting for somebody.</summary>
    Open,

    /// <summary>A half ring: somebody has it.</summary>
    Taken,

    /// <summary>A full disc: it is sure.</summary>
    Sure,

    /// <summary>A check: done.</summary>
    Done,

    /// <summary>A cross: it does not take place.</summary>
    Off,

    /// <summary>A triangle: somebody should look.</summary>
    Alarm,
}

/// <summary>The state of something: word, shape and colour together, so that none of them carries the meaning alone.</summary>
/// <param name="Shape">The shape; the colour follows from it.</param>
/// <param name="Word">The word in the viewer's language.</param>
public sealed record StateSign(StateShape Shape, string Word);

/// <summary>The ring of hues for tracks and people, as CSS classes because the pages allow no inline style.</summary>
public static class Hues
{
    /// <summary>How many hues there are; <c>hue-0</c> to <c>hue-11</c> in <c>tokens.css</c>.</summary>
    public const int Count = 12;

    /// <summary>The CSS class of a hue.</summary>
    public static string Class(int hue) => $"hue-{((hue % Count) + Count) % Count}";

    /// <summary>A hue that a name always has, in every process (FNV-1a over its UTF-16 units).</summary>
    public static int Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var hash = 2166136261u;
        foreach (var unit in name)
            hash = unchecked((hash ^ unit) * 16777619u);
        return (int)(hash % Count);
    }
}
