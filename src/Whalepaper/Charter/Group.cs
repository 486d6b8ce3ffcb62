using NodaTime;

namespace Whalepaper.Charter;

/// <summary>The one community that an installation serves.</summary>
public sealed class Group
{
    /// <summary>The identity of the only row.</summary>
    public const int TheOne = 1;

    private Group()
    {
    }

    /// <summary>Founds a group.</summary>
    /// <param name="name">What its members call it.</param>
    /// <param name="zoneId">The tzdb zone in which its weekly hours are meant, such as <c>Asia/Shanghai</c>.</param>
    /// <param name="language">The language of its own words: <c>zh-CN</c> or <c>en</c>.</param>
    /// <param name="foundedAt">When it began here.</param>
    public Group(string name, string zoneId, string language, Instant foundedAt)
    {
        Rename(name);
        MoveToZone(zoneId);
        Speak(language);
        FoundedAt = foundedAt;
    }

    /// <summary>Always <see cref="TheOne"/>.</summary>
    public int Id { get; private set; } = TheOne;

    /// <summary>What its members call it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The tzdb zone in which its weekly hours are meant.</summary>
    public string ZoneId { get; private set; } = "";

    /// <summary>The language of its own words, and of visitors who prefer neither: <c>zh-CN</c> or <c>en</c>.</summary>
    public string Language { get; private set; } = "";

    /// <summary>Where relative links of the charter lead, ending in a slash; null while unknown, and then they are shown as text.</summary>
    public string? LinkBase { get; private set; }

    /// <summary>When it began here.</summary>
    public Instant FoundedAt { get; private set; }

    /// <summary>Counts changes; guards against two people saving over each other.</summary>
    public int Version { get; private set; }

    /// <summary>The zone itself.</summary>
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[ZoneId];

    /// <summary>Gives the group another name.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name.Trim();
    }

    /// <summary>Reads the weekly hours in another zone from now on.</summary>
    /// <exception cref="ArgumentException">tzdb knows no such zone.</exception>
    public void MoveToZone(string zoneId)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zoneId) is null)
            throw new ArgumentException($"There is no time zone '{zoneId}'.", nameof(zoneId));
        ZoneId = zoneId;
    }

    /// <summary>Sets the language of the group's own words.</summary>
    /// <exception cref="ArgumentException">Neither <c>zh-CN</c> nor <c>en</c>.</exception>
    public void Speak(string language)
    {
        if (language is not ("zh-CN" or "en"))
            throw new ArgumentException($"The site speaks zh-CN and en, not '{language}'.", nameof(language));
        Language = language;
    }

    /// <summary>Says where relative links of the charter lead.</summary>
    /// <exception cref="ArgumentException">Not an absolute http or https address.</exception>
    public void LeadLinksTo(string? linkBase)
    {
        if (linkBase is null)
        {
            LinkBase = null;
            return;
        }

        if (!Uri.TryCreate(linkBase, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{linkBase}' is not an absolute http or https address.", nameof(linkBase));
        LinkBase = linkBase.EndsWith('/') ? linkBase : linkBase + "/";
    }
}
