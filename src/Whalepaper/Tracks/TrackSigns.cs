using Whalepaper.Ui;

namespace Whalepaper.Tracks;

/// <summary>How tracks look.</summary>
public static class TrackSigns
{
    /// <summary>The mark of a track for a reader of this language. Its hue follows its place, so that neighbours differ.</summary>
    public static TrackSign Sign(this Track track, Language language)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(language);
        return new TrackSign(track.Mark, track.NameIn(language.Culture), track.Position);
    }

    /// <inheritdoc cref="Sign(Track, Language)" />
    public static TrackSign Sign(this TrackHour track, Language language)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(language);
        return new TrackSign(track.Mark, track.NameIn(language.Culture), track.Position);
    }
}
