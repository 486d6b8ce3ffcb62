namespace Whalepaper.Search;

/// <summary>The words of search.</summary>
public sealed class SearchTexts;
