using Microsoft.EntityFrameworkCore;
using Whalepaper.Data;

namespace Whalepaper.Topics;

/// <summary>Where a talk or a meeting belongs: a track in a topic.</summary>
/// <param name="Topic">The topic's number.</param>
/// <param name="Track">The track's code.</param>
/// <param name="Theme">What the track reads about in the topic.</param>
public sealed record Place(int Topic, string Track, string? Theme);

/// <summary>Looks places up.</summary>
public static class Places
{
    /// <summary>The places in these topics, by the database's numbers of topic and track.</summary>
    public static async Task<Dictionary<(int TopicId, int TrackId), Place>> PlacesAsync(this WhalepaperDb db, IEnumerable<int> topicIds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(db);
        var ids = topicIds.Distinct().ToList();
        var places = await db.TopicTracks.Where(list => ids.Contains(list.TopicId))
            .Select(list => new { list.TopicId, list.TrackId, list.Topic.Number, list.Track.Code, list.Theme }).ToListAsync(cancellation);
        return places.ToDictionary(list => (list.TopicId, list.TrackId), list => new Place(list.Number, list.Code, list.Theme));
    }
}
