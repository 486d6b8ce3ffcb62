namespace Whalepaper.Improving.Suggestions;

/// <summary>How far a suggestion is. The numbers are kept in databases.</summary>
public enum SuggestionState
{
    /// <summary>It is discussed, and waits for the committee's word.</summary>
    Open = 0,

    /// <summary>The committee means to do it.</summary>
    Planned = 1,

    /// <summary>It was done.</summary>
    Done = 2,

    /// <summary>It is not done.</summary>
    Declined = 3,

    /// <summary>Whoever made it took it back.</summary>
    Withdrawn = 4,
}
