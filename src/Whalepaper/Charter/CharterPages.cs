using Whalepaper.Data;
using Whalepaper.Ui;

namespace Whalepaper.Charter;

/// <summary>The charter's page for search engines.</summary>
internal sealed class CharterPages : IPagesOfRoom
{
    public IReadOnlyList<string> Overviews { get; } = ["/charter"];

    public IQueryable<PageOnMap>? Things(WhalepaperDb db) => null;
}
