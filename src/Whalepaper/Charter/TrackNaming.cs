using Whalepaper.Members;
using Whalepaper.Tracks;

namespace Whalepaper.Charter;

/// <summary>
/// Which track a name in a document means. A group's own names come first, so that a track that was renamed here, or that got a code
/// which its name does not tell, is known again; then those of <see cref="TrackNames"/>.
/// </summary>
public sealed class TrackNaming
{
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);

    /// <summary>The names of a group's tracks.</summary>
    public TrackNaming(IReadOnlyList<Track> tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        // Where two tracks share a name, the one that bears it today is meant, not one that once did.
        foreach (var track in tracks)
            See(track.Name, track.Code);
        foreach (var track in tracks)
        {
            foreach (var label in track.Labels)
                See(label, track.Code);
        }
    }

    /// <summary>The names of the field alone, before there is a group.</summary>
    public static TrackNaming OfTheField { get; } = new([]);

    /// <summary>Whether the name is a track's.</summary>
    public bool Knows(string label) => _own.ContainsKey(KeyOf(label)) || TrackNames.IsKnown(label);

    /// <summary>The code of the track that is meant; see <see cref="TrackNames.CodeOf"/> for names that nobody knows.</summary>
    public string CodeOf(string label) => _own.TryGetValue(KeyOf(label), out var code) ? code : TrackNames.CodeOf(label);

    private void See(string label, string code)
    {
        if (KeyOf(label) is { Length: > 0 } key)
            _own.TryAdd(key, code);
    }

    private static string KeyOf(string label) => NormalName.Of(TrackNames.Core(label));
}
