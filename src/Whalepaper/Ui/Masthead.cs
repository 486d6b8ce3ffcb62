using NodaTime;

namespace Whalepaper.Ui;

/// <summary>What stands at the head of every page: whose house this is and what it takes for granted.</summary>
/// <param name="Name">The group's name, as its members write it.</param>
/// <param name="Language">The language for a viewer who asks for none that we have.</param>
/// <param name="Zone">The zone in which the group's weekly hours are meant.</param>
public sealed record Masthead(string Name, Language Language, DateTimeZone Zone)
{
    /// <summary>The head of a house without a group yet.</summary>
    public static readonly Masthead Blank = new("Whalepaper", Language.English, DateTimeZone.Utc);
}

/// <summary>Where the masthead comes from. It is asked at every request, cached ones included, so it answers from memory.</summary>
public interface IMastheadSource
{
    /// <summary>The masthead as it stands now.</summary>
    ValueTask<Masthead> ReadAsync(CancellationToken cancellation);

    /// <summary>The masthead as it was when it was last read: for those who are told that nothing can be read now. Blank before the first time.</summary>
    Masthead Last { get; }
}
