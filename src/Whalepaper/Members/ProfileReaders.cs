namespace Whalepaper.Members;

/// <summary>Who may open a profile.</summary>
public enum ProfileReaders
{
    /// <summary>Everybody, and search engines.</summary>
    Everyone = 0,

    /// <summary>Whoever is signed in.</summary>
    Members = 1,
}
